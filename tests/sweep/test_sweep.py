"""Every model type ends equal to eager, as weights only, or refused with a reason; a few of them in every run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sweep.made import NAMES
from tests.sweep.one import one
from tests.sweep.row import Row
from tests.sweep.table import COMMAND, PAGE, made_with, page, rows_of

REPRESENTATIVE = {
    # hybrids
    "lfm2": "equal to eager",
    "jamba": "equal to eager",
    "zamba2": "equal to eager",
    # layers that differ in heads; one module for all; a configuration in another; streams side by side
    "laguna": "equal to eager",
    "albert": "equal to eager",
    "gemma3": "equal to eager",
    "qwen4_exp_text": "equal to eager",
    # a scale before the unembedding that is no module
    "minicpm3": "equal to eager",
    # an encoder beside a decoder, without a head, alone; and one whose encoder cannot be read
    "t5": "equal to eager",
    "bart, without a head": "equal to eager",
    "t5, its encoder": "equal to eager",
    "led": "refused",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_a_type_is_read_as_transformers_reads_it(name: str) -> None:
    row = one(name)
    assert row.faults == []
    assert row.result.startswith(REPRESENTATIVE[name])


def test_the_table_is_of_this_transformers_and_of_this_rule() -> None:
    said = PAGE.read_text("utf-8")
    assert made_with() in said, f"{PAGE.name} is old: run `{COMMAND}`"
    assert rows_of(said) == NAMES, f"{PAGE.name} is old: run `{COMMAND}`"


def without_rounding(text: str) -> str:
    """The table without the differences, which other processors round otherwise."""
    return re.sub(r": \d+e[-+]\d+", "", text)


@pytest.mark.slow
def test_every_type(tmp_path: Path) -> None:
    written = tmp_path / "rows.json"
    subprocess.run([sys.executable, "-m", "tests.sweep", "--json", str(written)], check=False)
    rows = [Row(**each) for each in json.loads(written.read_text())]
    assert {row.name: row.faults for row in rows if row.faults} == {}
    ends = re.compile("(equal to eager|weights only|refused|skipped): .+")
    assert [row.name for row in rows if not ends.match(row.result)] == []
    assert sum(not row.result.startswith("skipped") for row in rows) >= 200
    assert without_rounding(page(rows)) == without_rounding(PAGE.read_text("utf-8")), f"run `{COMMAND}`"
