"""What an address masks or switches off holds in every view and file, or the view says that it does not."""

import csv
import io
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from tests.built import VIEWS
from tests.web.minilm_by_hand import ByHand

TEXT = "He sat by the bank."
MASK, ABLATE = 4, "3.1"  # "the"
RUN = {"mask": str(MASK), "ablate": ABLATE}
# what some views need besides a sentence; the head is in a layer after the one that is switched off
NEEDS: dict[str, dict[str, str]] = {
    "context": {"text_b": "He went to the bank."},
    "compare": {"against": "head", "layer_b": "5", "head_b": "2"},
    "order": {"text_b": "The bank sat by him."},
    "find": {"from": "1", "to": "5"},
    "lens": {"model": "smollm2"},
    "heads": {"order": "previous"},
}
ATTENTION = [view for view in VIEWS if VIEWS[view].of in {"head", "model"} and view not in {"context", "change"}]
NET = [view for view in VIEWS if view not in {"", "context", "change", "shares", *ATTENTION}]
WORDS = {
    "en": {"of": "Every number of attention is of a changed run: ", "not": "no number of this view depends on it"},
    "zh": {"of": "所有注意力数值都来自改变后的运行", "not": "此视图的数值都与它无关"},
}
SAYS = {"en": f"token {MASK} “the” masked, head {ABLATE} switched off.", "zh": f"头 {ABLATE} 被关闭"}

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("smollm2_dir")]


def figure(client: httpx.Client, kind: str, view: str, **query: str) -> httpx.Response:
    asked = {"text": TEXT, "model": "minilm", "lang": "en", "layer": "4", "view": view, **NEEDS.get(view, {}), **query}
    return client.get(f"/api/v1/figure.{kind}", params=asked)


def said(client: httpx.Client, view: str, **query: str) -> tuple[str, Any]:
    """The words and the tables of a view."""
    answer = figure(client, "json", view, **query)
    assert answer.status_code == 200, answer.text
    made = answer.json()
    return " ".join(note for part in made["words"] for note in part["notes"]), made["tables"]


@pytest.mark.parametrize("view", ATTENTION)
def test_a_view_of_attention_is_of_the_changed_run_and_says_so(client: httpx.Client, view: str) -> None:
    before, plain = said(client, view)
    assert "changed run" not in before
    for lang, words in WORDS.items():
        notes, _ = said(client, view, **RUN, lang=lang)
        assert words["of"] in notes
        assert SAYS[lang].replace("“the”", "“bank”" if view == "lens" else "“the”") in notes
    _, tables = said(client, view, **RUN)
    assert tables != plain
    rows = figure(client, "csv", view, **RUN).content
    assert rows != figure(client, "csv", view).content


@pytest.mark.parametrize("view", NET)
def test_a_view_on_which_it_does_not_act_says_so(client: httpx.Client, view: str) -> None:
    for lang, words in WORDS.items():
        notes, _ = said(client, view, **RUN, lang=lang)
        assert words["not"] in notes
        assert words["of"] not in notes
    if view != "cost":  # measured anew
        assert said(client, view, **RUN)[1] == said(client, view)[1]


def test_two_sentences_of_one_word_are_read_as_they_are_and_shares_stand_beside_a_head_that_is_changed(
    client: httpx.Client,
) -> None:
    notes, tables = said(client, "context", **RUN)
    assert "does not act in this view" in notes
    assert tables == said(client, "context")[1]
    notes, tables = said(client, "shares", **RUN)
    assert f"the head beside it is of a changed run: {SAYS['en']}" in notes
    assert tables != said(client, "shares")[1]


def test_the_view_of_a_change_shows_both_runs_and_needs_no_such_words(client: httpx.Client) -> None:
    notes, _ = said(client, "change", **RUN)
    assert WORDS["en"]["of"] not in notes


def test_side_by_side_it_is_said_of_attention_alone(client: httpx.Client) -> None:
    notes, _ = said(client, "", **RUN)
    assert notes.count("masked") == 1
    assert WORDS["en"]["of"] in notes


@pytest.mark.parametrize(
    ("against", "says"),
    [
        ({"against": "text", "text_b": "He went to the bank."}, "In the second sentence no token is masked"),
        ({"against": "model", "model_b": "smollm2"}, "The second model reads the sentence as it is."),
    ],
)
def test_of_two_that_are_compared_each_is_said_to_be_of_its_run(
    client: httpx.Client, against: dict[str, str], says: str
) -> None:
    notes, _ = said(client, "compare", **RUN, **against)
    assert WORDS["en"]["of"] in notes
    assert says in notes
    changed = figure(client, "json", "compare", **RUN, **against).json()["answers"]
    sent = [one["body"] or "" for one in changed if one["path"] == "/api/v1/attention"]
    second = [body for body in sent if "went" in body or "smollm2" in body]
    assert second
    assert not any('"mask"' in body for body in second)
    assert all(('"ablate"' in body) is ("went" in body) for body in second)


def test_the_numbers_are_those_of_the_masked_sentence_read_by_hand(client: httpx.Client, minilm_dir: Path) -> None:
    weights, _ = ByHand(minilm_dir).run(TEXT, mask=(MASK,), ablate=((3, 1),))
    text = figure(client, "csv", "heatmap", head="7", **RUN).content.decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    found = np.array([row[1:] for row in rows], np.float32)
    np.testing.assert_allclose(found, weights[4, 7], atol=1e-6)
    assert not found[:, MASK].any()


@pytest.mark.parametrize(
    ("query", "pointer"),
    [({"mask": "99"}, "/mask/0"), ({"ablate": "9.0"}, "/ablate/0"), ({"mask": "0-1-2-3-4-5-6-7"}, "/mask")],
)
def test_a_change_that_cannot_be_made_is_no_figure(client: httpx.Client, query: dict[str, str], pointer: str) -> None:
    answer = figure(client, "svg", "heatmap", **query)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
