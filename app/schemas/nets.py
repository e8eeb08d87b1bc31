"""What requests and answers about recurrent nets share."""

from typing import Annotated, Literal

from pydantic import Field

from .common import (
    Answer,
    Encoding,
    ModelRef,
    Notice,
    Text,
    Token,
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
