"""Headings, sentences, notes and tables of every view are the same on the page, in a frame and in the server's file.

One window walks through all views, once on the page and once in a frame. What a place shows otherwise on purpose is
listed here, with the reason.
"""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Page

from tests.built import VIEWS
from tests.e2e.conftest import Open
from tests.web.figures import NEEDS, TEXT

pytestmark = [pytest.mark.browser, pytest.mark.weights]


class Apart(NamedTuple):
    """What a file says and the page does not, and what the page says on its own, by how it begins."""

    headings: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


# What is expected at the pinned token, or the last, is read off beside the picture: it follows the cursor.
READ_OFF = Apart(headings=("After “",), tables=("What the LSTM expects next",))
SEVERAL = "Shift and click, or Shift and Enter, adds a head"  # for whoever has a keyboard
ON_PURPOSE = {
    # on the page a ruler under the sentence itself, without words
    "": Apart(
        headings=("The sentence as each model splits it", *READ_OFF.headings),
        said=("minilm reads",),
        tables=("The sentence as each model splits it", *READ_OFF.tables),
        own=(SEVERAL,),
    ),
    "heads": Apart(own=(SEVERAL,)),
    "gates": READ_OFF,
    "unit": READ_OFF,
    "cells": READ_OFF,
    # a toy of the reader's own numbers, none of a model
    "steps": Apart(own=("Why the scores are scaled",)),
    # the controls beside it show what was changed
    "change": Apart(said=("After: masked",)),
    "lens": Apart(own=("Click a token to look into it.",)),
    # all weights in a table of its own, of which only rows in sight are in the document
    "table": Apart(headings=("Layer 3, head 1",), tables=("Table",)),
    # the controls show the move; more terms can be asked for
    "step": Apart(headings=("LSTM at “",), said=("64 + 96 terms",), own=("LSTM at “", "64 + 96 terms")),
    # side by side on the page, one above the other in a narrow file
    "shares": Apart(said=("Both pictures have the same rows",), own=("Both pictures have the same rows",)),
    # the lines are a table that stands open; words are swapped by hand, in lists that are no picture
    "reach": Apart(
        headings=("A straight line through each curve", "Swap the word"),
        said=("LSTM moves by", "What each net expects after"),
        tables=("Swap the word",),
        own=("T, the state that is looked at, is “.”. Click another",),
    ),
}
# Measured anew whenever it is asked for.
MEASURED = {"cost"}

ROWS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
READ = f"""async (root) => {{
  const host = document.querySelector(root);
  const closed = [...host.querySelectorAll("figure details:not(.definitions)")].filter(one => one.checkVisibility());
  for (const one of closed) one.open = true;
  while (closed.some(one => !one.querySelector("table"))) await new Promise(done => setTimeout(done, 20));
  const seen = selector => [...host.querySelectorAll(selector)].filter(one => one.checkVisibility());
  const words = node => node.textContent;
  const found = {{
    headings: seen("figure.view h3").map(words).filter(Boolean),
    notes: seen("figure.view > .note > span, figure.view > .says > span, figure.view > .on > span").map(words),
    said: seen("p, li, h3, h4").map(words).join("\\n"),
    tables: seen("figure.view .table-box table").map({ROWS}),
  }};
  for (const one of closed) one.open = false;
  return found;
}}"""


def shown(cell: str | dict[str, Any]) -> str:
    """What a page shows of a cell."""
    return cell if isinstance(cell, str) else str(cell["shown"])


def bare(words: str) -> str:
    """Without what stands between words: statements stand in lines of their own on the page."""
    return "".join(words.split()).replace("·", "")


def query_of(view: str) -> dict[str, str]:
    """A small state in which the view shows something."""
    return {"text": TEXT, "lang": "en", "view": view, **NEEDS.get(view, {})}


def read(page: Page, root: str) -> dict[str, Any]:
    """What a reader finds in the figures there, once all has come."""
    page.wait_for_function("document.querySelector('[aria-busy=true]') === null")
    page.wait_for_selector(f"{root} :is(figure.view svg, figure.view canvas, .weights)", state="attached")
    found: dict[str, Any] = page.evaluate(READ, root)
    return found


def differences(view: str, place: dict[str, Any], file: dict[str, Any]) -> list[str]:
    """What the file has and the place has not, and the other way round, but for what is on purpose."""
    apart = ON_PURPOSE.get(view, Apart())
    words = file["words"]
    statements = [one for part in words for one in [part["summary"], *part["notes"]] if one]
    tables = [[table["head"], *[[shown(cell) for cell in row] for row in table["rows"]]] for table in file["tables"]]
    lacks = [
        *(one for one in (part["heading"] for part in words) if one and one not in place["headings"]),
        *(one for one in statements if bare(one) not in bare(place["said"])),
    ]
    lacking = [one for one in lacks if not one.startswith(apart.headings + apart.said)]
    for table, rows in zip(file["tables"], tables, strict=True):
        if rows not in place["tables"] and not table["title"].startswith(apart.tables):
            lacking.append(f"the table {table['title']}")
    every = bare("".join([*statements, *(one for part in words for one in part["definitions"])]))
    adds = [
        *(one for one in place["headings"] if one not in [part["heading"] for part in words]),
        *(one for one in place["notes"] if bare(one) not in every),
    ]
    added = [one for one in adds if not one.startswith(apart.own)]
    added += [f"the table {rows[0]}" for rows in place["tables"] if rows not in tables]
    return [*(f"lacks {one}" for one in lacking), *(f"adds {one}" for one in added)]


@pytest.mark.usefixtures("smollm2_dir")
def test_views_say_the_same_on_the_page_in_a_frame_and_in_a_file(
    open_page: Open, client: httpx.Client, server_url: str
) -> None:
    opened = open_page(**query_of("heads"))
    page = opened.page
    found: dict[str, list[str]] = {}
    for view in VIEWS:
        if view in MEASURED:
            continue
        query = urlencode(query_of(view))
        file = client.get(f"/api/v1/figure.json?{query}").raise_for_status().json()
        page.goto(f"{server_url}/?{query}")
        opened.wait()
        found[f"{view} on the page"] = differences(view, read(page, "main"), file)
        page.goto(f"{server_url}/embed?{query}")
        page.wait_for_selector("#player:not(.waiting)")
        found[f"{view} in a frame"] = differences(view, read(page, "#player"), file)
    assert {place: these for place, these in found.items() if these} == {}
