"""Answers about Transformers: attention, and one word in two contexts."""

import numpy as np

from ..analysis import context, largest
from ..analysis.attended import Attended
from ..analysis.attention import ATTENTION
from ..capture.layout import Kind, listed
from ..models.loading import LoadedTransformer
from ..schemas import (
    AttentionAnswer,
    AttentionArray,
    ContextAnswer,
    ContextRequest,
    DerivedArray,
    Notice,
    Quarter,
    Token,
)
from ..shapes import Axis, FloatArray
from ..tokens.notices import notices


def attention_answer(read: Attended) -> AttentionAnswer:
    """The answer, with the extras that the request includes."""
    request, weights, layout = read.request, read.weights, read.model.layout
    rows, columns = quarter_of(read.tokens, request.quarter)
    return AttentionAnswer(
        model=read.model.ref,
        family=read.model.family,
        text=request.text,
        text_pair=read.text_pair,
        tokens=read.tokens,
        notices=notices_of(read.model, request.text, read.text_pair, read.tokens, read.target_tokens),
        layers_total=layout.total("own"),
        attending=layout.numbers("own"),
        heads_by_layer=layout.heads("own"),
        attention=_attention(read, "own", weights.own, rows, columns),
        target_tokens=read.target_tokens,
        target_attention=_across(read, "target", weights.target),
        cross_attention=_across(read, "cross", weights.cross),
        forced=largest.forced(weights.visible),
        mask=request.mask,
        ablate=request.ablate,
        predicts=read.model.predicts,
        **ATTENTION.answer(request.include, read),
    )


def _attention(read: Attended, kind: Kind, weights: FloatArray, rows: list[int], columns: list[int]) -> AttentionArray:
    """Select from weights [L, H, Q, K] and describe."""
    layers, heads, places = read.chosen(kind)
    selected = select(weights, places, heads, rows, columns)
    axes: list[Axis] = ["layer", "head", "query", "key"]
    return AttentionArray.of(selected, axes, layers=layers, heads=heads, queries=rows, keys=columns)


def _across(read: Attended, kind: Kind, weights: FloatArray | None) -> AttentionArray | None:
    """Attention of a decoder that stands beside an encoder."""
    if weights is None:
        return None
    return _attention(read, kind, weights, list(range(weights.shape[2])), list(range(weights.shape[3])))


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
