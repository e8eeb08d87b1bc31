"""Tables as CSV: read back by Python's own reader, number for number, and harmless in a spreadsheet."""

import csv
import io
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import example, given

from app.draw.csv import csv_of, shortest

Cell = str | dict[str, Any]


def number(value: float) -> dict[str, Any]:
    return {"value": value, "shown": f"{value:.2f}"}


def table(head: list[str], *rows: list[Cell], title: str = "weights") -> dict[str, Any]:
    return {"title": title, "caption": "", "head": head, "rows": list(rows)}


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for another encoding without the mark"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_one_table_is_its_head_and_its_rows_in_full() -> None:
    weight = float(np.float32(0.1))
    found = read(
        csv_of([table(["query", "苹果"], ["it", number(weight)], ['a "quoted", word\nand a line', number(3)])])
    )
    assert found == [["query", "苹果"], ["it", "0.1"], ['a "quoted", word\nand a line', "3"]]


def test_several_tables_have_their_titles_and_an_empty_line_between_them() -> None:
    both = [table(["a"], ["x"], title="one"), table(["b"], ["y"], title="=two")]
    assert read(csv_of(both)) == [["one"], ["a"], ["x"], [], ["'=two"], ["b"], ["y"]]


@pytest.mark.parametrize("begins", list("=+-@\t\r"))
def test_words_that_a_spreadsheet_would_run_are_neutralised_and_numbers_are_not(begins: str) -> None:
    formula = f"{begins}cmd|' /C calc'!A1"
    found = read(csv_of([table([formula], [formula, number(-0.5)])]))
    assert found == [[f"'{formula}"], [f"'{formula}", "-0.5"]]


def test_half_a_surrogate_pair_is_no_reason_to_fail() -> None:
    assert read(csv_of([table(["a"], ["x\ud800y"])])) == [["a"], ["x?y"]]


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
@example(1000000.5)
def test_a_float32_is_written_as_short_as_numpy_writes_it_and_reads_back(value: float) -> None:
    written = shortest(value)
    assert np.float32(written) == np.float32(value)
    assert len(written) <= len(repr(value))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_reads_back(value: float) -> None:
    written = shortest(value)
    with np.errstate(over="ignore", under="ignore"):
        is_single = float(np.float32(value)) == value
    assert (np.float32(written) if is_single else float(written)) == value
