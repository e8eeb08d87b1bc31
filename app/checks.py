"""What is refused before any work is done on it, and with which words."""

from collections.abc import Sequence

from app.errors import EmptyText, FieldError, IndexOutOfRange, InvalidRequest, TextTooLong
from app.models.loading import LoadedTransformer
from app.schemas import AttentionRequest, GatesRequest, NetRequest, StepsRequest, Token


def check_text(text: str, max_chars: int, name: str = "text") -> None:
    """Refuse a text that is empty or longer than ``max_chars`` code points."""
    if not text.strip():
        detail = "The text is empty." if not text else "The text holds nothing but white space."
        raise EmptyText(detail, errors=[FieldError(f"/{name}", detail)])
    if len(text) > max_chars:
        detail = f"The text has {len(text):,} characters; the limit is {max_chars:,}."
        raise TextTooLong(detail, limit=max_chars, got=len(text), errors=[FieldError(f"/{name}", detail)])


def check_tokens(tokens: Sequence[Token], max_tokens: int, model: str, name: str = "text") -> None:
    """Refuse a sentence of which a model reads nothing, or more tokens than it has positions for."""
    if all(token.special for token in tokens):
        hint = " Write letters a and b, such as aaabbb." if model == "counter" else ""
        detail = f"{model} reads nothing in this text: its tokenizer drops every character of it.{hint}"
        raise EmptyText(detail, errors=[FieldError(f"/{name}", detail)])
    if len(tokens) > max_tokens:
        detail = f"The text has {len(tokens):,} tokens for {model}, special ones included; the limit is {max_tokens:,}."
        raise TextTooLong(detail, limit=max_tokens, got=len(tokens), errors=[FieldError(f"/{name}", detail)])


def check_indices(asked: list[int] | None, count: int, name: str, model: str) -> None:
    """Refuse layers or heads that do not exist, or stand twice.

    Raises:
        IndexOutOfRange: with a pointer to each.

    """
    errors, seen = [], set()
    for i, index in enumerate(asked or []):
        if not 0 <= index < count:
            got = str(index)[:20]
            errors.append(FieldError(f"/{name}/{i}", f"{model} has {name} 0 to {count - 1}; got {got}."))
        elif index in seen:
            errors.append(FieldError(f"/{name}/{i}", f"{index} stands twice."))
        seen.add(index)
    if errors:
        raise IndexOutOfRange(errors[0].detail, errors=errors[:20])


def check_index(index: int, count: int, name: str, model: str) -> None:
    """Refuse a token that the sentence does not have."""
    if not 0 <= index < count:
        detail = f"{model} reads tokens 0 to {count - 1} in this text; got {str(index)[:20]}."
        raise IndexOutOfRange(detail, errors=[FieldError(f"/{name}", detail)])


def check_request(request: AttentionRequest, model: LoadedTransformer) -> None:
    """Refuse what this model does not have: layers, heads, a second sentence, predictions."""
    name, config = model.ref.id, model.model.config
    decoder_layers = int(getattr(config, "decoder_layers", 0) or getattr(config, "num_decoder_layers", 0) or 0)
    layers = max(model.layers, decoder_layers) if model.family == "encoder-decoder" else model.layers
    check_indices(request.layers, layers, "layers", name)
    check_indices(request.heads, model.heads, "heads", name)
    if request.text_pair is not None and model.family == "decoder":
        raise _field("text_pair", f"{name} is a decoder: it reads one text, not a pair.")
    if request.quarter is not None and (request.text_pair is None or model.family != "encoder"):
        raise _field("quarter", "A quarter needs text_pair and an encoder.")
    if "predictions" in request.include and model.predicts is None:
        raise _field("include", f"{name} has no head that predicts tokens.")
    if "words" in request.include and model.family == "encoder-decoder":
        raise _field("include", f"{name} is an encoder-decoder model: words are for encoders and decoders.")


NEEDS_SHORT = ("shares", "reach", "counterfactual")
KEEPING = "forget_bias sets the gate that keeps, which is the forget gate of lstm and counter, the update gate of gru"


def check_changes(request: NetRequest) -> None:
    """Refuse changes of weights that are not made: of trained ones, or of a gate that a cell does not have."""
    for name in ("forget_bias", "recurrent_scale"):
        if getattr(request, name) is not None and request.checkpoint == "trained":
            raise _field(
                name,
                f"{name} changes the weights before training: with it, ask for checkpoint=initial. "
                "Trained weights are shown as they are.",
            )
    if request.forget_bias is not None and request.cell == "rnn":
        raise _field("forget_bias", f"{KEEPING}; rnn has no gates. recurrent_scale changes its recurrent matrix.")


def check_gates(request: GatesRequest) -> None:
    """Refuse what a cell does not have, before its net is loaded."""
    check_changes(request)
    if request.cell == "rnn" and "shares" in request.include:
        raise _field(
            "include",
            "rnn has no shares: its state goes through tanh at every step, so nothing written is carried over as a "
            "share of it. Ask for reach or counterfactual, or for shares of lstm or gru.",
        )


def check_read(request: GatesRequest, tokens: Sequence[Token], units: int, max_gradient_tokens: int) -> None:
    """Refuse a step or a unit that is not there, and costly extras for a long text.

    Raises:
        IndexOutOfRange: with a pointer to the field.
        TextTooLong: more tokens than ``max_gradient_tokens``.

    """
    check_place(request, tokens, units)
    costly = [name for name in NEEDS_SHORT if name in request.include]
    if costly and len(tokens) > max_gradient_tokens:
        detail = (
            f"{' and '.join(costly)} {'is' if len(costly) == 1 else 'are'} computed for at most "
            f"{max_gradient_tokens:,} tokens, special ones included; the text has {len(tokens):,}. Shorten it, or "
            "leave that out of include: gates and states are given for longer texts."
        )
        raise TextTooLong(detail, limit=max_gradient_tokens, got=len(tokens), errors=[FieldError("/text", detail)])


def check_place(request: GatesRequest | StepsRequest, tokens: Sequence[Token], units: int) -> None:
    """Refuse a step that the sentence does not have, or a unit that the net does not have."""
    if request.token is not None:
        check_index(request.token, len(tokens), "token", request.cell)
    if request.unit is not None and not 0 <= request.unit < units:
        detail = f"{request.cell} has units 0 to {units - 1}; got {str(request.unit)[:20]}."
        raise IndexOutOfRange(detail, errors=[FieldError("/unit", detail)])


def _field(name: str, detail: str) -> InvalidRequest:
    return InvalidRequest(detail, errors=[FieldError(f"/{name}", detail)])
