"""What a page's head says of the view: for people, for link previews and for whoever embeds it."""

import re
import unicodedata
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import hypothesis.strategies as st
import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from app.web.links import Links, view_pairs
from app.web.preview import one_line, preview_of
from tests.built import VIEWS, address, kits
from tests.web.asgi import OWN, Client
from tests.web.test_oembed import HOSTILE, Elements


def without_picture(head: Elements) -> list[tuple[str, set[str]]]:
    """Every tag with its attributes' names, but those of a picture, which is not always promised."""
    of_picture = re.compile("(og|twitter):image")
    return [
        (tag, set(attributes))
        for tag, attributes in head.found
        if not of_picture.match(attributes.get("property") or attributes.get("name") or "")
    ]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("empty"), fetch_on_demand=True)  # pictures that could be drawn are promised


def head_of(client: Client, query: str) -> tuple[dict[str, str], dict[str, str], Elements]:
    """The meta elements by name or property, the links by what they are for, and all elements of the head."""
    markup = client.get(f"/?{query}" if query else "/").text
    head = Elements(markup.partition("</head>")[0])
    meta: dict[str, str] = {}
    for each in head.all("meta"):
        name = each.get("property") or each.get("name")
        if name:
            assert name not in meta
            meta[name] = each["content"] or ""
    links = {f"{each['rel']} {each.get('type', '')}".strip(): each["href"] or "" for each in head.all("link")}
    return meta, links, head


def asked_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, errors="strict"))


def test_every_view_of_the_page_has_its_words() -> None:
    views = set(kits().keys()["view"]["enum"])
    assert len(views) > 20
    assert set(VIEWS) == views
    for lang in ["en", "zh"]:
        assert len({getattr(view, lang) for view in VIEWS.values()}) == len(VIEWS)
    assert all(200 <= view.height <= 1000 for view in VIEWS.values()), "WordPress would clamp it"


def test_a_view_says_what_it_is_and_where(ours: Client) -> None:
    meta, links, head = head_of(ours, "view=heatmap&layer=2&head=5&model=minilm&text=The+cat+sat.")
    address = f"{OWN}/?view=heatmap&layer=2&head=5&model=minilm&text=The+cat+sat."
    assert meta["og:title"] == "“The cat sat.” · Attention of one head"
    assert meta["og:description"] == meta["description"] == meta["og:image:alt"]
    assert meta["description"] == (
        "Attention of one head, layer 2, head 5, minilm. The sentence: “The cat sat.” Every number is the model's own."
    )
    assert meta["twitter:card"] == "summary_large_image"
    assert meta["og:url"] == links["canonical"] == address
    assert asked_of(meta["og:image"]) == {**asked_of(address), "card": "1200x630"}
    assert urlsplit(meta["og:image"])[:3] == ("http", "127.0.0.1:8000", "/api/v1/figure.png")
    assert (meta["og:image:width"], meta["og:image:height"], meta["og:image:type"]) == ("1200", "630", "image/png")
    assert asked_of(links["alternate application/json+oembed"]) == {"url": address, "format": "json"}
    assert asked_of(links["alternate text/xml+oembed"]) == {"url": address, "format": "xml"}
    assert "The cat sat. · Heads & Gates" in head.text


def test_the_words_are_those_of_the_language_that_is_asked_for(ours: Client) -> None:
    meta, _, head = head_of(ours, urlencode({"lang": "zh", "view": "gates", "cell": "gru", "text": "苹果很好吃"}))
    assert head.all("html")[0]["lang"] == "zh"
    assert meta["og:title"] == "“苹果很好吃” · 门与状态"
    assert meta["description"] == "门与状态，GRU。句子：“苹果很好吃”。每个数值都出自模型自身的计算。"
    for query in ["", "lang=en", "lang=fr", "lang="]:
        assert head_of(ours, query)[2].all("html")[0]["lang"] == "en"


def test_a_page_without_a_sentence_has_a_name_all_the_same(ours: Client) -> None:
    meta, links, head = head_of(ours, "")
    assert meta["og:title"] == "Attention and memory · Heads & Gates"
    assert links["canonical"] == meta["og:url"] == f"{OWN}/"
    assert asked_of(meta["og:image"]) == {"card": "1200x630"}
    assert len(head.all("title")) == 1
    assert head_of(ours, "view=nothing&text=+%0A")[0]["og:title"] == meta["og:title"]
    # what does not read the sentence does not show it
    assert head_of(ours, "view=gaps&text=Hi")[0]["og:title"] == "Accuracy against gap · Heads & Gates"


@pytest.mark.parametrize("key", ["text", "model", "cell", "layer", "lang", "view", 'x"><svg onload=alert(1)>'])
@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_in_the_address_breaks_out_of_the_head(ours: Client, key: str, value: str) -> None:
    plain = head_of(ours, "text=Hi")[2]
    meta, links, head = head_of(ours, urlencode({key: value, "text": value}))
    assert without_picture(head) == without_picture(plain)
    # a key that no view has is not handed on
    kept = {} if "<" in key else {key: value}
    assert asked_of(links["canonical"]) == {**kept, "text": value}
    assert asked_of(asked_of(links["alternate application/json+oembed"])["url"]) == {**kept, "text": value}
    for said in [meta["og:title"], meta["description"]]:
        assert not [c for c in said if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", said)
        assert len(said) < 400
    # a second parser, which mends what it is given, finds the same in a whole page
    soup = BeautifulSoup(ours.get(f"/?{urlencode({key: value, 'text': value})}").text, "html.parser")
    assert len(soup.find_all("svg")) == len(soup.find_all("img")) == 0
    assert [script.get("src") for script in soup.find_all("script")] == [
        address("early.js"),
        address("main.js"),
    ]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("text=100%", "100%"),
        ("text=%zz%2", "%zz%2"),
        ("text=caf%E9", "caf\ufffd"),
        ("text=%00a", "\0a"),
        ("text=a&text=b", "a"),
        ("&&text=a&=&b", "a"),
        ("text=苹果", "苹果"),
    ],
)
def test_what_is_written_badly_is_read_as_a_browser_reads_it(ours: Client, query: str, text: str) -> None:
    links = head_of(ours, query)[1]
    assert asked_of(links["canonical"])["text"] == text


def test_bytes_that_are_not_even_encoded(ours: Client) -> None:
    sent = preview_of(b"text=\xff\xe8".decode("utf-8", "replace"), Links(OWN), VIEWS)
    assert sent.title.startswith("“\ufffd")


def test_an_address_that_is_too_long_offers_no_embed_and_no_picture(ours: Client) -> None:
    room = 4000 - len(f"{OWN}/?text=")
    _, links, _ = head_of(ours, f"text={'a' * room}")
    assert "canonical" in links
    assert ours.get(links["alternate application/json+oembed"]).status_code == 200
    for text in ["a" * (room + 1), quote("苹" * 5_000), ""]:  # the last: a long one is in the fragment
        meta, links, _ = head_of(ours, f"text={text}")
        assert not [name for name in links if "oembed" in name or name == "canonical"]
        assert "og:image" not in meta
        assert meta["twitter:card"] == "summary"
        assert meta["og:title"].endswith("…” · Attention and memory") is bool(text)


def test_only_keys_of_the_view_go_on() -> None:
    sent = preview_of("text=Hi&utm_source=mail&view=arcs&width=9", Links(OWN), VIEWS, {"text", "view"})
    assert sent.page == f"{OWN}/?text=Hi&view=arcs"
    assert preview_of("text=Hi&utm_source=mail", Links(OWN), VIEWS).page == f"{OWN}/?text=Hi&utm_source=mail"


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), st.text(st.characters(codec="utf-8"))))
def test_a_query_comes_back_as_it_was(pairs: dict[str, str]) -> None:
    assert view_pairs(urlencode(pairs)) == pairs
    sent = preview_of(urlencode(pairs), Links(OWN), VIEWS)
    assert asked_of(sent.page) == pairs
    if sent.has_address:
        assert Links(OWN).query_of(sent.page) == Links(OWN).query_of(Links(OWN).embed(sent.query)) == sent.query


@given(st.text(), st.integers(2, 40))
def test_one_line_is_one_line_and_no_longer_than_it_may_be(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cs"}]
    assert one_line(line, limit) == line


def test_cutting_leaves_characters_whole() -> None:
    assert one_line("a" * 10, 10) == "a" * 10
    assert one_line("a" * 11, 10) == f"{'a' * 9}…"
    assert one_line("ae\u0301e\u0301", 4) == "ae\u0301…"
    assert one_line("a e\u0301 b", 4) == "a…"
    family = "👩‍👩‍👧"
    assert one_line(f"{family}{family}", 8) == f"{family}…"
    assert one_line(f"ab{family}", 5) == "ab…"
