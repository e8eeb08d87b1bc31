"""What is refused of requests to recurrent nets, before any work is done on them."""

from collections.abc import Sequence

from ..analysis.gates import GATES
from ..errors import FieldError, IndexOutOfRange, TextTooLong
from ..models.recurrent.shipped import LoadedNet
from ..schemas import (
    GatesFields,
    NetRequest,
    StepsRequest,
    Token,
)
from ..settings import Settings
from .text import check_index, wrong_field

KEEPING = "forget_bias sets the gate that keeps, which is the forget gate of lstm and counter, the update gate of gru"


def check_changes(request: NetRequest) -> None:
    """Refuse changes of weights that are not made: of trained ones, or of a gate that a cell does not have."""
    for name in ("forget_bias", "recurrent_scale"):
        if getattr(request, name) is not None and request.checkpoint == "trained":
            raise wrong_field(
                name,
                f"{name} changes torch's default initialisation: with it, ask for checkpoint=initial. "
                "Trained weights are shown as they are.",
            )
    if request.forget_bias is not None and request.cell == "rnn":
        raise wrong_field("forget_bias", f"{KEEPING}; rnn has no gates. recurrent_scale changes its recurrent matrix.")


def check_gates(request: GatesFields) -> None:
    """Refuse what a cell does not have, before its net is loaded."""
    check_changes(request)
    for extra in GATES.included(request.include):
        if refused := extra.refusal(request):
            raise wrong_field("include", refused)


def check_read(request: GatesFields, tokens: Sequence[Token], net: LoadedNet, settings: Settings) -> None:
    """Refuse a step or a unit that is not there, and costly extras for a long text.

    Raises:
        IndexOutOfRange: with a pointer to the field.
        TextTooLong: more tokens than an extra is computed for.

    """
    check_place(request, tokens, net.card.units)
    limits = {each.name: each.most_tokens(net, settings) for each in GATES.included(request.include)}
    passed = {name: limit for name, limit in limits.items() if limit is not None and len(tokens) > limit}
    if passed:
        limit = min(passed.values())
        detail = (
            f"{' and '.join(passed)} {'is' if len(passed) == 1 else 'are'} computed for at most {limit:,} tokens, "
            f"special ones included; the text has {len(tokens):,}. Shorten it, or leave that out of include: gates and "
            "states are given for longer texts."
        )
        raise TextTooLong(detail, limit=limit, got=len(tokens), errors=[FieldError("/text", detail)])


def check_place(request: GatesFields | StepsRequest, tokens: Sequence[Token], units: int) -> None:
    """Refuse a step that the sentence does not have, or a unit that the net does not have."""
    if request.token is not None:
        check_index(request.token, len(tokens), "token", request.cell)
    if request.unit is not None and not 0 <= request.unit < units:
        detail = f"{request.cell} has units 0 to {units - 1}; got {str(request.unit)[:20]}."
        raise IndexOutOfRange(detail, errors=[FieldError("/unit", detail)])
