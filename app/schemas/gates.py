"""Gates and states of a recurrent net."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from ..shapes import Axis, FloatArray
from .arrays import Written
from .common import (
    MAX_LIST,
    Prediction,
    Whole,
)
from .gates_extras import Counterfactual, Following, Reach, Shares, Units
from .nets import Check, NetAnswer, NetRequest


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
