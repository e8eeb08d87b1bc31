"""An answer holds no path of the machine, whatever a library quotes."""

import sys
from pathlib import Path

import pytest

from app.errors import WeightsError, WrongHash
from app.models.told import MOST_CHARS, one_line, told, without_paths

MINE = Path("/srv/mo dels/苹果 (1)+")
PLACES = {
    Path("/srv/cache"): "the cache folder",
    Path("/srv/cache/models/a"): "the folder of a",
    MINE: "the folder of mine",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MINE} holds nothing", "the folder of mine holds nothing"),
        (f"no file '{MINE}/config.json'.", "no file 'the folder of mine/config.json'."),
        (f"{str(MINE)!r} is not a folder", "'the folder of mine' is not a folder"),
        ("/srv/cache/models/a/x and /srv/cache/wheels", "the folder of a/x and the cache folder/wheels"),
        ("/srv/cache/models/ab", "the cache folder/models/ab"),
        ("/srv/cache-other/x is full", "… is full"),
        (f"{Path.home()}/.netrc", "…"),
        (f"in {Path.cwd()}: no", "in …: no"),
        (f"`{sys.executable} -m pip`", "`python -m pip`"),
        ("(/opt/x/y.py, line 3)", "(…, line 3)"),
        ("~/secret/x and ~other/y", "… and …"),
        ("file:///etc/passwd", "…"),
        (r"C:\Users\me\model", "…"),
        ("see https://example.org/a/b, owner/name, and/or 1/2", "see https://example.org/a/b, owner/name, and/or 1/2"),
        ("a ratio of 3 / 4, a route /", "a ratio of 3 / 4, a route /"),
    ],
)
def test_paths_are_named_by_what_they_are(text: str, expected: str) -> None:
    assert without_paths(text, PLACES) == expected


def test_one_of_ours_stays_of_its_kind() -> None:
    error = WrongHash(f"{MINE} is\nwrong")
    found = told(error, "mine", PLACES)
    assert found is error
    assert (found.detail, str(found)) == ("The folder of mine is wrong", "The folder of mine is wrong")


def test_what_a_library_raises_becomes_one_line_that_names_the_model() -> None:
    found = told(KeyError(f"{MINE}/x\n  in line 3"), "mine", PLACES)
    assert type(found) is WeightsError
    assert found.detail.startswith("mine could not be loaded: ")
    assert found.detail.endswith("(KeyError).")
    assert "\n" not in found.detail
    assert "srv" not in found.detail


def test_what_is_left_out_is_said() -> None:
    assert one_line("a " * 1000).endswith("…")
    assert len(one_line("a" * 9000)) == MOST_CHARS + 1
    assert one_line("a" * MOST_CHARS) == "a" * MOST_CHARS
