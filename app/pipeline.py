"""text → tokens → forward pass → analysis → payload: one call a stage. The file to read first.

Encoding comes after, in ``app/encode``; a view draws the result, in ``static/js/views``.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

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
from app.models.library import Library, net_ref
from app.models.loading import LoadedTransformer
from app.models.recurrent.shipped import LoadedNet
from app.schemas import (
    AttentionAnswer,
    AttentionArray,
    AttentionRequest,
    Check,
    DerivedArray,
    GatesAnswer,
    GatesRequest,
    Token,
    UnitOrder,
)
from app.settings import Settings
from app.shapes import FloatArray
from app.tokens.spans import notices, tokens_of


@dataclass
class Timing:
    """Milliseconds that each stage of one request took, for Server-Timing."""

    stages_ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to the stage of that name."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.stages_ms[name] = self.stages_ms.get(name, 0.0) + (time.perf_counter() - start) * 1000


class Pipeline:
    """Answers requests. One Transformer worker and one recurrent worker share the machine."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self._attention = Worker("attention", torch_threads=settings.torch_threads, max_queue=settings.max_queue)
        # one thread: the nets are so small that a second one costs more than it brings
        self._gates = Worker("gates", torch_threads=1, max_queue=settings.max_queue)
        self._weights: SingleFlightCache[FloatArray] = SingleFlightCache(
            settings.capture_cache_bytes, lambda array: array.nbytes
        )

    def close(self) -> None:
        """Stop the workers."""
        self._attention.close()
        self._gates.close()

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
            model = await asyncio.to_thread(self.library.transformer, packaged.id)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(tokenize, model.tokenizer, request.text, model.unknown_id)
        check_length(tokens, model.max_tokens, packaged.id)
        with timing.stage("forward"):
            weights = await self._all_weights(model, tokens)  # [L, H, Q, K]
        with timing.stage("analyse"):
            return await asyncio.to_thread(attention_payload, request, model, tokens, weights, layers, heads)

    async def _all_weights(self, model: LoadedTransformer, tokens: list[Token]) -> FloatArray:
        ids = [token.id for token in tokens]

        async def compute() -> FloatArray:
            return await self._attention.run(lambda: all_weights(model.model, ids).numpy())

        return await self._weights.get((model.ref.id, tuple(ids)), compute)

    async def gates(self, request: GatesRequest, timing: Timing) -> Payload:
        """Gates and states of a recurrent net on a sentence.

        Raises:
            EmptyText, TextTooLong: the request cannot be answered as it is.
            Busy: the queue is full.

        """
        check_text(request.text, self.settings.max_text_chars)
        with timing.stage("load"):
            net = await asyncio.to_thread(self.library.recurrent_net, request.cell, request.checkpoint)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(tokenize, net.tokenizer, request.text, None)
        check_length(tokens, self.settings.max_recurrent_tokens, request.cell)
        with timing.stage("forward"):
            traced = await self._gates.run(lambda: trace(net.net, [token.id for token in tokens]))
        with timing.stage("analyse"):
            return gates_payload(request, net, tokens, traced)


def check_text(text: str, max_chars: int) -> None:
    """Refuse a text that is empty or longer than ``max_chars`` code points."""
    if not text.strip():
        detail = "The text is empty." if not text else "The text holds nothing but white space."
        raise EmptyText(detail, errors=[FieldError("/text", detail)])
    if len(text) > max_chars:
        raise too_long(f"The text has {len(text):,} characters; the limit is {max_chars:,}.", max_chars, len(text))


def check_length(tokens: Sequence[Token], max_tokens: int, name: str) -> None:
    """Refuse a sentence of more tokens than the model has positions for."""
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
    errors = [
        FieldError(f"/{field_name}/{i}", f"{name} has {field_name} 0 to {count - 1}; got {index}.")
        for i, index in enumerate(asked)
        if not 0 <= index < count
    ]
    errors += [
        FieldError(f"/{field_name}/{i}", f"{index} stands twice.")
        for i, index in enumerate(asked)
        if index in asked[:i]
    ]
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
    selected = weights[np.ix_(layers, heads)]  # [layers, heads, Q, K]
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
        notices=notices(tokens, request.text, model.ref.id),
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
        model=net_ref(request.cell, request.checkpoint),
        cell=request.cell,
        checkpoint=request.checkpoint,
        text=request.text,
        tokens=tokens,
        notices=notices(tokens, request.text, request.cell),
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
