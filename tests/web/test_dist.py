"""The built front end over HTTP: in the smallest form that a browser takes, kept for good; other addresses stay."""

import gzip
from pathlib import Path

import brotli
import pytest

from app.places import DIST
from app.web.dist import accepted
from tests import built
from tests.web.asgi import Client

MAIN = built.address("main.js")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("empty"))


@pytest.mark.parametrize(
    ("takes", "form"),
    [("gzip, deflate, br, zstd", "br"), ("gzip;q=0.5, br;q=0", "gzip"), ("gzip", "gzip"), ("zstd", None), ("", None)],
)
def test_a_file_comes_in_a_form_that_is_taken(ours: Client, takes: str, form: str | None) -> None:
    for what in ("main.js", "page.css", "words-zh.js"):
        answer = ours.raw("GET", built.address(what), headers={"accept-encoding": takes})
        headers = answer.headers
        assert headers.get("content-encoding") == form or (form is None and headers["content-encoding"] == "zstd")
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "accept-encoding" in headers["vary"].lower()
        assert answer.text == built.text(what), what


def test_the_forms_hold_the_same() -> None:
    for path in DIST.glob("*.br"):
        plain = path.with_suffix("").read_bytes()
        assert brotli.decompress(path.read_bytes()) == plain
        assert gzip.decompress(path.with_suffix(".gz").read_bytes()) == plain
        assert len(path.read_bytes()) < len(path.with_suffix(".gz").read_bytes())


def test_each_form_has_a_tag_of_its_own_and_is_not_sent_twice(ours: Client) -> None:
    tags = {}
    for form in ("br", "gzip", "identity"):
        first = ours.get(MAIN, headers={"Accept-Encoding": form})
        tags[form] = first.headers["etag"]
        for said in (tags[form], f"W/{tags[form]}", f'"other", {tags[form]}'):
            again = ours.get(MAIN, headers={"Accept-Encoding": form, "If-None-Match": said})
            assert (again.status_code, again.content) == (304, b"")
            assert (again.headers["etag"], again.headers["vary"]) == (tags[form], first.headers["vary"])
    assert len(set(tags.values())) == 3
    wrong = ours.get(MAIN, headers={"Accept-Encoding": "br", "If-None-Match": tags["gzip"]})
    assert wrong.status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/static/favicon.svg"])
def test_what_names_the_files_is_asked_for_anew(ours: Client, path: str) -> None:
    assert ours.get(path).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "what"),
    [("/embed.js", "embed.js"), ("/static/embed/embed.js", "embed.js"), ("/heads-gates.js", "element.js")],
)
def test_addresses_in_other_peoples_pages_stay(ours: Client, path: str, what: str) -> None:
    answer = ours.get(path, headers={"Accept-Encoding": "br"})
    assert answer.text == built.text(what)
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["access-control-allow-origin"] == "*"
    again = ours.get(path, headers={"Accept-Encoding": "br", "If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_files_that_are_none_of_ours(ours: Client) -> None:
    for name in ("manifest.json", "main.js", "main.js.br", Path(MAIN).name + ".br", "..%2f..%2fpyproject.toml"):
        assert ours.get(f"/static/dist/{name}").status_code == 404, name


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([], set()),
        (["GZIP , br;q=0.001"], {"gzip", "br"}),
        (["gzip;q=0", "br; q=0.000"], set()),
        (["*, identity;q=1"], set()),
    ],
)
def test_codings(lines: list[str], found: set[str]) -> None:
    assert accepted(lines) == found
