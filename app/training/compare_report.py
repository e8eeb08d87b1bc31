"""The comparison card's numbers as tables: ``docs/models/comparison.md`` holds exactly these."""

from collections.abc import Callable
from typing import Any

_TITLES = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN", "rnn_identity": "RNN, begun as the identity"}
_DISTANCES = (0, 5, 10, 20, 30, 40, 50, 60)


def size_table(card: dict[str, Any]) -> str:
    """Units and parameters of the cells."""
    rows = [["", *(_TITLES[cell] for cell in card["parameters"])]]
    rows.append(["units", *(str(units) for units in card["units"].values())])
    rows.append(["parameters", *(f"{count:,}" for count in card["parameters"].values())])
    return _table(rows)


def accuracy_table(card: dict[str, Any]) -> str:
    """Mean accuracy by gap, with the least and the greatest of the seeds below it."""
    rows = [["gap", *(str(gap) for gap in card["gaps"])]]
    for cell, by_seed in card["curves"].items():
        columns = list(zip(*by_seed.values(), strict=True))
        rows.append([_TITLES[cell], *(f"{mean:.2f}" for mean in card["mean"][cell])])
        rows.append(["least … greatest", *(f"{min(column):.2f} … {max(column):.2f}" for column in columns)])
    return _table(rows)


def reach_table(card: dict[str, Any]) -> str:
    """Gradient norms at a few distances, before training and after."""
    rows = [["distance", *(str(distance) for distance in _DISTANCES)]]
    for cell, found in card["reach"].items():
        for checkpoint, name in (("initial", "before training"), ("trained", "trained")):
            norms = found[checkpoint]["norms"]
            rows.append([f"{_TITLES[cell]}, {name}", *(f"{norms[distance]:.1e}" for distance in _DISTANCES)])
    return _table(rows)


def swap_table(card: dict[str, Any]) -> str:
    """Total variation by gap when the country is replaced."""
    rows = [["gap", *(str(gap) for gap in card["gaps"])]]
    rows += [[_TITLES[cell], *(f"{value:.2f}" for value in found["by_gap"])] for cell, found in card["swap"].items()]
    return _table(rows)


def apart(card: dict[str, Any]) -> str:
    """LSTM minus RNN at a gap of 30, by seed."""
    found = card["lstm_minus_rnn_gap_30"]
    each = ", ".join(f"{_signed(value)} (seed {seed})" for seed, value in found["by_seed"].items())
    return f"LSTM minus RNN at a gap of 30: {each}; mean {_signed(found['mean'])}."


def memory(card: dict[str, Any]) -> str:
    """The clearest case of each cell: a small gradient at the country, and a prediction that moved all the same."""
    rows = [["", "seed", "gap", "gradient at the country", "over that at distance 0", "total variation", "replaced"]]
    for cell, case in card["memory_without_gradient"]["cases"].items():
        if case is None:
            rows.append([_TITLES[cell], "none", "", "", "", "", ""])
            continue
        numbers = [f"{case['gradient']:.1e}", f"{case['relative']:.1e}", f"{case['total_variation']:.3f}"]
        country = case["story"].split(" ,")[0].split()[-1]
        swap = f"{country} by {case['swapped_for']}"
        rows.append([_TITLES[cell], str(case["seed"]), str(case["gap"]), *numbers, swap])
    return _table(rows)


PARTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "sizes": size_table,
    "accuracy": accuracy_table,
    "apart": apart,
    "reach": reach_table,
    "swap": swap_table,
    "memory": memory,
}


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
