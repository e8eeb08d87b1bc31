"""text → tokens → forward pass → analysis → payload: one call a stage. The file to read first.

Encoding comes after, in ``app/encode``; a view draws the result, in ``static/js/views``.
"""

import asyncio
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from tokenizers import Tokenizer

from app.analysis import thumbnails as small
from app.analysis.predictions import top_predictions
from app.encode.payload import Payload, Placed
from app.encode.quantise import IDENTITY, SQRT, from_sqrt_codes, largest_error, sqrt_codes
from app.errors import EmptyText, FieldError, IndexOutOfRange, TextTooLong
from app.forward.attention import all_weights
from app.forward.cache import SingleFlightCache
from app.forward.recurrent import CHECKED_AGAINST, TOLERANCE, Trace, trace
from app.forward.workers import Worker
from app.models.library import Library
from app.models.loading import LoadedTransformer
from app.models.recurrent.shipped import LoadedNet
from app.schemas import (
    AttentionAnswer,
    AttentionArray,
    AttentionRequest,
    Cell,
    Check,
    Checkpoint,
    DerivedArray,
    GatesAnswer,
    GatesRequest,
    Token,
    UnitOrder,
)
from app.settings import Settings
from app.shapes import FloatArray
from app.tokens.notices import control_ids, notices
from app.tokens.spans import tokens_of

LOADS_AT_ONCE = 4
Loaded = TypeVar("Loaded")


@dataclass
class Timing:
    """Milliseconds that each stage of one request took, for Server-Timing."""

    stages_ms: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, since: float) -> None:
        """Add the time since a reading of ``time.perf_counter`` to a stage."""
        self.stages_ms[name] = self.stages_ms.get(name, 0.0) + (time.perf_counter() - since) * 1000

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to the stage of that name."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, start)


class Pipeline:
    """Answers requests. One Transformer worker and one recurrent worker share the machine."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self._attention = Worker("attention", torch_threads=settings.torch_threads, max_queue=settings.max_queue)
        # one thread: the nets are so small that a second one costs more than it brings
        self._gates = Worker("gates", torch_threads=1, max_queue=settings.max_queue)
        # loading may take minutes: it has threads of its own, one a model, so that nothing else waits for it
        self._loader = ThreadPoolExecutor(LOADS_AT_ONCE, "loading")
        self._loads: SingleFlightCache[Any] = SingleFlightCache(0, lambda _: 1)
        self._weights: SingleFlightCache[FloatArray] = SingleFlightCache(
            settings.capture_cache_bytes, lambda array: array.nbytes
        )

    def close(self) -> None:
        """Stop the workers."""
        self._attention.close()
        self._gates.close()
        self._loader.shutdown(wait=False, cancel_futures=True)

    async def _transformer(self, model_id: str) -> LoadedTransformer:
        loaded = self.library.ready_transformer(model_id)
        return loaded if loaded else await self._load(model_id, lambda: self.library.transformer(model_id))

    async def _net(self, cell: Cell, checkpoint: Checkpoint) -> LoadedNet:
        loaded = self.library.ready_net(cell, checkpoint)
        if loaded:
            return loaded
        return await self._load((cell, checkpoint), lambda: self.library.recurrent_net(cell, checkpoint))

    async def _load(self, key: Hashable, load: Callable[[], Loaded]) -> Loaded:
        async def compute() -> Loaded:
            return await asyncio.wrap_future(self._loader.submit(load))

        found: Loaded = await self._loads.get(key, compute)
        return found

    async def _work(self, worker: Worker, work: Callable[[], Loaded], timing: Timing) -> Loaded:
        """Run in a worker; the time until its turn is `queue`, the rest `forward`."""
        asked = time.perf_counter()

        def begun() -> None:
            nonlocal asked
            timing.add("queue", asked)
            asked = time.perf_counter()

        try:
            return await worker.run(work, begun)
        finally:
            timing.add("forward", asked)

    async def attention(self, request: AttentionRequest, timing: Timing) -> Payload:
        """Attention weights of a sentence.

        Raises:
            EmptyText, TextTooLong, IndexOutOfRange, UnknownModel: the request cannot be answered as it is.
            WeightsError: the model cannot be loaded.
            Busy: the queue is full.

        """
        packaged = self.library.resolve(request.model)
        check_text(request.text, self.settings.max_text_chars)
        layers = chosen(request.layers, packaged.layers, "layers", packaged.id)
        heads = chosen(request.heads, packaged.heads, "heads", packaged.id)
        with timing.stage("load"):
            model = await self._transformer(packaged.id)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(tokenize, model.tokenizer, request.text, model.unknown_id)
        check_tokens(tokens, model.max_tokens, packaged.id)
        weights = await self._all_weights(model, tokens, timing)  # [L, H, Q, K]
        with timing.stage("analyse"):
            return await asyncio.to_thread(attention_payload, request, model, tokens, weights, layers, heads)

    async def _all_weights(self, model: LoadedTransformer, tokens: list[Token], timing: Timing) -> FloatArray:
        ids = [token.id for token in tokens]

        async def compute() -> FloatArray:
            return await self._work(self._attention, lambda: all_weights(model.model, ids).numpy(), timing)

        return await self._weights.get((model.ref.id, tuple(ids)), compute)

    async def gates(self, request: GatesRequest, timing: Timing) -> Payload:
        """Gates and states of a recurrent net on a sentence.

        Raises:
            EmptyText, TextTooLong: the request cannot be answered as it is.
            Busy: the queue is full.

        """
        check_text(request.text, self.settings.max_text_chars)
        with timing.stage("load"):
            net = await self._net(request.cell, request.checkpoint)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(tokenize, net.tokenizer, request.text, None)
        check_tokens(tokens, self.settings.max_recurrent_tokens, request.cell)
        traced = await self._work(self._gates, lambda: trace(net.net, [token.id for token in tokens]), timing)
        with timing.stage("analyse"):
            return await asyncio.to_thread(gates_payload, request, net, tokens, traced)


def check_text(text: str, max_chars: int) -> None:
    """Refuse a text that is empty or longer than ``max_chars`` code points."""
    if not text.strip():
        detail = "The text is empty." if not text else "The text holds nothing but white space."
        raise EmptyText(detail, errors=[FieldError("/text", detail)])
    if len(text) > max_chars:
        raise too_long(f"The text has {len(text):,} characters; the limit is {max_chars:,}.", max_chars, len(text))


def check_tokens(tokens: Sequence[Token], max_tokens: int, name: str) -> None:
    """Refuse a sentence of which a model reads nothing, or more tokens than it has positions for."""
    if all(token.special for token in tokens):
        detail = f"{name} reads nothing in this text: its tokenizer drops every character of it."
        raise EmptyText(detail, errors=[FieldError("/text", detail)])
    if len(tokens) > max_tokens:
        detail = f"The text has {len(tokens):,} tokens for {name}, special ones included; the limit is {max_tokens:,}."
        raise too_long(detail, max_tokens, len(tokens))


def too_long(detail: str, limit: int, got: int) -> TextTooLong:
    """The error for a text that passes a limit: nothing is cut off instead."""
    return TextTooLong(detail, limit=limit, got=got, errors=[FieldError("/text", detail)])


def chosen(asked: list[int] | None, count: int, field_name: str, name: str) -> list[int]:
    """The layers or heads to give, in the order asked for; all for None.

    Raises:
        IndexOutOfRange: one of them does not exist, or stands twice.

    """
    if asked is None:
        return list(range(count))
    errors, seen = [], set()
    for i, index in enumerate(asked):
        if not 0 <= index < count:
            got = str(index)[:20]
            errors.append(FieldError(f"/{field_name}/{i}", f"{name} has {field_name} 0 to {count - 1}; got {got}."))
        elif index in seen:
            errors.append(FieldError(f"/{field_name}/{i}", f"{index} stands twice."))
        seen.add(index)
    if errors:
        raise IndexOutOfRange(errors[0].detail, errors=errors[:20])
    return list(asked)


def tokenize(tokenizer: Tokenizer, text: str, unknown_id: int | None) -> list[Token]:
    """The tokens of a text with their spans, special ones included."""
    return tokens_of(tokenizer.encode(text), text, unknown_id)


def attention_payload(
    request: AttentionRequest,
    model: LoadedTransformer,
    tokens: list[Token],
    weights: FloatArray,  # [L, H, Q, K]
    layers: list[int],
    heads: list[int],
) -> Payload:
    """Select what was asked for."""
    everything = (layers, heads) == (list(range(weights.shape[0])), list(range(weights.shape[1])))
    selected = weights if everything else weights[np.ix_(layers, heads)]  # [layers, heads, Q, K]
    arrays = {"attention": Placed(selected, ("attention", "values"), ("attention",))}
    thumbnails = None
    if "thumbnails" in request.include:
        maxima = small.block_maxima(weights)  # [L, H, query_bin, key_bin]
        codes = sqrt_codes(maxima)  # [L, H, query_bin, key_bin]
        arrays["thumbnails"] = Placed(codes, ("thumbnails", "values"), ("thumbnails",))
        thumbnails = DerivedArray(
            axes=["layer", "head", "query_bin", "key_bin"],
            shape=list(codes.shape),
            values=None,
            encoding=SQRT,
            max_abs_error=largest_error(from_sqrt_codes(codes), maxima),
            definition=small.definition(len(tokens)),
        )
    answer = AttentionAnswer(
        model=model.ref,
        text=request.text,
        tokens=tokens,
        notices=notices(tokens, request.text, model.ref.id, control_ids(model.tokenizer)),
        attention=AttentionArray(
            axes=["layer", "head", "query", "key"],
            shape=list(selected.shape),
            values=None,
            encoding=IDENTITY,
            max_abs_error=0.0,
            layers=layers,
            heads=heads,
        ),
        thumbnails=thumbnails,
    )
    return Payload(answer, arrays)


def gates_payload(request: GatesRequest, net: LoadedNet, tokens: list[Token], traced: Trace) -> Payload:
    """Put a trace into the answer's shape."""
    arrays = {f"gates.{name}": Placed(gate, ("gates", name), ()) for name, gate in traced.gates.items()}
    arrays |= {f"states.{name}": Placed(state, ("states", name), ()) for name, state in traced.states.items()}
    answer = GatesAnswer(
        model=net.ref,
        cell=request.cell,
        checkpoint=request.checkpoint,
        text=request.text,
        tokens=tokens,
        notices=notices(tokens, request.text, request.cell, control_ids(net.tokenizer)),
        axes=["token", "unit"],
        shape=list(traced.states["hidden"].shape),
        gates=None,
        states=None,
        encoding=IDENTITY,
        max_abs_error=0.0,
        predictions=top_predictions(traced.probabilities, net.text_of) if "predictions" in request.include else None,
        units=UnitOrder(order=net.card.carrier_order, definition=net.card.carrier_definition)
        if "units" in request.include
        else None,
        check=Check(against=CHECKED_AGAINST, max_abs_error=traced.max_abs_error, tolerance=TOLERANCE),
    )
    return Payload(answer, arrays)
