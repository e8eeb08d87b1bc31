"""``python -m tests.sweep``: asks about every type, each in a process of its own, and says what became of it.

Names after it choose types; ``--write`` writes the table, ``--json FILE`` the rows.
"""

import dataclasses
import json
import logging
import os
import select
import signal
import sys
import time
import warnings
from pathlib import Path

import torch
from transformers.utils import logging as transformers_logging

from tests.sweep.made import NAMES
from tests.sweep.one import one
from tests.sweep.row import Row
from tests.sweep.table import PAGE, page

SECONDS = 60  # for one type; most take less than two


def apart(name: str) -> Row:
    """``one`` in a process of its own, so that a crash or a hang is one row."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as out:
                json.dump(dataclasses.asdict(one(name)), out)
        finally:
            os._exit(0)
    os.close(writing)
    written, until = b"", time.monotonic() + SECONDS
    while select.select([reading], [], [], max(0.0, until - time.monotonic()))[0]:
        if not (some := os.read(reading, 1 << 16)):
            break
        written += some
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    os.waitpid(child, 0)
    try:
        return Row(**json.loads(written))
    except ValueError:
        return Row(name, faults=[f"gave nothing within {SECONDS} s, or died"])


def main(asked: list[str]) -> int:
    """1 where anything is wrong."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)  # what fails stands in the row
    transformers_logging.disable_progress_bar()
    torch.set_num_threads(1)
    to = Path(asked.pop(asked.index("--json") + 1)) if "--json" in asked else None
    rows = []
    for name in [each for each in asked if not each.startswith("--")] or NAMES:
        began = time.monotonic()
        rows.append(row := apart(name))
        print(f"{name}: {row.result} ({time.monotonic() - began:.1f} s)", *row.faults, sep="\n    ", flush=True)
    if to is not None:
        to.write_text(json.dumps([dataclasses.asdict(row) for row in rows]))
    if "--write" in asked:
        PAGE.write_text(page(rows), "utf-8")
    faulty = sum(bool(row.faults) for row in rows)
    print(f"{len(rows)} types, {faulty} with faults")
    return int(faulty > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
