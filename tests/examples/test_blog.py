"""The example post: what it says is what the models say, and its frozen figures are what the server draws."""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import numpy as np
import pytest
from safetensors.numpy import load

pytestmark = pytest.mark.weights

BLOG = Path(__file__).parents[2] / "examples" / "blog"
FROZEN = ["figure.json", "france-dark.svg", "france-light.svg"]
TIRED = "The animal didn't cross the street because it was too tired."
SVG = "{http://www.w3.org/2000/svg}"


class Post(HTMLParser):
    """Tags with their attributes, and what stands in each `data` element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if tag == "data" and attributes.get("id") not in self.said:
            self.said[str(attributes["id"])] = data


@pytest.fixture(scope="module")
def post() -> Post:
    return Post((BLOG / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def site(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The post, built for the test's server as a person builds it."""
    folder = tmp_path_factory.mktemp("blog") / "site"
    command: list[str | Path] = [sys.executable, BLOG / "build.py", "--server", f"{server_url}/", "--out", folder]
    subprocess.run(command, check=True, timeout=120)
    return folder


def attention_numbers(client: httpx.Client) -> Iterator[tuple[str, float]]:
    def weights(text: str) -> Any:
        answer = client.get("/api/v1/attention", params={"text": text}).raise_for_status().json()
        pieces = [token["piece"] for token in answer["tokens"]]
        assert [pieces[0], pieces[2], pieces[8], pieces[10]] == ["[CLS]", "animal", "street", "it"]
        return np.array(answer["attention"]["values"])

    tired, wide = weights(TIRED), weights(TIRED.replace("tired", "wide"))
    yield "previous", 1 - min(np.diagonal(tired[0, 2], offset=-1))
    yield "first", tired[4, 5, :, 0].mean()
    yield "tired-animal", tired[3, 1, 10, 2]
    yield "tired-street", tired[3, 1, 10, 8]
    yield "wide-animal", wide[3, 1, 10, 2]
    yield "wide-street", wide[3, 1, 10, 8]
    yield "wide-cls", wide[3, 1, 10, 0]
    yield "wide-animal-5-11", wide[5, 11, 10, 2]


@dataclass
class Read:
    """Unit 8 of the LSTM, reading a sentence: what is the case at each token, and what is expected after the last."""

    opened: Any  # input gate, [token]
    kept: Any  # forget gate, [token]
    cell: Any  # [token]
    at: int  # the token that the post speaks of
    likeliest: dict[str, Any]


def read(client: httpx.Client, text: str, word: str) -> Read:
    asked = {"text": text, "cell": "lstm", "include": "predictions"}
    answer = client.get("/api/v1/gates", params=asked).raise_for_status().json()
    assert answer["shape"][1] == 96
    at = [token["text"] for token in answer["tokens"]].index(word)
    gates, states = answer["gates"], answer["states"]
    opened, kept, cell = (np.array(one)[:, 8] for one in (gates["input"], gates["forget"], states["cell"]))
    return Read(opened, kept, cell, at, answer["predictions"][-1][0])


def gate_numbers(client: httpx.Client) -> Iterator[tuple[str, float]]:
    france = read(client, "I grew up in France, so I speak fluent", "France")
    assert france.likeliest["text"] == "french"
    yield "france-input", france.opened[france.at]
    yield "france-cell", france.cell[france.at]
    yield "france-input-after", max(france.opened[france.at + 1 :])
    yield "france-forget", min(france.kept[france.at + 1 :])
    yield "france-end", france.cell[-1]
    yield "france-french", france.likeliest["probability"]
    germany = read(client, "I grew up in Germany, so I speak fluent", "Germany")
    assert germany.likeliest["text"] == "german"
    yield "germany-german", germany.likeliest["probability"]
    japan = read(client, "I grew up in Japan, so I speak fluent", "Japan")
    assert japan.likeliest["text"] == "japanese"
    yield "japan-input", japan.opened[japan.at]
    yield "japan-japanese", japan.likeliest["probability"]
    chinese = read(client, "我在法国长大\uff0c所以我会说", "法国")
    assert chinese.likeliest["text"] == "法语"
    yield "zh-input", chinese.opened[chinese.at]
    yield "zh-input-next", chinese.opened[chinese.at + 1]
    yield "zh-input-after", max(chinese.opened[chinese.at + 2 :])
    yield "zh-forget", min(chinese.kept[chinese.at + 1 :])
    yield "zh-french", chinese.likeliest["probability"]


def test_every_number_of_the_text_is_the_models_own(post: Post, client: httpx.Client) -> None:
    found = dict([*attention_numbers(client), *gate_numbers(client)])
    assert post.said.keys() == found.keys()
    for tag, attributes in post.tags:
        if tag != "data":
            continue
        name, value = str(attributes["id"]), float(str(attributes["value"]))
        said = post.said[name].replace("\u2212", "-")
        assert float(said) == value, name
        places = len(said.partition(".")[2])
        assert abs(found[name] - value) <= 0.5 * 10**-places + 1e-4, name


def test_nothing_in_the_post_is_inline(post: Post) -> None:
    """What its own content policy would block; and every figure says what it is where it cannot be shown."""
    assert not [tag for tag, _ in post.tags if tag == "style"]
    assert not [attributes for _, attributes in post.tags if "style" in attributes or "onload" in attributes]
    assert all(attributes.get("src") for tag, attributes in post.tags if tag == "script")
    policies = [one["content"] for _, one in post.tags if one.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert "unsafe" not in str(policies[0])
    assert all(attributes.get("title") for tag, attributes in post.tags if tag == "iframe")
    assert all(attributes.get("alt") for tag, attributes in post.tags if tag == "img")


def test_the_size_of_the_picture_is_reserved(post: Post) -> None:
    (image,) = [attributes for tag, attributes in post.tags if tag == "img"]
    for name in FROZEN[1:]:
        root = ElementTree.parse(BLOG / name).getroot()  # noqa: S314 - our own file
        assert (root.get("width"), root.get("height")) == (image["width"], image["height"])


def test_a_built_post_is_whole(site: Path, server_url: str) -> None:
    """It names the given server alone, and runs the script beside it."""
    assert sorted(file.name for file in site.iterdir()) == sorted(
        [*FROZEN, "index.html", "blog.css", "post.js", "heads-gates.js"]
    )
    built = Post((site / "index.html").read_text(encoding="utf-8"))
    scripts = [attributes["src"] for tag, attributes in built.tags if tag == "script"]
    assert scripts == [f"{server_url}/embed.js", "heads-gates.js", "post.js"]
    named = [str(value) for _, attributes in built.tags for value in attributes.values() if "://" in str(value)]
    assert named
    assert all(address.startswith(server_url) for one in named for address in re.findall(r"https?://[^\s;]+", one))


def test_build_refuses_what_is_no_address(tmp_path: Path) -> None:
    """An address that would break out of its attribute or policy, and a server that is not there."""
    for server, status in (('http://a.example" onload="x', 2), ("file:///etc", 2), ("http://127.0.0.1:9", 1)):
        command: list[str | Path] = [sys.executable, BLOG / "build.py", "--server", server, "--out", tmp_path / "site"]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
        assert ended.returncode == status, ended.stderr
        assert "Traceback" not in ended.stderr


def table_numbers(figure: dict[str, Any]) -> list[float]:
    cells = [cell for table in figure["tables"] for row in table["rows"] for cell in row]
    return [cell["value"] for cell in cells if isinstance(cell, dict)]


def tensors(figure: dict[str, Any]) -> dict[str, Any]:
    """Every array that the figure carries, by path and name."""
    packed = [answer for answer in figure["answers"] if answer["base64"]]
    read = [(answer["path"], load(base64.b64decode(answer["data"]))) for answer in packed]
    return {f"{path} {name}": array for path, arrays in read for name, array in arrays.items()}


def test_the_frozen_figure_has_the_numbers_of_today(site: Path) -> None:
    """If a net or a model changed, `python examples/blog/build.py --frozen` freezes it anew."""
    kept, made = (json.loads((folder / "figure.json").read_bytes()) for folder in (BLOG, site))
    assert kept["format"] == made["format"] == "heads-and-gates/1"
    assert kept["query"] == made["query"]
    assert [model["weights_sha256"] for model in kept["models"]] == [
        model["weights_sha256"] for model in made["models"]
    ]
    assert table_numbers(kept)
    assert table_numbers(kept) == pytest.approx(table_numbers(made), rel=1e-3, abs=1e-5)
    before, now = tensors(kept), tensors(made)
    assert before.keys() == now.keys()
    assert before
    for name, array in before.items():
        np.testing.assert_allclose(array, now[name], rtol=1e-3, atol=1e-5, err_msg=name)


def numbers_written(file: Path) -> list[float]:
    """The numbers in a picture's words, the line apart that names its version."""
    root = ElementTree.parse(file).getroot()  # noqa: S314 - our own file
    lines = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    words = " ".join(line for line in lines if "sha256" not in line and "Heads & Gates" not in line)
    return [float(number.replace("\u2212", "-")) for number in re.findall(r"[-\u2212]?\d*\.?\d+(?:e[-+]?\d+)?", words)]


@pytest.mark.parametrize("name", FROZEN[1:])
def test_the_frozen_pictures_have_the_numbers_of_today(site: Path, name: str) -> None:
    written = numbers_written(BLOG / name)
    assert len(written) > 20
    assert written == pytest.approx(numbers_written(site / name), rel=0.02)


def test_what_is_kept_is_small() -> None:
    assert sum((BLOG / name).stat().st_size for name in FROZEN) <= 150_000
