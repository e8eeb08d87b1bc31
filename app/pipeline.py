"""text → tokens → forward pass → analysis → answer: one call a stage. The file to read first.

Encoding comes after, in ``app/encode``; a view draws the result, in ``static/src/views``.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from .analysis.attended import Attended
from .analysis.attention import ATTENTION
from .analysis.extra import AnyExtra
from .analysis.gates import GATES
from .analysis.gates_read import GatesRead
from .answers import (
    attention_answer,
    context_answer,
    cost_answer,
    find_answer,
    gates_answer,
    head_steps_answer,
    unit_step_answer,
)
from .answers.attention import notices_of
from .capture.attention import UNCHANGED, Intervention
from .checks.nets import check_changes, check_gates, check_place, check_read
from .checks.text import check_index, check_text, check_tokens
from .checks.transformers import (
    check_find,
    check_head_steps,
    check_link,
    check_long,
    check_mask,
    check_pieces,
    check_request,
    part_of,
)
from .forward.cost import Race, head_of
from .forward.head import kind_of, read_head_steps
from .forward.reading import Inputs, Weights, read_weights, states, write
from .forward.recurrent import Trace, trace
from .forward.unit_step import unit_step
from .forward.variant import variant
from .models.library import Library
from .models.loading import LoadedTransformer
from .models.recurrent.shipped import LoadedNet
from .requests import AttentionRequest, GatesRequest
from .scheduling import Scheduler, Worker
from .schemas import (
    AttentionAnswer,
    ContextAnswer,
    ContextRequest,
    CostAnswer,
    CostRequest,
    FindAnswer,
    FindRequest,
    GatesAnswer,
    HeadAnswer,
    HeadRef,
    HeadRequest,
    NetRequest,
    StepsAnswer,
    StepsRequest,
    Token,
)
from .settings import Settings
from .timing import Timing
from .tokens.reading import read_sentences, read_target, written_target

Sentences = AttentionRequest | HeadRequest | FindRequest


class Pipeline:
    """Answers requests: what is read, in the order of stages. When each is done is the scheduler's business."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self.scheduler = Scheduler(library, settings)

    def close(self) -> None:
        """Stop its work."""
        self.scheduler.close()

    async def attention(self, request: AttentionRequest, timing: Timing) -> AttentionAnswer:
        """Attention weights of a sentence, of a pair of sentences, or of an encoder and its decoder.

        Raises:
            InvalidRequest, EmptyText, TextTooLong, IndexOutOfRange, UnknownModel: it cannot be answered as it is.
            WeightsError, NotReadable: the model cannot be loaded, or cannot be read.
            Busy: the queue is full.

        """
        model, tokens = await self._model_and_tokens(request, lambda model: check_request(request, model), timing)
        check_mask(request, tokens)
        check_long(request, tokens, model, self.settings)
        inputs, text_pair, target = await self._inputs(model, request, tokens, timing)
        change = intervention(model, request.mask, request.ablate)
        weights = await self._weights(model, inputs, timing, change)
        read = Attended(request, model, tokens, inputs, weights, change, text_pair, target)
        await self._works(ATTENTION.included(request.include), read, self.scheduler.attention, timing)
        with timing.stage("analyse"):
            return await asyncio.to_thread(attention_answer, read)

    async def _works(
        self, extras: Sequence[AnyExtra], read: Attended | GatesRead, worker: Worker, timing: Timing
    ) -> None:
        """What extras need computed, each in its own turn, so that a long one does not hold up others for longer."""
        for extra in extras:
            for work in extra.works:
                if work not in read.found:
                    read.found[work] = await worker.run(partial(work, read), timing)

    async def head_steps(self, request: HeadRequest, timing: Timing) -> HeadAnswer:
        """One query of one head: q, every k and v, scores, weights, output, and what all heads add.

        Raises:
            The same as ``attention``.

        """
        model, tokens = await self._model_and_tokens(request, lambda model: check_head_steps(request, model), timing)
        inputs, text_pair, target = await self._inputs(model, request, tokens, timing)
        part = part_of(request, model)
        looking = target if target is not None and part != "encoder" else tokens
        check_index(request.query, len(looking), "query", model.ref.id)
        check_mask(request, tokens)
        change = intervention(model, request.mask, request.ablate)
        call = model.layout.call(kind_of(model, part), request.layer)
        found = await self.scheduler.attention.run(
            lambda: read_head_steps(model, inputs, call, request.head, request.query, change), timing
        )
        with timing.stage("analyse"):
            notices = notices_of(model, request.text, text_pair, tokens, target)
            return head_steps_answer(request, model, part, (request.text, text_pair), (tokens, target), notices, found)

    async def find(self, request: FindRequest, timing: Timing) -> FindAnswer:
        """Every head, ranked by a link between tokens or by a habit.

        Raises:
            The same as ``attention``.

        """
        model, tokens = await self._model_and_tokens(request, lambda model: check_find(request, model), timing)
        check_link(request, tokens, model)
        check_mask(request, tokens)
        weights = await self._weights(
            model, inputs_of(tokens), timing, intervention(model, request.mask, request.ablate)
        )
        with timing.stage("analyse"):
            notices = notices_of(model, request.text, request.text_pair, tokens, None)
            return await asyncio.to_thread(find_answer, request, model, tokens, notices, weights)

    async def context(self, request: ContextRequest, timing: Timing) -> ContextAnswer:
        """One word in two sentences: its cosine with itself at every layer.

        Raises:
            The same as ``attention``.

        """
        listed = self.library.resolve(request.model, request.text_a + request.text_b)
        check_text(request.text_a, self.settings.max_text_chars, "text_a")
        check_text(request.text_b, self.settings.max_text_chars, "text_b")
        with timing.stage("load"):
            model = await self.scheduler.transformer(listed.id)
        tokens, vectors = [], []
        for name, text, index in [("a", request.text_a, request.token_a), ("b", request.text_b, request.token_b)]:
            with timing.stage("tokenize"):
                found = await asyncio.to_thread(self._read, model, text)
            check_tokens(found, model.max_tokens, listed.id, f"text_{name}")
            check_pieces(found, model, f"text_{name}")
            check_index(index, len(found), f"token_{name}", listed.id)
            inputs = inputs_of(found)
            tokens.append(found)
            vectors.append(await self.scheduler.attention.run(partial(states, model, inputs), timing))
        with timing.stage("analyse"):
            return context_answer(request, model, (tokens[0], tokens[1]), (vectors[0], vectors[1]))

    async def gates(self, request: GatesRequest, timing: Timing) -> GatesAnswer:
        """Gates and states of a recurrent net on a sentence, and what is derived from them.

        Raises:
            InvalidRequest, EmptyText, TextTooLong, IndexOutOfRange: it cannot be answered as it is.
            Busy: the queue is full.

        """
        check_gates(request)
        net, tokens = await self._net_and_tokens(request, timing)
        check_read(request, tokens, net, self.settings)
        net, traced = await self._trace(net, request, tokens, timing)
        read = GatesRead(request, net, tokens, traced)
        await self._works(GATES.included(request.include), read, self.scheduler.gates, timing)
        with timing.stage("analyse"):
            return await asyncio.to_thread(gates_answer, read)

    async def unit_step(self, request: StepsRequest, timing: Timing) -> StepsAnswer:
        """One unit at one step of a recurrent net: every product and sum.

        Raises:
            The same as ``gates``.

        """
        check_changes(request)
        net, tokens = await self._net_and_tokens(request, timing)
        check_place(request, tokens, net.card.units)
        net, traced = await self._trace(net, request, tokens, timing)
        ids = [token.id for token in tokens]
        found = await self.scheduler.gates.run(
            lambda: unit_step(net.net, ids, traced, request.token, request.unit), timing
        )
        with timing.stage("analyse"):
            return await asyncio.to_thread(unit_step_answer, request, net, tokens, traced, found)

    async def cost(self, request: CostRequest) -> CostAnswer:
        """Measure a head of a Transformer against a recurrent cell, a round a turn of the recurrent worker.

        Whoever asks the same while it runs gets the same answer.

        Raises:
            UnknownModel, WeightsError: the Transformer cannot be had.
            Busy: the queue is full.

        """
        model = await self.scheduler.transformer(self.library.resolve(request.model, "").id)
        net = await self.scheduler.net(request.cell, "trained")

        async def measure() -> CostAnswer:
            race = Race(head_of(model), net.net, request.lengths)
            while not race.over:
                await self.scheduler.gates.run(race.run_round, Timing())
            return cost_answer(request, model, net, race)

        key = ("cost", model.ref.id, request.cell, tuple(request.lengths))
        return await self.scheduler.together(key, measure)

    async def _net_and_tokens(self, request: NetRequest, timing: Timing) -> tuple[LoadedNet, list[Token]]:
        check_text(request.text, self.settings.max_text_chars)
        with timing.stage("load"):
            net = await self.scheduler.net(request.cell, request.checkpoint)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(read_sentences, net.tokenizer, request.text, None, net.unknown_id)
        check_tokens(tokens, self.settings.max_recurrent_tokens, request.cell)
        return net, tokens

    async def _trace(
        self, net: LoadedNet, request: NetRequest, tokens: list[Token], timing: Timing
    ) -> tuple[LoadedNet, Trace]:
        """The net as the request changes it, and what it did with the sentence."""

        def work() -> tuple[LoadedNet, Trace]:
            changed = variant(net.net, request.forget_bias, request.recurrent_scale)
            ids = [token.id for token in tokens]
            return replace(net, net=changed), trace(changed, ids, stepwise=(request.recurrent_scale or 0) > 1)

        return await self.scheduler.gates.run(work, timing)

    async def _model_and_tokens(
        self, request: Sentences, check: Callable[[LoadedTransformer], None], timing: Timing
    ) -> tuple[LoadedTransformer, list[Token]]:
        """The model that a request names and what it reads; ``check`` refuses what the model does not have."""
        listed = self.library.resolve(request.model, request.text + (request.text_pair or ""))
        check_text(request.text, self.settings.max_text_chars)
        if request.text_pair is not None:
            check_text(request.text_pair, self.settings.max_text_chars, "text_pair")
        with timing.stage("load"):
            model = await self.scheduler.transformer(listed.id)
        check(model)
        with timing.stage("tokenize"):
            tokens = await asyncio.to_thread(self._sentences, model, request)
        check_tokens(tokens, model.max_tokens, listed.id)
        check_pieces(tokens, model)
        return model, tokens

    def _sentences(self, model: LoadedTransformer, request: Sentences) -> list[Token]:
        pair = None if model.family == "encoder-decoder" else request.text_pair
        return self._read(model, request.text, pair)

    @staticmethod
    def _read(model: LoadedTransformer, text: str, text_pair: str | None = None) -> list[Token]:
        return read_sentences(model.tokenizer, text, text_pair, model.unknown_id, with_types=model.takes_types)

    async def _inputs(
        self, model: LoadedTransformer, request: Sentences, tokens: list[Token], timing: Timing
    ) -> tuple[Inputs, str | None, list[Token] | None]:
        """What the model reads, with the second sentence, and of an encoder-decoder the decoder's tokens."""
        inputs = inputs_of(tokens)
        if model.family != "encoder-decoder":
            return inputs, request.text_pair, None
        if request.text_pair is None:
            ids = await self.scheduler.attention.run(lambda: write(model, inputs), timing)
            target, text_pair = written_target(model.tokenizer, ids)
        else:
            text_pair = request.text_pair
            target = read_target(model.tokenizer, text_pair, model.start_id or 0, model.unknown_id)
            check_tokens(target, model.max_tokens, model.ref.id, "text_pair")
            check_pieces(target, model, "text_pair", decoder=True)
        return Inputs(inputs.ids, target_ids=tuple(token.id for token in target)), text_pair, target

    async def _weights(
        self, model: LoadedTransformer, inputs: Inputs, timing: Timing, change: Intervention = UNCHANGED
    ) -> Weights:
        key = (model.ref.id, model.ref.weights_sha256, inputs, change)
        return await self.scheduler.weights(key, lambda: read_weights(model, inputs, change), timing)


def intervention(model: LoadedTransformer, mask: Sequence[int], ablate: Sequence[HeadRef]) -> Intervention:
    """What a request changes, heads named by the call of attention that they take part in."""
    ablated = frozenset((model.layout.call("own", each.layer), each.head) for each in ablate)
    return Intervention(tuple(sorted(mask)), ablated)


def inputs_of(tokens: list[Token]) -> Inputs:
    """What a model reads: ids, and the token types that it is given."""
    types = tuple(token.type for token in tokens if token.type is not None)
    return Inputs(tuple(token.id for token in tokens), types if tokens and len(types) == len(tokens) else None)
