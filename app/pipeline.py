"""text → tokens → forward pass → analysis → payload: one call a stage. The file to read first.

Encoding comes after, in ``app/encode``; a view draws the result, in ``static/js/views``.
"""

import asyncio
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from app.answers import Attended, context_payload, gates_payload
from app.checks import check_index, check_request, check_text, check_tokens
from app.encode.payload import Payload
from app.forward.cache import SingleFlightCache
from app.forward.reading import Candidates, Inputs, Weights, predict, read_weights, states, write
from app.forward.recurrent import trace
from app.forward.workers import Worker
from app.models.library import Library
from app.models.loading import LoadedTransformer
from app.models.recurrent.shipped import LoadedNet
from app.schemas import AttentionRequest, Cell, Checkpoint, ContextRequest, GatesRequest, Token
from app.settings import Settings
from app.tokens.reading import read_sentences, read_target, written_target

LOADS_AT_ONCE = 4
Result = TypeVar("Result")


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
        self._weights: SingleFlightCache[Weights] = SingleFlightCache(
            settings.capture_cache_bytes, lambda weights: weights.nbytes
        )

    def close(self) -> None:
        """Stop the workers."""
        self._attention.close()
        self._gates.close()
        self._loader.shutdown(wait=False, cancel_futures=True)

    async def attention(self, request: AttentionRequest, timing: Timing) -> Payload:
        """Attention weights of a sentence, of a pair of sentences, or of an encoder and its decoder.

        Raises:
            InvalidRequest, EmptyText, TextTooLong, IndexOutOfRange, UnknownModel: it cannot be answered as it is.
            WeightsError, NotReadable: the model cannot be loaded, or cannot be read.
            Busy: the queue is full.

        """
        listed = self.library.resolve(request.model, request.text + (request.text_pair or ""))
        check_text(request.text, self.settings.max_text_chars)
        if request.text_pair is not None:
            check_text(request.text_pair, self.settings.max_text_chars, "text_pair")
        with timing.stage("load"):
            model = await self._transformer(listed.id)
        check_request(request, model)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(self._sentences, model, request)
        check_tokens(tokens, model.max_tokens, listed.id)
        inputs = inputs_of(tokens)
        read = Attended(request, model, tokens)
        if model.family == "encoder-decoder":
            read.target_tokens, read.text_pair = await self._target(model, request, inputs, timing)
            inputs = Inputs(inputs.ids, target_ids=tuple(token.id for token in read.target_tokens))
        read.weights = await self._weights_of(model, inputs, timing)
        if "predictions" in request.include:
            read.candidates = await self._candidates(model, inputs, request, timing)
        with timing.stage("analyse"):
            return await asyncio.to_thread(read.payload)

    async def context(self, request: ContextRequest, timing: Timing) -> Payload:
        """One word in two sentences: its cosine with itself at every layer.

        Raises:
            The same as ``attention``.

        """
        listed = self.library.resolve(request.model, request.text_a + request.text_b)
        check_text(request.text_a, self.settings.max_text_chars, "text_a")
        check_text(request.text_b, self.settings.max_text_chars, "text_b")
        with timing.stage("load"):
            model = await self._transformer(listed.id)
        tokens, vectors = [], []
        for name, text, index in [("a", request.text_a, request.token_a), ("b", request.text_b, request.token_b)]:
            with timing.stage("tokenize"):
                found = await asyncio.to_thread(read_sentences, model.tokenizer, text, None, model.unknown_id)
            check_tokens(found, model.max_tokens, listed.id, f"text_{name}")
            check_index(index, len(found), f"token_{name}", listed.id)
            inputs = inputs_of(found)
            tokens.append(found)
            vectors.append(await self._work(self._attention, partial(states, model, inputs), timing))
        with timing.stage("analyse"):
            return context_payload(request, model, (tokens[0], tokens[1]), (vectors[0], vectors[1]))

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
            tokens = await asyncio.to_thread(read_sentences, net.tokenizer, request.text, None, None)
        check_tokens(tokens, self.settings.max_recurrent_tokens, request.cell)
        traced = await self._work(self._gates, lambda: trace(net.net, [token.id for token in tokens]), timing)
        with timing.stage("analyse"):
            return await asyncio.to_thread(gates_payload, request, net, tokens, traced)

    def _sentences(self, model: LoadedTransformer, request: AttentionRequest) -> list[Token]:
        pair = None if model.family == "encoder-decoder" else request.text_pair
        return read_sentences(model.tokenizer, request.text, pair, model.unknown_id)

    async def _target(
        self, model: LoadedTransformer, request: AttentionRequest, inputs: Inputs, timing: Timing
    ) -> tuple[list[Token], str]:
        """What the decoder reads: the text that was given, or what the model writes."""
        start = int(model.model.config.decoder_start_token_id or 0)
        if request.text_pair is None:
            ids = await self._work(self._attention, lambda: write(model, inputs), timing)
            return written_target(model.tokenizer, ids)
        found = read_target(model.tokenizer, request.text_pair, start, model.unknown_id)
        check_tokens(found, model.max_tokens, model.ref.id, "text_pair")
        return found, request.text_pair

    async def _weights_of(self, model: LoadedTransformer, inputs: Inputs, timing: Timing) -> Weights:
        async def compute() -> Weights:
            return await self._work(self._attention, lambda: read_weights(model, inputs), timing)

        return await self._weights.get((model.ref.id, model.ref.weights_sha256, inputs), compute)

    async def _candidates(
        self, model: LoadedTransformer, inputs: Inputs, request: AttentionRequest, timing: Timing
    ) -> Candidates:
        return await self._work(
            self._attention, lambda: predict(model, inputs, request.top, request.temperature), timing
        )

    async def _transformer(self, model_id: str) -> LoadedTransformer:
        loaded = self.library.ready_transformer(model_id)
        return loaded if loaded else await self._load(model_id, lambda: self.library.transformer(model_id))

    async def _net(self, cell: Cell, checkpoint: Checkpoint) -> LoadedNet:
        loaded = self.library.ready_net(cell, checkpoint)
        if loaded:
            return loaded
        return await self._load((cell, checkpoint), lambda: self.library.recurrent_net(cell, checkpoint))

    async def _load(self, key: Hashable, load: Callable[[], Result]) -> Result:
        async def compute() -> Result:
            return await asyncio.wrap_future(self._loader.submit(load))

        found: Result = await self._loads.get(key, compute)
        return found

    async def _work(self, worker: Worker, work: Callable[[], Result], timing: Timing) -> Result:
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


def inputs_of(tokens: list[Token]) -> Inputs:
    """What a model reads: ids, and the sentence that each token belongs to."""
    sentence, types = 0, []
    for token in tokens:
        sentence = max(sentence, token.sequence or 0)
        types.append(sentence)
    return Inputs(tuple(token.id for token in tokens), tuple(types))
