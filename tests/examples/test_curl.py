"""examples/curl.sh against the real application: every file it leaves is what its comment says."""

import csv
import json
import os
import struct
import subprocess
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from safetensors.numpy import load_file

pytestmark = pytest.mark.weights

SCRIPT = Path(__file__).parents[2] / "examples" / "curl.sh"
Read = Callable[[str], Any]


@pytest.fixture(scope="module")
def folder(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the script leaves."""
    made = tmp_path_factory.mktemp("curl")
    subprocess.run(["bash", "-eu", SCRIPT], check=True, cwd=made, env={**os.environ, "HG": server_url}, timeout=120)
    return made


@pytest.fixture(scope="module")
def read(folder: Path) -> Read:
    return lambda name: json.loads((folder / name).read_bytes())


def test_it_leaves_one_file_a_call(folder: Path) -> None:
    calls = [line for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line.startswith(("get ", "post "))]
    assert len(list(folder.iterdir())) == len(calls) == 11


def test_numbers_agree_between_the_forms(folder: Path, read: Read) -> None:
    """JSON, safetensors, the finder and the CSV of the heatmap: one head, the same weights."""
    answer = read("attention.json")
    weights = np.array(answer["attention"]["values"], dtype=np.float32)
    assert weights.shape == (1, 1, 16, 16)
    np.testing.assert_allclose(weights.sum(axis=-1), 1, atol=1e-5)
    every = load_file(folder / "attention.safetensors")["attention"]
    assert every.shape == (6, 12, 16, 16)
    np.testing.assert_allclose(every[3, 1], weights[0, 0], atol=1e-6)
    first = read("find.json")["heads"][0]
    assert (first["layer"], first["head"]) == (3, 1)
    assert first["score"] == pytest.approx(weights[0, 0, 10, 2], abs=1e-6)
    with (folder / "heatmap.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    words = [token["text"].strip() or token["piece"] for token in answer["tokens"]]
    assert head[1:] == [row[0] for row in rows] == words
    table = np.array([row[1:] for row in rows], dtype=np.float32)
    np.testing.assert_allclose(table, weights[0, 0], atol=1e-6)


def test_gates_expect_french(read: Read) -> None:
    answer = read("gates.json")
    assert answer["predictions"][-1][0]["text"] == "french"
    assert np.array(answer["gates"]["input"]).shape == (11, 96)


def decoded(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and first pixel (RGBA) of a PNG, all of whose rows must be there."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (depth, kind) == (8, 6)
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + body),)
        packed += body if name == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(packed)
    assert len(raw) == height * (1 + 4 * width)
    return width, height, raw[1:5]  # every filter leaves the first pixel as it is


def test_pictures_decode(folder: Path) -> None:
    """The SVG parses and says what it is; the PNGs are whole, in the sizes and the theme that were asked for."""
    root = ElementTree.parse(folder / "heatmap.svg").getroot()  # noqa: S314 - our own server's
    assert 600 < int(root.attrib["width"]) <= 720
    assert root.findtext("{http://www.w3.org/2000/svg}title")
    width, height, (*colour, alpha) = decoded((folder / "heatmap.png").read_bytes())
    assert 3 * 500 < width <= 3 * 600
    assert width % 3 == 0
    assert height > width / 2
    assert (max(colour) < 64, alpha) == (True, 255)
    assert decoded((folder / "card.png").read_bytes())[:2] == (1200, 630)


class Outside(HTMLParser):
    """What a page would load from elsewhere; links for people are none of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        loads = {"src", "srcset", "data", "poster", *(() if tag == "a" else ("href", "xlink:href"))}
        self.found += [f"{tag} {value}" for name, value in attrs if name in loads and not _is_inside(str(value))]


def _is_inside(address: str) -> bool:
    return address.startswith(("data:", "#"))


def test_the_page_needs_nothing_from_outside(folder: Path) -> None:
    text = (folder / "heatmap.html").read_text(encoding="utf-8")
    page = Outside(text)
    assert page.found == []
    assert {"svg", "table", "script"} <= page.tags
    assert "@import" not in text


def test_the_frozen_figure_and_what_a_blog_asks(read: Read, server_url: str) -> None:
    frozen, oembed = read("figure.json"), read("oembed.json")
    assert (frozen["format"], frozen["state"]["view"], frozen["lang"]) == ("heads-and-gates/1", "unit", "zh")
    assert frozen["answers"]
    assert (oembed["version"], oembed["type"]) == ("1.0", "rich")
    assert f'src="{server_url}/embed?view=arcs' in oembed["html"]
