"""Answers about recurrent nets: gates and states with what is derived from them, and one step in full."""

from typing import Any

from ..analysis.gates import GATES
from ..analysis.gates_read import GatesRead
from ..forward.recurrent import APART, TOLERANCE, Trace
from ..forward.unit_step import UnitStep
from ..models.recurrent.shipped import LoadedNet
from ..schemas import (
    IDENTITY,
    Check,
    GatesAnswer,
    ModelRef,
    NetRequest,
    Notice,
    StepGate,
    StepsAnswer,
    StepsRequest,
    StepUpdate,
    Token,
)
from ..tokens.notices import notices, split_words


def gates_answer(read: GatesRead) -> GatesAnswer:
    """The answer to a request for gates."""
    traced = read.traced
    return GatesAnswer(
        **of_net(read.request, read.net, read.tokens, traced),
        axes=["token", "unit"],
        shape=list(traced.states["hidden"].shape),
        gates=traced.gates,
        states=traced.states,
        encoding=IDENTITY,
        max_abs_error=0.0,
        check=_check(traced.checked_against, traced.max_abs_error, TOLERANCE, traced),
        **GATES.answer(read.request.include, read),
    )


def unit_step_answer(
    request: StepsRequest, net: LoadedNet, tokens: list[Token], traced: Trace, found: UnitStep
) -> StepsAnswer:
    """One unit at one step: every product and sum."""
    return StepsAnswer(
        **of_net(request, net, tokens, traced),
        token=request.token,
        unit=request.unit,
        input=found.input,
        hidden_before=found.hidden_before,
        cell_before=found.cell_before,
        gates={name: StepGate(**vars(gate)) for name, gate in found.gates.items()},
        update=StepUpdate(**vars(found.update)),
        encoding=IDENTITY,
        max_abs_error=0.0,
        definition=found.definition,
        check=_check(found.checked_against, found.max_abs_error, found.tolerance, traced),
    )


def _check(against: str, error: float, tolerance: float, traced: Trace) -> Check:
    return Check(
        against=against,
        max_abs_error=error,
        tolerance=tolerance,
        first_apart=traced.first_apart,
        apart_tolerance=APART,
    )


def of_net(request: NetRequest, net: LoadedNet, tokens: list[Token], traced: Trace) -> dict[str, Any]:
    """What every answer about a recurrent net says of it and of the sentence."""
    return {
        "model": changed_ref(net.ref, request),
        "cell": request.cell,
        "kind": traced.kind,
        "checkpoint": request.checkpoint,
        "forget_bias": request.forget_bias,
        "recurrent_scale": request.recurrent_scale,
        "text": request.text,
        "tokens": tokens,
        "notices": net_notices(request, net, tokens),
    }


def net_notices(request: NetRequest, net: LoadedNet, tokens: list[Token]) -> list[Notice]:
    """What a reader must know of how a net read the sentence."""
    found = notices(tokens, request.text, request.cell, net.tokenizer)
    if request.cell == "counter":  # its pieces are letters
        return found
    return found + split_words(tokens, request.text, request.cell, net.tokenizer)


def changed_ref(ref: ModelRef, request: NetRequest) -> ModelRef:
    """The reference to the file's weights, with what the request changed in them."""
    changes = []
    if request.forget_bias is not None:
        changes.append(f"the bias of the gate that keeps is {request.forget_bias:g} in every unit")
    if request.recurrent_scale is not None:
        changes.append(f"the recurrent matrix is multiplied by {request.recurrent_scale:g}")
    return ref.model_copy(update={"changed": "; ".join(changes)}) if changes else ref
