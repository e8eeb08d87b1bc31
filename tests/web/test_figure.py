"""Figures over HTTP: every view, every kind of file, and what is not drawn twice."""

import base64
import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from bs4 import BeautifulSoup

from app import __version__
from tests.built import VIEWS
from tests.web.figures import BASE, GATES, NEEDS, TEXT, figure, run

SVG = "{http://www.w3.org/2000/svg}"
KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
OUTSIDE = re.compile(r"url\(|@import|https?://", re.IGNORECASE)


def rows_of(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def tensors_of(safetensors: bytes) -> tuple[Any, bytes]:
    """The head, whose keys stand in any order, and the numbers."""
    length = int.from_bytes(safetensors[:8], "little")
    return json.loads(safetensors[8 : 8 + length]), safetensors[8 + length :]


@pytest.mark.weights
@pytest.mark.usefixtures("smollm2_dir")
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_a_document_of_its_own(client: httpx.Client, view: str) -> None:
    answer = figure(client, view=view, width=600, **NEEDS.get(view, {}))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.text)  # noqa: S314 - it has no entities of its own
    assert root.tag == f"{SVG}svg"
    assert float(root.attrib["width"]) <= 600
    title, description = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert title
    assert description
    named = root.attrib["aria-labelledby"].split()
    assert [one.attrib["id"] for one in root.iter() if "id" in one.attrib] == named == ["t", "d"]
    names = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert names <= {"svg", "title", "desc", "metadata", "style", "g", "rect", "line", "path", "image", "text"}
    for one in root.iter():
        assert not any(OUTSIDE.search(value) for value in one.attrib.values())
        assert one.get("href", "data:image/png;base64,").startswith("data:image/png;base64,")
        assert not any(name.startswith("on") for name in one.attrib)
    assert not OUTSIDE.search(root.findtext(f"{SVG}style") or "")
    told = json.loads(root.findtext(f"{SVG}metadata") or "")
    assert told["generator"] == f"Heads & Gates {__version__}"
    assert told["query"].startswith("?")
    assert told["models"] or view == "gaps"  # drawn from a card, of nets that are not shipped
    for model in told["models"]:
        assert {"id", "revision", "weights_sha256", "dtype", "libraries"} <= model.keys()
        assert re.fullmatch("[0-9a-f]{64}", model["weights_sha256"])
    measured = view == "cost"
    assert (answer.headers["cache-control"] == "no-store") is measured
    assert ("etag" in answer.headers) is not measured


@pytest.mark.weights
def test_the_query_in_the_metadata_gives_the_same_figure(client: httpx.Client) -> None:
    first = figure(client, view="heatmap", layer=2, head=5, theme="light").text
    told = json.loads(ET.fromstring(first).findtext(f"{SVG}metadata") or "")  # noqa: S314 - ours
    assert client.get(f"/api/v1/figure.svg{told['query']}").text == first


@pytest.mark.weights
def test_the_numbers_of_a_head_are_those_of_the_api(client: httpx.Client) -> None:
    head, *rows = rows_of(figure(client, "csv", view="heatmap", layer=4, head=7))
    answer = client.get("/api/v1/attention", params={"text": TEXT, "layers": 4, "heads": 7}).json()
    pieces = [token["text"] or token["piece"] for token in answer["tokens"]]
    assert head[1:] == [row[0] for row in rows] == pieces
    found = np.array([row[1:] for row in rows], np.float32)
    np.testing.assert_array_equal(found, np.array(answer["attention"]["values"][0][0], np.float32))


def test_the_numbers_of_a_net_are_those_of_the_api(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        query = {**BASE, "view": "unit", "cell": "lstm", "unit": "8"}
        made = rows_of(await client.get("/api/v1/figure.csv", params=query))
        start = next(i for i, row in enumerate(made) if row and row[0] == "token")
        rows = made[start + 1 :]
        rows = rows[: rows.index([]) if [] in rows else None]
        gates = (await client.get("/api/v1/gates", params={"text": TEXT, "cell": "lstm"})).json()
        parts = ["input gate", "forget gate", "candidate", "output gate", "cell state", "hidden state"]
        assert made[start][1:] == parts
        api = [gates["gates"][name] for name in ("input", "forget", "candidate", "output")]
        api += [gates["states"][name] for name in ("cell", "hidden")]
        whole = np.array(api, np.float32)  # [6, T, H]
        np.testing.assert_array_equal(np.array([row[1:] for row in rows], np.float32), whole[:, :, 8].T)

    run(tmp_path, scenario)


@pytest.mark.weights
def test_a_snapshot_holds_all_that_it_was_drawn_from(client: httpx.Client) -> None:
    made = figure(client, "json", view="heatmap", layer=2, head=5).json()
    assert made["format"] == "heads-and-gates/1"
    assert made["version"] == __version__
    assert made["svg"] == figure(client, view="heatmap", layer=2, head=5).text
    assert made["answers"]
    for one in made["answers"]:
        assert one["status"] == 200
        sent = {"content": one["body"], "headers": {"Content-Type": "application/json", "Accept": one["type"]}}
        again = client.request(one["method"], one["path"], **(sent if one["body"] else {}))
        assert again.headers["content-type"] == one["type"]
        if one["base64"]:
            assert tensors_of(base64.b64decode(one["data"])) == tensors_of(again.content)
        else:
            assert json.loads(one["data"]).keys() == again.json().keys()
    weights = [json.loads(one["body"]) for one in made["answers"] if one["path"] == "/api/v1/attention"]
    assert {"layers", "heads"} - weights[-1].keys(), "every head, so that any can be chosen"
    (table,) = made["tables"]
    assert len(table["rows"]) == len(table["head"]) - 1


@pytest.mark.parametrize("kind", KINDS)
def test_post_is_get_and_head_is_get_without_a_body(tmp_path: Path, kind: str) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        query = {**GATES, "theme": "dark"}
        path = f"/api/v1/figure.{kind}"
        got = await client.get(path, params={**query, "width": 400, "download": 1})
        posted = await client.post(path, json={**query, "width": 400, "download": "1"})
        assert got.status_code == posted.status_code == 200
        assert got.headers["content-type"] == posted.headers["content-type"] == KINDS[kind]
        dated = kind in ("json", "html")  # says when it was made
        assert dated or got.content == posted.content
        for answer in (got, posted):
            assert answer.headers["content-disposition"] == f'attachment; filename="heads-and-gates-gates.{kind}"'
        assert posted.headers["cache-control"] == "no-store"
        assert "etag" not in posted.headers
        head = await client.head(path, params={**query, "width": 400})
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == KINDS[kind]
        assert "content-disposition" not in head.headers

    run(tmp_path, scenario)


def test_what_a_client_has_is_not_drawn_again(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, jobs: list[Any]) -> None:
        first = await client.get("/api/v1/figure.svg", params=GATES)
        tag = first.headers["etag"]
        assert tag.startswith('W/"')
        assert len(jobs) == 1
        again = await client.get("/api/v1/figure.svg", params=GATES, headers={"If-None-Match": f'"x", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert len(jobs) == 1
        tags = {tag}
        for change in ({"width": "400"}, {"lang": "zh"}, {"theme": "dark"}, {"cell": "lstm"}, {"text": "Hi"}):
            other = await client.get("/api/v1/figure.svg", params=GATES | change, headers={"If-None-Match": tag})
            assert other.status_code == 200, change
            tags.add(other.headers["etag"])
        for kind in ("png", "csv"):
            tags.add((await client.get(f"/api/v1/figure.{kind}", params=GATES)).headers["etag"])
        assert len(tags) == 8

    run(tmp_path, scenario)


def test_a_policy_and_every_origin_for_each_kind(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        for kind in KINDS:
            answer = await client.get(f"/api/v1/figure.{kind}", params=GATES, headers={"Origin": "null"})
            assert answer.headers["access-control-allow-origin"] == "*"
            policy = [part.strip() for part in answer.headers["content-security-policy"].split(";")]
            assert "default-src 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            if kind == "svg":
                assert "sandbox" in policy
            if kind == "html":
                assert any(part.startswith("sandbox ") and "allow-same-origin" not in part for part in policy)
                (scripts,) = [part for part in policy if part.startswith("script-src")]
                assert all(source.startswith("'sha256-") for source in scripts.split()[1:])

    run(tmp_path, scenario)


def test_a_png_is_as_large_as_it_is_asked_to_be(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        async def size(**query: Any) -> tuple[int, ...]:
            answer = await client.get("/api/v1/figure.png", params={**GATES, **query})
            assert answer.status_code == 200, answer.text
            return struct.unpack(">II", answer.content[16:24])

        root = ET.fromstring((await client.get("/api/v1/figure.svg", params={**GATES, "width": 400})).text)  # noqa: S314
        wide, high = int(root.attrib["width"]), int(root.attrib["height"])
        for ratio in (1, 1.5, 2):
            assert await size(width=400, ratio=ratio) == (-(-wide * ratio // 1), -(-high * ratio // 1))
        assert await size(width=400) == (2 * wide, 2 * high)
        assert await size(card="1200x630") == (1200, 630)
        assert await size(card="120x63", width=400) == (120, 63)

    run(tmp_path, scenario)


def test_colours_follow_the_reader_unless_a_theme_is_named(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        found = {
            theme: (await client.get("/api/v1/figure.svg", params={**GATES, "theme": theme})).text
            for theme in ("auto", "light", "dark")
        }
        follows = {theme: "prefers-color-scheme:dark" in svg for theme, svg in found.items()}
        assert follows == {"auto": True, "light": False, "dark": False}
        papers = [re.findall(r"\.f-paper\{fill:(#\w+)\}", found[theme]) for theme in ("auto", "light", "dark")]
        assert papers[0] == papers[1] + papers[2]
        left_out = await client.get("/api/v1/figure.svg", params=GATES)
        assert left_out.text == found["auto"]

    run(tmp_path, scenario)


def test_the_words_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        for lang, words, other in (("en", "input gate", "输入门"), ("zh", "输入门", "input gate")):
            query = {**GATES, "cell": "lstm", "lang": lang}
            csv_text = (await client.get("/api/v1/figure.csv", params=query)).text
            assert words in csv_text
            assert other not in csv_text
            page = BeautifulSoup((await client.get("/api/v1/figure.html", params=query)).text, "html.parser")
            assert page.html is not None
            assert page.html["lang"] == lang
            assert page.title is not None
            assert TEXT in page.title.text

    run(tmp_path, scenario)
