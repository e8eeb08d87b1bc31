"""Pages around a figure: what scripts are handed stays in its element, and a frozen page's policy names its scripts."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from app.draw.kits import Script
from app.draw.pages import environment, frozen_page, in_script, picture, scheme, snapshot_json

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MADE: dict[str, Any] = {
    "query": "?text=%3Cb%3E", "lang": "zh", "version": "1.2.3", "made": "2020-01-02T03:04:05+00:00",
    "title": "</title><script>alert(1)</script>", "description": '"><script>', "svg": "<svg id='drawn-svg'></svg>",
    "words": [{"summary": "<i>苹果</i>"}], "models": [], "answers": [{"data": "</script>"}],
    "tables": [{"title": "<b>", "caption": "", "head": ["a"], "rows": [["<u>", {"value": 0.12345, "shown": "0.12"}]]}],
}  # fmt: skip


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_in_a_script(value: object) -> None:
    """It comes back the same, and holds nothing that ends a script, begins a comment or breaks a line of one."""
    written = str(in_script(value))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == value


def test_lone_surrogates_leave_as_question_marks() -> None:
    """They have no UTF-8."""
    assert json.loads(in_script("a\ud800b")) == "a?b"


@pytest.mark.parametrize(
    ("theme", "css"), [("auto", "light dark"), ("light", "light"), ("dark", "dark"), ("", "light dark")]
)
def test_schemes(theme: str, css: str) -> None:
    """As embed.js writes it on the frame."""
    assert scheme(theme) == css


def test_a_frozen_page() -> None:
    """Every text is escaped, every script is allowed by its digest, nothing may be loaded, and the data come back."""
    script = Script("boot('</script>')")
    page, policy = frozen_page(TEMPLATES, MADE, script=script, styles="p{}", home="https://a.example/", theme="dark")
    text = page.decode()
    assert "alert(1)</script>" not in text
    assert "<i>" not in text
    assert "&lt;i&gt;苹果" in text
    assert "&lt;b&gt;" in text
    assert "<td>0.12</td>" in text
    assert 'href="https://a.example/?text=%3Cb%3E"' in text
    assert policy.startswith("default-src 'none'; ")
    assert "sandbox allow-scripts" in policy
    assert "'unsafe-inline'" not in re.findall("script-src [^;]*", policy)[0]
    inline = [
        body for kind, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL) if "type=" not in kind
    ]
    for body in [*inline, script.text]:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    packed = dict(re.findall(r'id="(packed-\w+)">([^<]*)<', text))
    data = json.loads(gzip.decompress(base64.b64decode(packed["packed-data"])))
    assert (data["answers"], data["frozen"]) == (MADE["answers"], True)
    assert gzip.decompress(base64.b64decode(packed["packed-player"])).decode() == script.text
    again, _ = frozen_page(TEMPLATES, MADE, script=script, styles="p{}", home="https://a.example/", theme="dark")
    assert again == page


def test_a_snapshot_that_is_written_in_parts_is_the_same_json() -> None:
    many = [[f"row {i} </script>", {"value": i / 7, "shown": "x"}] for i in range(30_000)]
    tables = [
        {"title": "one", "caption": "<!--", "head": ["a", "b"], "rows": many},
        {"title": "none", "caption": "", "head": [], "rows": []},
        {"title": "last", "caption": "", "head": ["a"], "rows": [["苹果 \u2028"]]},
    ]
    snapshot = {"format": "heads-and-gates/1", "tables": tables, "answers": [{"data": "&"}], "svg": "<svg>"}
    written = snapshot_json(snapshot)
    assert json.loads(written) == snapshot
    assert not re.search(rb"[<>&]", written)
    assert json.loads(snapshot_json({"a": 1, "tables": []})) == {"a": 1, "tables": []}


def test_a_page_says_which_tables_are_too_large_for_it() -> None:
    small = {"title": "small", "caption": "small", "head": ["a", "b"], "rows": [["x", {"value": 1, "shown": "1"}]]}
    large = {"title": "large", "caption": "large", "head": ["a"] * 100, "rows": [["y"] * 100] * 300}
    for lang, says in (("en", "30,000 cells, too many for this page"), ("zh", "30,000 个单元格")):
        made = {"svg": "<svg></svg>", "words": [], "tables": [large, small], "lang": lang}
        page = environment(TEMPLATES).get_template("_figure.html").render(figure=picture(made))
        soup = BeautifulSoup(page, "html.parser")
        assert len(soup.find_all("table")) == 1
        assert says in soup.text
        assert "y" not in [cell.text for cell in soup.find_all("td")]
