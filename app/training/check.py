"""Trains everything again and compares it with what ships: file by file, bit by bit."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import torch
from safetensors.torch import load_file

from ..models.recurrent.net import FOLDER, sha256
from ..settings import Settings
from .train import NETS, run

MACHINE = ("training", "libraries")  # parts of a card that say when and where, not what
SHOWN = 20  # differences of a card that are printed


def train_and_compare(
    settings: Settings,
    only: Sequence[str] = NETS,
    folder: Path = FOLDER,
    quick: bool = False,
    stream: TextIO | None = None,
) -> bool:
    """Trains ``only`` these nets into a temporary folder; says on ``stream`` what differs from ``folder``.

    True if nothing does.
    """
    out = stream or sys.stdout
    with tempfile.TemporaryDirectory() as temporary:
        run(Path(temporary), settings, quick, only)
        return compare(folder, Path(temporary), out)


def compare(shipped: Path, again: Path, out: TextIO) -> bool:
    """Says of every file in ``again`` whether ``shipped`` has the same; how much differs, where it does."""
    same = True
    for path in sorted(again.iterdir()):
        before = shipped / path.name
        if not before.exists():
            lines = ["is not in the shipped folder"]
        elif path.suffix == ".json" and path.name not in _tokenizers(again):
            lines = card_differences(before, path)
        else:
            lines = [] if sha256(before) == sha256(path) else weight_differences(before, path)
        same = same and not lines
        out.write(f"{path.name}: {'differs' if lines else 'the same'}, sha256 {sha256(path)}\n")
        out.writelines(f"    {line}\n" for line in lines)
    out.write("Everything is the same.\n" if same else "Not everything is the same.\n")
    return same


def _tokenizers(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*tokenizer.json")}


def weight_differences(before: Path, after: Path) -> list[str]:
    """The largest difference of the values of two files, if they are safetensors, and both hashes."""
    lines = [f"sha256 of the shipped file {sha256(before)}"]
    if before.suffix == ".safetensors":
        old, new = load_file(before), load_file(after)
        if {n: v.shape for n, v in old.items()} != {n: v.shape for n, v in new.items()}:
            return [*lines, "the tensors have other names or shapes"]
        most = {name: float((old[name].double() - new[name].double()).abs().max()) for name in old}
        worst = max(most, key=lambda name: most[name])
        scale = float(torch.cat([value.flatten() for value in old.values()]).abs().mean())
        lines.append(f"largest difference {most[worst]:.3g}, in {worst}; mean absolute value {scale:.3g}")
    return lines


def card_differences(before: Path, after: Path) -> list[str]:
    """What two cards say differently, times and library versions aside, as ``where: shipped → again``."""
    old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (before, after))
    lines = [line for key in sorted({*old, *new} - set(MACHINE)) for line in _differences(old, new, key, key)]
    return lines[:SHOWN] + ([f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else [])


def _differences(old: Any, new: Any, key: Any, where: str) -> Iterator[str]:
    one, two = (side.get(key) if isinstance(side, dict) else side[key] for side in (old, new))
    if isinstance(one, dict) and isinstance(two, dict):
        for inner in dict.fromkeys((*one, *two)):
            yield from _differences(one, two, inner, f"{where}.{inner}")
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for n in range(len(one)):
            yield from _differences(one, two, n, f"{where}.{n}")
    elif one != two:
        yield f"{where}: {json.dumps(one)[:90]} → {json.dumps(two)[:90]}"
