"""Requests and answers about recurrent nets: gates, one step in full, and what is derived from them."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from ..shapes import Axis, ExactArray, FloatArray
from .arrays import Vector, Written
from .common import (
    MAX_LIST,
    Answer,
    DerivedArray,
    Encoding,
    ModelRef,
    Notice,
    Prediction,
    Text,
    Token,
    Whole,
)

Cell = Literal["lstm", "gru", "rnn", "counter"]
Kind = Literal["lstm", "gru", "rnn"]
Checkpoint = Literal["trained", "initial"]
GatesDtype = Literal["float32", "float16"]

ForgetBias = Annotated[
    float | None,
    Field(
        ge=-10,
        le=10,
        allow_inf_nan=False,
        description="For checkpoint=initial of an LSTM or a GRU: the bias of the forget gate (LSTM) or of the update "
        "gate, which keeps (GRU), in every unit, -10 to 10. It is put in bias_ih; that part of bias_hh becomes 0 "
        "(Jozefowicz, Zaremba & Sutskever 2015).",
    ),
]
RecurrentScale = Annotated[
    float | None,
    Field(
        ge=0,
        le=10,
        allow_inf_nan=False,
        description="For checkpoint=initial: multiplies the recurrent matrix, weight_hh; 0 to 10.",
    ),
]


class NetRequest(Encoding):
    """Which recurrent net reads what."""

    dtype: GatesDtype | None = Field(
        default=None,
        description="Element type of arrays in safetensors, float32 if left out. No uint8: states are signed.",
    )
    text: Text
    cell: Cell = Field(
        default="lstm",
        description="The recurrent net: an LSTM, a GRU or a plain RNN (Elman) that read English and Chinese, or the "
        "`counter`, an LSTM of ten units that reads the letters a and b and counts them.",
    )
    checkpoint: Checkpoint = Field(
        default="trained",
        description="Trained weights, or `initial`: torch's default initialisation from the net's seed. The counter's "
        "training began from it, that of the others from another initialisation, which their cards name.",
    )
    forget_bias: ForgetBias = None
    recurrent_scale: RecurrentScale = None


class GatesFields(NetRequest):
    """What to read from a recurrent net; `app.requests` says what may be included."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "苹果很好吃,我买了三斤。", "cell": "lstm", "include": ["predictions"], "decimals": 4},
                {
                    "text": "I grew up in France, so I speak fluent",
                    "cell": "lstm",
                    "checkpoint": "initial",
                    "forget_bias": 3.0,
                    "include": ["units", "shares", "reach"],
                    "token": 5,
                    "unit": 8,
                },
            ]
        }
    )

    include: list[str] = Field(default_factory=list, max_length=MAX_LIST)
    token: Whole | None = Field(
        default=None,
        description="The step that `reach` and `counterfactual` are about, counted from 0; the last one if left out.",
    )
    unit: Whole | None = Field(
        default=None,
        description="The unit whose `shares` are wanted, counted from 0; left out, they are projected on what was "
        "predicted.",
    )


class StepsRequest(NetRequest):
    """One unit at one step of a recurrent net: every product and sum."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "I grew up in France.", "cell": "lstm", "token": 5, "unit": 8, "decimals": 5},
                {"text": "我在法国长大。", "cell": "gru", "token": 3, "unit": 0},
            ]
        }
    )

    token: Whole = Field(description="The step, counted from 0; 0 is the start token.")
    unit: Whole = Field(description="The unit, counted from 0.")


class Saturation(Answer):
    """How often a gate is nearly shut or nearly open, for every unit."""

    low: list[float] = Field(description="[unit] share of steps at which the gate is below 0.1.")
    high: list[float] = Field(description="[unit] share of steps at which the gate is above 0.9.")


class Units(Answer):
    """What the units of a net do over a sentence."""

    order: list[int] = Field(description="Unit indices, the strongest carrier first.")
    definition: str
    saturation: dict[str, Saturation] = Field(
        description="By gate, sigmoid gates only: input, forget, output (LSTM); reset, update (GRU); none (RNN)."
    )
    saturation_definition: str
    half_life: list[float | None] = Field(
        description="[unit] in tokens; null where there is no keeping gate, or its geometric mean is 1; below 1 less "
        "than half is left after a single token."
    )
    half_life_definition: str


class Shares(DerivedArray):
    """What each state still holds of each step: [token][source], 0 where the source comes later.

    In safetensors the tensors are `shares` and `shares.kept`.
    """

    unit: int | None = Field(description="The unit; null: projected on what was predicted.")
    predicted: list[str] | None = Field(description="What each row is projected on: the likeliest next token.")
    rivals: list[list[str]] | None = Field(description="What the likeliest one is compared with: the next four.")
    totals: list[float] = Field(
        description="[token] what the row must add up to, computed apart from the shares. For the projection: the "
        "score of the likeliest token minus the mean score of its rivals, both without biases, so that it can be "
        "negative."
    )
    rebuild_error: float = Field(description="Largest difference of a row's sum from its total.")
    kept: Annotated[FloatArray | None, Written(list[Any] | None)] = Field(
        description="[token][source] for a unit: the product of its keeping gates after the source up to the token, "
        "which is what survives of the writing; null for the projection and in safetensors."
    )


class Reach(Answer):
    """How much a state depends on the inputs before it, as its gradient says.

    Its numbers span many orders of magnitude, so they are never rounded. In safetensors `reach.norms` and
    `reach.ratios` stand beside this list as float32, NaN for null.
    """

    token: int = Field(description="The step T whose hidden state is differentiated.")
    axes: list[Axis]
    shape: list[int]
    distances: list[int] = Field(description="k: how many tokens before T.")
    norms: Annotated[ExactArray, Written(list[float | None])] = Field(
        description="[k] ‖∂h_T/∂x_(T-k)‖, Frobenius, absolute; null where float64 cannot hold it."
    )
    ratios: Annotated[ExactArray, Written(list[float | None])] = Field(
        description="[k] norms[k] / norms[0]; null as there, and where norms[0] is 0."
    )
    slope: float | None = Field(description="Least squares of ln ratio on k, per token; null below three points.")
    r_squared: float | None = Field(description="How much of the variance of ln ratio the line explains.")
    half_life: float | None = Field(
        description="In tokens, from the slope; null unless it falls by more than two standard errors. With `doubling` "
        "null too there is no significant trend over these points: it is not said that nothing decays."
    )
    doubling: float | None = Field(
        description="In tokens, from the slope; null unless it rises by more than two standard errors."
    )
    first_apart: int | None = Field(
        description="The first token, counted from 0, after which two float64 computations of the state, torch's fused "
        "layer and the unrolled one, differ as `check.first_apart` has it; null where none up to T do. With a number "
        "here even float64 has lost the state at T, and no norm is to be trusted."
    )
    definition: str


class Replacement(Answer):
    """A token that was put in another's place."""

    id: int
    text: str
    total_variation: float = Field(description="Between 0 and 1: how far the prediction moved.")
    predictions: list[Prediction] = Field(description="The five likeliest with the replacement in place.")


class Counterfactual(Answer):
    """How far the prediction after a token moves when a token up to it is replaced; the start token never is.

    In safetensors the tensors are `counterfactual` and `counterfactual.unknown`.
    """

    token: int = Field(description="The step after which the prediction is made.")
    axes: list[Axis]
    shape: list[int]
    values: Vector = Field(description="[source] mean total variation over the replacements; null in safetensors.")
    unknown: Vector = Field(
        description="[source] total variation when the token's embedding is replaced by zeros; null in safetensors."
    )
    encoding: str
    max_abs_error: float = Field(description="Largest difference from the float32 number.")
    replacements: list[list[Replacement]] = Field(description="By source; empty for the start token.")
    baseline: list[Prediction] = Field(description="The five likeliest for the sentence as it is.")
    definition: str


class Following(Answer):
    """What a net gave to the piece that really came next."""

    id: int
    text: str
    probability: float
    rank: int = Field(description="1: it was the likeliest; of equally likely ones the smaller index comes first.")
    bits: float = Field(description="-log2 of the probability, from the logits, so that it is never infinite.")


class Check(Answer):
    """How far our unrolled cell is from torch's own fused layer, on this very input."""

    against: str
    max_abs_error: float
    tolerance: float
    first_apart: int | None = Field(
        description="The first token, counted from 0, at which a gate or a state in float32 differs from the same in "
        "float64 by more than `apart_tolerance`, or by more than that share of it where it is above 1: from there on "
        "rounding has grown into every number of the net, and none of them is to be trusted, while those before agree "
        "to that; null where there is no such token. It happens where a scaled recurrent matrix makes a net chaotic, "
        "whatever `max_abs_error` says of single steps."
    )
    apart_tolerance: float


class NetAnswer(Answer):
    """Which recurrent net read what."""

    model: ModelRef
    cell: Cell
    kind: Kind = Field(description="Whose equations the net computes: the counter is an LSTM.")
    checkpoint: Checkpoint
    forget_bias: float | None = Field(description="What the forget (LSTM) or update (GRU) bias was set to, if it was.")
    recurrent_scale: float | None = Field(description="What the recurrent matrix was multiplied by, if it was.")
    text: str
    tokens: list[Token]
    notices: list[Notice]


class GatesAnswer(NetAnswer):
    """POST /api/v1/gates. Arrays are [token][unit]."""

    axes: list[Axis]
    shape: list[int]
    gates: Annotated[dict[str, FloatArray], Written(dict[str, list[Any]] | None)] = Field(
        description="input, forget, candidate, output (LSTM); reset, update, candidate (GRU); none (RNN); "
        "null in safetensors, which has `gates.input` and so on."
    )
    states: Annotated[dict[str, FloatArray], Written(dict[str, list[Any]] | None)] = Field(
        description="hidden, and cell (LSTM); null in safetensors, which has `states.hidden` and so on."
    )
    encoding: str
    max_abs_error: float
    predictions: list[list[Prediction]] | None
    following: list[Following | None] | None = Field(
        description="With `predictions`: what the net gave to the piece that came next; null after the last token."
    )
    units: Units | None
    shares: Shares | None = Field(
        description="c_t = Σ_j (Π_{j<k≤t} f_k)·i_j·g_j, by j (LSTM; Hochreiter & Schmidhuber 1997); "
        "h_t = Σ_j (Π_{j<k≤t} z_k)·(1 - z_j)·n_j (GRU; Cho et al. 2014). Some milliseconds."
    )
    reach: Reach | None = Field(
        description="‖∂h_T/∂x_(T-k)‖ by k (Bengio, Simard & Frasconi 1994; Pascanu, Mikolov & Bengio 2013, 1211.5063). "
        "At 64 tokens it takes as long as ten to twenty traces."
    )
    counterfactual: Counterfactual | None = Field(
        description="½ Σ |p - q| of the prediction with another token in place, the sentence read again for each: what "
        "a gradient cannot see, this does. At 64 tokens it takes as long as ten to twenty traces."
    )
    check: Check


class StepGate(Answer):
    """One gate of one unit at one step. In safetensors the lists are tensors, `gates.input.input_weights` and so on."""

    input_weights: Vector = Field(description="[dim] the unit's row of weight_ih for this gate.")
    input_terms: Vector = Field(description="[dim] input_weights times the embedding.")
    input_bias: float
    input_sum: float = Field(description="Sum of input_terms.")
    recurrent_weights: Vector = Field(description="[unit] the unit's row of weight_hh for this gate.")
    recurrent_terms: Vector = Field(description="[unit] recurrent_weights times the hidden state before.")
    recurrent_bias: float
    recurrent_sum: float = Field(description="Sum of recurrent_terms.")
    reset: float | None = Field(
        description="Candidate of a GRU: the reset gate, which multiplies recurrent_sum + recurrent_bias; else null."
    )
    sum: float = Field(description="What the function is applied to: both sums and both biases.")
    activation: float
    function: Literal["sigmoid", "tanh"]


class StepUpdate(Answer):
    """How the unit's state is made from its gates; null where the cell has no such part."""

    previous: float = Field(description="The state carried over: c of the step before (LSTM), h (GRU, RNN).")
    kept: float | None = Field(description="f·c (LSTM), z·h (GRU) of the step before.")
    written: float | None = Field(description="i·g (LSTM), (1-z)·n (GRU).")
    cell: float | None = Field(description="kept + written (LSTM).")
    squashed: float | None = Field(description="tanh c (LSTM).")
    hidden: float = Field(description="o·tanh c (LSTM), kept + written (GRU), tanh of the sum (RNN).")


class StepsAnswer(NetAnswer):
    """POST /api/v1/gates/steps."""

    token: int
    unit: int
    input: Vector = Field(description="[dim] the token's embedding x; null in safetensors.")
    hidden_before: Vector = Field(description="[unit] h of the step before, 0 before the first; null in safetensors.")
    cell_before: float | None = Field(description="This unit's c of the step before (LSTM).")
    gates: dict[str, StepGate] = Field(
        description="input, forget, candidate, output (LSTM); reset, update, candidate (GRU); hidden (RNN)."
    )
    update: StepUpdate
    encoding: str
    max_abs_error: float = Field(description="Largest difference of a number in a list from the float32 number.")
    definition: str
    check: Check
