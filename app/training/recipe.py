"""How a net is trained: every number of it, and nothing else. The card beside the weights repeats them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Recipe:
    """Hyperparameters, an LSTM's unless said otherwise. Shares are of all training steps; gaps are in pieces."""

    cell: str = "lstm"
    units: int = 96
    embedding: int = 64
    steps: int = 3_500
    learning_rate: float = 4e-3
    final_learning_rate: float = 1e-4
    weight_decay: float = 0.02
    clip: float = 1.0
    dropout: float = 0.03  # on embeddings, hidden states and (half of it) the projection; one mask a sentence
    dropout_graded: float = 0.35  # the same for graded sentences, of which there are few
    piece_dropout_graded: float = 0.1  # of the pieces of graded sentences are read as zeros
    embedding_std: float = 0.1  # of the embeddings before training
    name_std: float = 1.0  # of those of countries and languages: apart from the start, they are told apart sooner
    answer_weight: float = 10.0  # of the language in a story, in the loss
    gap_start: float = 3  # the filler's longest length at first
    gap_end: float = 40  # and in the end
    gap_ramp: float = 0.6  # share after which the gap has grown
    noise_share: float = 0.4  # of the stories have random pieces in their filler
    recurrent: Literal["default", "orthogonal", "identity"] = "default"  # each block of weight_hh before training
    recurrent_scale: float = 1.0  # times that matrix, where it is not the default
    chrono_max: int = 60  # T_max of the chrono initialisation; an RNN has no gate to initialise
    write_penalty: float = 0.3  # L1 penalty on writing (LSTM: i, GRU: 1 - z, RNN: |h' - h| / 2): this times its mean
    half_open_penalty: float = 0.0  # on writing w that is neither 0 nor 1: this times the mean of w(1 - w)
    answer_noise: float = 0.0  # deviation of noise on the states that predict an answer: few units hold it, and fully
    penalty_start: float = 0.1  # share at which the penalties begin to grow
    penalty_full: float = 0.5  # share at which they are whole
    average_from: float = 0.75  # share after which the shipped weights are averaged over the steps
    graded: int = 72  # graded sentences a step
    templates: int = 52  # grammar sentences a step
    stories: int = 24  # stories a step
    seed: int = 1


RECIPES = {
    "lstm": Recipe(),
    "gru": Recipe(
        cell="gru",
        units=112,
        steps=2_800,
        learning_rate=3e-3,
        recurrent="orthogonal",
        half_open_penalty=0.2,
        answer_noise=0.5,
    ),
    "rnn": Recipe(cell="rnn", units=160, recurrent="identity", learning_rate=3e-3, write_penalty=0.0),
}
