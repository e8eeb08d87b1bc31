"""Answers about Transformers: attention, and one word in two contexts."""

import numpy as np

from ..analysis import context, largest, thumbnails, words
from ..analysis.effect import Effects
from ..capture.layout import Kind, listed
from ..encode.quantise import SQRT, from_sqrt_codes, largest_error, sqrt_codes
from ..forward.head import Norms
from ..forward.reading import Candidates, Weights
from ..models.loading import LoadedTransformer
from ..schemas import (
    AttentionAnswer,
    AttentionArray,
    AttentionRequest,
    ContextAnswer,
    ContextRequest,
    DerivedArray,
    LargestWeight,
    NormsArray,
    Notice,
    Quarter,
    Thumbnails,
    Token,
    WordsArray,
)
from ..shapes import Axis, BoolArray, FloatArray
from ..tokens.notices import notices
from ..tokens.words import group
from . import heads as head_answers


class Attended:
    """Everything that was read from a Transformer for one request, to be put into an answer."""

    weights: Weights

    def __init__(self, request: AttentionRequest, model: LoadedTransformer, tokens: list[Token]) -> None:
        self.request, self.model, self.tokens = request, model, tokens
        self.text_pair = request.text_pair
        self.target_tokens: list[Token] | None = None
        self.candidates: Candidates | None = None
        self.norms: Norms | None = None
        self.layers: list[Candidates] | None = None
        self.effects: Effects | None = None

    def answer(self) -> AttentionAnswer:
        """The answer."""
        request, weights = self.request, self.weights
        rows, columns = quarter_of(self.tokens, request.quarter)
        included, text_of = set(request.include), self.model.text_of
        sentence, layout = head_answers.sentence_of(self.tokens, weights.visible), self.model.layout
        return AttentionAnswer(
            model=self.model.ref,
            family=self.model.family,
            text=request.text,
            text_pair=self.text_pair,
            tokens=self.tokens,
            notices=notices_of(self.model, request.text, self.text_pair, self.tokens, self.target_tokens),
            layers_total=layout.total("own"),
            attending=layout.numbers("own"),
            heads_by_layer=layout.heads("own"),
            attention=self.attention("own", weights.own, rows, columns),
            target_tokens=self.target_tokens,
            target_attention=self.across("target", weights.target),
            cross_attention=self.across("cross", weights.cross),
            forced=largest.forced(weights.visible),
            thumbnails=self.thumbnails() if "thumbnails" in included else None,
            words=self.words() if "words" in included else None,
            predictions=None if self.candidates is None else head_answers.predictions_of(self.candidates, text_of),
            mask=request.mask,
            ablate=request.ablate,
            rollout=head_answers.of_rollout(weights.own, layout, request.ablate) if "rollout" in included else None,
            head_stats=head_answers.of_stats(weights.own, sentence, layout) if "head_stats" in included else None,
            value_norms=self.value_norms(self.norms) if self.norms and "value_norms" in included else None,
            contributions=head_answers.of_contributions(self.norms, layout)
            if self.norms and "contributions" in included
            else None,
            lens=self.layers and head_answers.of_lens(self.layers, text_of),
            effect=self.effects and head_answers.of_effect(self.effects, text_of),
            predicts=self.model.predicts,
        )

    def chosen(self, kind: Kind) -> tuple[list[int], list[int], list[int]]:
        """The layers and heads that exist among those asked for, which have been checked; and the layers' places."""
        numbers, most = self.model.layout.numbers(kind), max(self.model.layout.heads(kind))
        asked, heads = self.request.layers, self.request.heads
        layers = numbers if asked is None else [number for number in asked if number in numbers]
        return (
            layers,
            list(range(most)) if heads is None else [head for head in heads if head < most],
            [numbers.index(number) for number in layers],
        )

    def attention(self, kind: Kind, weights: FloatArray, rows: list[int], columns: list[int]) -> AttentionArray:
        """Select from weights [L, H, Q, K] and describe."""
        layers, heads, places = self.chosen(kind)
        selected = select(weights, places, heads, rows, columns)
        return AttentionArray.of(
            selected, ["layer", "head", "query", "key"], layers=layers, heads=heads, queries=rows, keys=columns
        )

    def across(self, kind: Kind, weights: FloatArray | None) -> AttentionArray | None:
        """Attention of a decoder that stands beside an encoder."""
        if weights is None:
            return None
        return self.attention(kind, weights, list(range(weights.shape[2])), list(range(weights.shape[3])))

    def thumbnails(self) -> Thumbnails:
        """Small pictures of every head of every layer, and the largest weight of each."""
        maxima = thumbnails.block_maxima(self.weights.own)  # [L, H, query_bin, key_bin]
        codes = sqrt_codes(maxima)  # [L, H, query_bin, key_bin]
        visible, special = self.weights.visible, [token.special for token in self.tokens]
        return Thumbnails(
            layers=self.model.layout.numbers("own"),
            axes=["layer", "head", "query_bin", "key_bin"],
            shape=list(codes.shape),
            values=codes,
            encoding=SQRT,
            max_abs_error=largest_error(from_sqrt_codes(codes), maxima),
            definition=thumbnails.definition(len(self.tokens)),
            largest=self.largest(largest.LARGEST, visible),
            largest_free=self.largest(largest.FREE, largest.free_cells(visible, special)),
        )

    def largest(self, definition: str, cells: BoolArray) -> LargestWeight:
        """The largest weight of every head among cells [L, Q, K]."""
        found = largest.largest(self.weights.own, cells)
        return LargestWeight(
            definition=definition,
            weights=[[each and each.weight for each in layer] for layer in found],
            queries=[[each and each.query for each in layer] for layer in found],
            keys=[[each and each.key for each in layer] for layer in found],
        )

    def words(self) -> WordsArray:
        """Attention between words, for the layers and heads asked for."""
        groups = group(self.tokens, self.request.text, self.text_pair)
        layers, heads, places = self.chosen("own")
        derived = words.between_words(self.weights.own[np.ix_(places, heads)], groups)  # [layers, heads, W, W]
        axes: list[Axis] = ["layer", "head", "query_word", "key_word"]
        return WordsArray.of(derived, axes, definition=words.DEFINITION, layers=layers, heads=heads, words=groups)

    def value_norms(self, norms: Norms) -> NormsArray:
        """Value-weighted attention of the layers and heads asked for."""
        return head_answers.of_value_norms(self.weights.own, norms, *self.chosen("own"))


def notices_of(
    model: LoadedTransformer, text: str, text_pair: str | None, tokens: list[Token], target: list[Token] | None
) -> list[Notice]:
    """What a reader must know first."""
    found = transformer_notices(tokens, text, 0, model)
    if text_pair is not None:
        found += transformer_notices(target or tokens, text_pair, 0 if target else 1, model)
    found += of_tokenizer(model)
    if model.reading == "weights":
        detail = f"{model.ref.id} computes its attention by itself: weights are available, q, k and v are not."
        found.append(Notice(code="weights-only", detail=detail, tokens=[], spans=[]))
    return found + layout_notices(model)


def layout_notices(model: LoadedTransformer) -> list[Notice]:
    """What a reader must know of a model that attends in some layers only, or of which a part is not read."""
    found, layout = [], model.layout
    attending, total = layout.numbers("own"), layout.total("own")
    if len(attending) < total:
        others = [number for number in range(total) if number not in attending]
        several = len(others) > 1
        detail = (
            f"Layer{'s' if several else ''} {listed(others)} of {model.ref.id} {'do' if several else 'does'} not "
            "attend: what they do with tokens, no mask changes, and of it there is nothing to show."
        )
        found.append(Notice(code="layers-without-attention", detail=detail, tokens=[], spans=[], layers=others))
    if model.left_out is not None:
        names = [model.left_out, model.read_of_it]
        detail = (
            f"The folder of {model.ref.id} holds a {names[0]}. What is read of it is its {names[1]}; the rest, such as "
            "a head that classifies, is left out."
        )
        found.append(Notice(code="left-out", detail=detail, tokens=[], spans=[], names=names))
    return found


def of_tokenizer(model: LoadedTransformer) -> list[Notice]:
    """That a person's own code would load a tokenizer which reads otherwise."""
    if not model.read_otherwise:
        return []
    detail = (
        f"{model.ref.id} is read with the tokenizer.json of its folder. The tokenizer that transformers builds for "
        "that folder reads some sentences as other tokens, "
        f"“{model.read_otherwise[0].strip()}” among them: there, code that loads it gets other weights."
    )
    return [Notice(code="other-tokenizer", detail=detail, tokens=[], spans=[])]


def transformer_notices(tokens: list[Token], text: str, sequence: int, model: LoadedTransformer) -> list[Notice]:
    """Notices of one sentence of a request."""
    return notices([t for t in tokens if t.sequence == sequence], text, model.ref.id, model.tokenizer)


def quarter_of(tokens: list[Token], quarter: Quarter | None) -> tuple[list[int], list[int]]:
    """Token indices of the rows and columns of a quarter; all of them without one."""
    if quarter is None:
        everything = [token.index for token in tokens]
        return everything, everything
    rows, columns = ([t.index for t in tokens if t.sequence == "ab".index(letter)] for letter in quarter)
    return rows, columns


def select(weights: FloatArray, layers: list[int], heads: list[int], rows: list[int], columns: list[int]) -> FloatArray:
    """[L, H, Q, K] → the layers, heads, rows and columns; without a copy where that is everything."""
    wanted = (layers, heads, rows, columns)
    if all(len(indices) == size for indices, size in zip(wanted, weights.shape, strict=True)) and all(
        indices == sorted(indices) for indices in wanted
    ):
        return weights
    return weights[np.ix_(*wanted)]


def context_answer(
    request: ContextRequest,
    model: LoadedTransformer,
    tokens: tuple[list[Token], list[Token]],
    states: tuple[FloatArray, FloatArray],
) -> ContextAnswer:
    """One word's cosine with itself in two sentences, by layer."""
    cosine = context.cosine_by_layer(states[0], request.token_a, states[1], request.token_b)  # [L + 1]
    found = notices(tokens[0], request.text_a, model.ref.id, model.tokenizer)
    found += notices(tokens[1], request.text_b, model.ref.id, model.tokenizer)
    found += of_tokenizer(model)
    return ContextAnswer(
        model=model.ref,
        text_a=request.text_a,
        text_b=request.text_b,
        tokens_a=tokens[0],
        tokens_b=tokens[1],
        notices=found,
        token_a=request.token_a,
        token_b=request.token_b,
        cosine=DerivedArray.of(cosine, ["layer"], definition=context.DEFINITION),
    )
