"""Everything about one type: made, saved, asked about."""

import os
import tempfile
import traceback
from pathlib import Path

from tests.sweep.asked import Sweep
from tests.sweep.made import Skipped, in_short, make, save
from tests.sweep.row import Row


def one(name: str) -> Row:
    """The row of a type. The environment variable TRACE prints where an unexpected error came from."""
    row = Row(name)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "model"
        try:
            model = make(name)
            row.class_name = type(model).__name__
            save(model, folder)
        except Skipped as error:
            row.result = f"skipped: {error}"
            return row
        except Exception as error:
            row.result = f"skipped: transformers does not save it: {in_short(error)}"
            return row
        try:
            Sweep(folder, row).run()
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            row.faults.append(f"{in_short(error)} ({Path(last.filename).name}:{last.lineno})")
            if os.environ.get("TRACE"):
                traceback.print_exc()
    return row
