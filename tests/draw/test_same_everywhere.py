"""Every view has the same words, tables and marks on the server, in a frame and on the page, for the same address."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.built import VIEWS
from tests.web.figures import NEEDS, TEXT

SCRIPT = Path(__file__).parent / "same_everywhere.ts"
ALL_NEED = {**NEEDS, "reach": {"at": "3"}}
# a unit that is not the strongest carrier, heads beside the first; a pin, and a masked token
CHOSEN: list[dict[str, str]] = [{"unit": "8", "heads": "2.1"}, {"pin": "a3", "share": "unit", "mask": "4"}]


def told(origin: str, queries: list[dict[str, str]]) -> list[dict[str, Any]]:
    arguments = [f"?{urlencode({'text': TEXT, 'lang': 'en', **query})}" for query in queries]
    done = subprocess.run(
        ["node", "--import", "tsx", str(SCRIPT), origin, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.weights
@pytest.mark.usefixtures("smollm2_dir")
def test_every_view_is_the_same_on_the_server_in_a_frame_and_on_the_page(server_url: str) -> None:
    measured = {"cost"}  # anew each time
    views = [view for view in VIEWS if view not in measured]
    queries = [
        {"view": view, **chosen, **ALL_NEED.get(view, {})}
        for view in views
        for chosen in (CHOSEN if view in {"step", "shares"} else CHOSEN[1:2])
    ]
    for one in told(server_url, queries):
        assert "why" not in one["engine"], one
        assert one["engine"]["words"], one["query"]
        for place in ("frame", "page"):
            for part, said in one["engine"].items():
                assert one[place][part] == said, (one["query"], place, part)


@pytest.mark.weights
def test_units_of_a_step_stand_in_the_order_that_the_api_says(server_url: str, client: Any) -> None:
    asked = {"text": TEXT, "include": "units"}
    carriers = client.get("/api/v1/gates", params=asked).json()["units"]["order"]
    assert carriers != sorted(carriers)
    (one,) = told(server_url, [{"view": "step", "unit": "8"}])
    for place in ("engine", "frame", "page"):
        assert one[place]["order"] == carriers, place


@pytest.mark.weights
def test_what_a_sentence_costs_is_said_wherever_it_is_measured(server_url: str) -> None:
    (one,) = told(server_url, [{"view": "cost"}])
    said = [json.dumps(one[place]["words"]) for place in ("engine", "frame", "page")]
    for words in said:
        assert "MiniLM" in words or "minilm" in words
