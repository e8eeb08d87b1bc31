"""Tables as CSV (RFC 4180), for people who open it in a spreadsheet and for programs that read it."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

# a cell that begins so is a formula to a spreadsheet, whatever it was meant to be
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(tables: Iterable[Mapping[str, Any]]) -> bytes:
    """Tables one under another, an empty line between them, each with its title above where there are several.

    Numbers stand in full: the shortest decimal that is the same float32, or float64 where it is none. UTF-8 with the
    mark that spreadsheets know it by.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    all_tables = list(tables)
    for at, table in enumerate(all_tables):
        if at:
            writer.writerow([])
        if len(all_tables) > 1:
            writer.writerow([harmless(str(table["title"]))])
        writer.writerow([harmless(words) for words in table["head"]])
        for row in table["rows"]:
            writer.writerow([_cell(one) for one in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace")


def harmless(text: str) -> str:
    """``text``, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def shortest(value: float) -> str:
    """The shortest decimal that reads back as the same number; whole numbers without a point."""
    if value == int(value) and abs(value) < 2**53:
        return str(int(value))
    with np.errstate(over="ignore", under="ignore"):  # a float64 may be beyond what a float32 holds
        single = np.float32(value)
    # from a million on numpy writes an exponent, which may be the longer of both
    return min(str(single), repr(value), key=len) if float(single) == value else repr(value)


def _cell(one: Any) -> str:
    if isinstance(one, str):
        return harmless(one)
    return shortest(float(one["value"]))
