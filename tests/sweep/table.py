"""The table that the sweep writes into the documentation, and what it is old against."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from tests.sweep.row import Row

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "model-types.md"
COMMAND = "python -m tests.sweep --write"
MADE_WITH = "transformers {transformers}, rule {rule}"


def made_with() -> str:
    """What the table depends on beside the application: if it changes, the table is old."""
    rule = hashlib.sha256((HERE / "shrink.py").read_bytes() + (HERE / "made.py").read_bytes()).hexdigest()[:12]
    return MADE_WITH.format(transformers=version("transformers"), rule=rule)


def layers_of(row: Row) -> str:
    """Which layers attend: 1, 3 of 4."""
    if not row.layers:
        return ""
    return f"{'all' if len(row.attending) == row.layers else ', '.join(map(str, row.attending))} of {row.layers}"


def heads_of(row: Row) -> str:
    """Heads a layer; by layer where they differ."""
    return ", ".join(map(str, sorted(set(row.heads)) if len(set(row.heads)) == 1 else row.heads))


def page(rows: list[Row]) -> str:
    """docs/model-types.md."""
    kinds = {
        kind: sum(row.result.startswith(kind) for row in rows) for kind in ("equal", "weights", "refused", "skipped")
    }
    lines = [
        "# Model types",
        "",
        f"<!-- Written by `{COMMAND}`; edit nothing here. Made with {made_with()}. -->",
        "",
        "Every causal, masked and sequence-to-sequence model type that transformers "
        f"{version('transformers')} knows, and a few more, tried in small: one generic rule (`tests/sweep/shrink.py`) "
        "shrinks its default configuration to 4 layers, random weights are saved as `save_pretrained` does, and the "
        "folder is read by the application as any folder is. What it answers is held against an eager forward pass of "
        "transformers, whose layers are told apart by the modules that ran.",
        "",
        f"{len(rows)} rows: {kinds['equal']} equal to eager (everything can be read), {kinds['weights']} weights only, "
        f"{kinds['refused']} refused with a reason, {kinds['skipped']} skipped with a reason.",
        "",
        "*Layers* are those that attend, of all that ran (of an encoder-decoder, the encoder's); *heads* are a "
        "layer's, or each layer's where they differ. The number after *equal to eager* and *weights only* is the "
        "largest difference of any weight. *Not given* are the extras that are refused in words for this type.",
        "",
        "| type | class | layers | heads | result | not given |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = [row.name, row.class_name, layers_of(row), heads_of(row), row.result, ", ".join(row.refused)]
        lines.append("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def rows_of(text: str) -> list[str]:
    """The names in a table that was written."""
    return [
        line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ") and "| type |" not in line
    ]
