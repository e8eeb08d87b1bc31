"""What is refused of requests to Transformers, before any work is done on them."""

from collections.abc import Sequence

from ..analysis.attention import ATTENTION
from ..capture.layout import Kind, Layout, listed
from ..capture.probe import text_rows
from ..errors import FieldError, IndexOutOfRange, TextTooLong
from ..forward.head import kind_of
from ..models.inputs import type_rows
from ..models.loading import LoadedTransformer
from ..schemas import (
    AttentionFields,
    FindRequest,
    HeadRequest,
    Part,
    Token,
)
from ..settings import Settings
from .text import check_index, check_indices, wrong_field


def check_pieces(
    tokens: Sequence[Token], model: LoadedTransformer, name: str = "text", *, decoder: bool = False
) -> None:
    """Refuse tokens that the model has no embedding for, which its own code would fail on; ``decoder``: that part's.

    Raises:
        InvalidRequest: it names the token, its index in the vocabulary, and how many the model has.

    """
    rows = text_rows(model.model.get_decoder() if decoder and model.family == "encoder-decoder" else model.model)
    types = type_rows(model.model)
    for token in tokens:
        pointer = "text_pair" if token.sequence == 1 else name
        if token.id >= rows:
            called = f"“{(token.text or token.piece)[:40]}”"
            raise wrong_field(
                pointer,
                f"{model.ref.id}'s tokenizer reads {called} as number {token.id} of its vocabulary, but the model has "
                f"embeddings for 0 to {rows - 1} only: it cannot read this token.",
            )
        if token.type is not None and types is not None and token.type >= types:
            raise wrong_field(
                pointer,
                f"{model.ref.id}'s tokenizer gives token {token.index} the token type {token.type}, but the model has "
                f"embeddings for the types 0 to {types - 1} only.",
            )


def refused_layer(name: str, attending: Sequence[int], total: int, got: int) -> str | None:
    """What is wrong with a layer that was asked for; None where it attends."""
    if got in attending:
        return None
    there = f"{name} has layers 0 to {total - 1}"
    if len(attending) < total:
        there += f", of which {listed(attending)} attend{'s' if len(attending) == 1 else ''}"
    return f"{there}; got {str(got)[:20]}."


def check_layers(asked: Sequence[int] | None, attending: Sequence[int], total: int, name: str) -> None:
    """Refuse layers that do not exist or do not attend, or that stand twice.

    Raises:
        IndexOutOfRange: with a pointer to each.

    """
    errors = []
    for i, number in enumerate(asked or []):
        detail = refused_layer(name, attending, total, number)
        if detail is None and number in (asked or [])[:i]:
            detail = f"{number} stands twice."
        if detail is not None:
            errors.append(FieldError(f"/layers/{i}", detail))
    if errors:
        raise IndexOutOfRange(errors[0].detail, errors=errors[:20])


def check_place_of_head(
    layer: int, head: int, layout: Layout, kind: Kind, name: str, pointer: str | None = None
) -> None:
    """Refuse one head that is not there: its layer does not attend, or has fewer heads.

    Raises:
        IndexOutOfRange: with ``pointer``, or one to the field that is at fault.

    """
    detail, field = refused_layer(name, layout.numbers(kind), layout.total(kind), layer), "layer"
    if detail is None:
        count, field = layout.calls[layout.call(kind, layer)].heads, "head"
        if not 0 <= head < count:
            here = "" if len(set(layout.heads(kind))) == 1 else f" in layer {layer}"
            detail = f"{name} has heads 0 to {count - 1}{here}; got {str(head)[:20]}."
    if detail is not None:
        raise IndexOutOfRange(detail, errors=[FieldError(pointer or f"/{field}", detail)])


def check_request(request: AttentionFields, model: LoadedTransformer) -> None:
    """Refuse what this model does not have: layers, heads, a second sentence, predictions."""
    name = model.ref.id
    layout = model.layout
    attending = sorted({each.number for each in layout.calls})
    check_layers(request.layers, attending, max(layout.totals), name)
    # of the layers that are named, or of any
    of_layers = [each.heads for each in layout.calls if request.layers is None or each.number in request.layers]
    if of_layers:
        check_indices(request.heads, max(of_layers), "heads", name)
    check_pair(request, model)
    check_written(request, model)
    if request.quarter is not None and (request.text_pair is None or model.family != "encoder"):
        raise wrong_field("quarter", "A quarter needs text_pair and an encoder.")
    for extra in ATTENTION.included(request.include):
        if refused := extra.refusal(request, model):
            raise wrong_field("include", refused)
    check_intervention(request, model)


def check_intervention(request: AttentionFields | HeadRequest | FindRequest, model: LoadedTransformer) -> None:
    """Refuse to change what cannot be changed: heads that are not there, models that are not read in full."""
    name = model.ref.id
    changed = [field for field in ("mask", "ablate") if getattr(request, field)]
    if changed and (model.family == "encoder-decoder" or model.reading != "everything"):
        raise wrong_field(changed[0], f"{changed[0]} is for encoders and decoders of which everything can be read.")
    for i, each in enumerate(request.ablate):
        check_place_of_head(each.layer, each.head, model.layout, "own", name, f"/ablate/{i}")
        if each in request.ablate[:i]:
            raise wrong_field(f"ablate/{i}", f"Head {each.layer}.{each.head} stands twice.")


def check_mask(request: AttentionFields | HeadRequest | FindRequest, tokens: Sequence[Token]) -> None:
    """Refuse masked tokens that the sentence does not have."""
    check_indices(request.mask, len(tokens), "mask", "The sentence", "tokens")


def check_long(request: AttentionFields, tokens: Sequence[Token], model: LoadedTransformer, settings: Settings) -> None:
    """Refuse extras for more tokens than there is time or memory for.

    Raises:
        TextTooLong: with the limit in tokens.

    """
    for extra in ATTENTION.included(request.include):
        limit = extra.most_tokens(model, settings)
        if limit is not None and len(tokens) > limit:
            detail = (
                f"{extra.name} for {model.ref.id}: at most {limit:,} tokens, special ones included; the text has "
                f"{len(tokens):,}. Shorten it, or leave {extra.name} out of include."
            )
            raise TextTooLong(detail, limit=limit, got=len(tokens), errors=[FieldError("/text", detail)])


def part_of(request: HeadRequest, model: LoadedTransformer) -> Part:
    """Which attention a request for one head means."""
    return request.part or ("decoder" if model.family == "decoder" else "encoder")


def check_head_steps(request: HeadRequest, model: LoadedTransformer) -> None:
    """Refuse a head that is not there, or a part that the model does not have."""
    name = model.ref.id
    if model.reading != "everything":
        raise wrong_field("model", f"{name} gives attention weights only: its q, k and v cannot be read.")
    part = part_of(request, model)
    if model.family not in {"encoder-decoder", part}:
        raise wrong_field("part", f"{name} has one part only, which is its {model.family}: leave part out.")
    check_pair(request, model)
    check_written(request, model)
    check_place_of_head(request.layer, request.head, model.layout, kind_of(model, part), name)
    check_intervention(request, model)


def check_pair(request: AttentionFields | HeadRequest | FindRequest, model: LoadedTransformer) -> None:
    """Refuse a second sentence for a model that reads one."""
    if request.text_pair is not None and model.family == "decoder":
        raise wrong_field("text_pair", f"{model.ref.id} is a decoder: it reads one text, not a pair.")


def check_written(request: AttentionFields | HeadRequest, model: LoadedTransformer) -> None:
    """Refuse to let a model write that has nothing to write with."""
    if model.family == "encoder-decoder" and request.text_pair is None and model.predicts is None:
        name = model.ref.id
        raise wrong_field("text_pair", f"{name} has no head that writes: give the sentence that its decoder reads.")
    if model.family != "encoder-decoder":
        return
    start, name = model.start_id, model.ref.id
    if start is None:
        raise wrong_field("model", f"{name} names no decoder_start_token_id: its decoder cannot begin.")
    rows = text_rows(model.model.get_decoder())
    if start >= rows:
        raise wrong_field(
            "model",
            f"{name}'s decoder begins with number {start} of its vocabulary, but has embeddings for 0 to {rows - 1} "
            "only: it cannot begin.",
        )


def check_find(request: FindRequest, model: LoadedTransformer) -> None:
    """Refuse models of two parts."""
    if model.family == "encoder-decoder":
        detail = f"{model.ref.id} is an encoder-decoder model: heads are found in encoders and decoders."
        raise wrong_field("model", detail)
    check_pair(request, model)
    check_intervention(request, model)


def check_link(request: FindRequest, tokens: Sequence[Token], model: LoadedTransformer) -> None:
    """Refuse a span that the sentence does not have, or that ends before it begins."""
    for field, span in (("from", request.looking), ("to", request.to)):
        if span is None:
            continue
        for index in span:
            check_index(index, len(tokens), field, model.ref.id)
        if span[0] > span[1]:
            raise wrong_field(field, f"A span goes from its first token to its last; got {span[0]} to {span[1]}.")
