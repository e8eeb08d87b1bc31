"""Spans are those of the sentence as submitted, and what a person would say that a token covers."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from app.schemas import Token
from app.tokens.reading import read_sentences
from app.tokens.spans import fragments, leans, missed_characters, readable_spans
from app.tokens.words import group
from tests.tokens.conftest import Read

NAMES = ["minilm", "e5", "smollm2", "lstm"]
FAMILY, THUMB = "👩\u200d👩\u200d👧", "👍🏽"


def byte_level() -> Tokenizer:
    """A tokenizer that splits every character into its UTF-8 bytes, with a start token."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({piece: i for i, piece in enumerate([*alphabet, "<s>"])}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>") or len(alphabet))]
    )
    return tokenizer


def texts(tokens: list[Token]) -> list[str]:
    """What each token that is read from the sentence covers; of a shared character the first part only."""
    return [t.text for t in tokens if not t.special and t.part == 0]


@pytest.mark.weights
def test_english_pieces(read: Read) -> None:
    tokens = read("minilm", "Unaffable CATS.")
    assert [t.piece for t in tokens] == ["[CLS]", "una", "##ffa", "##ble", "cats", ".", "[SEP]"]
    assert [t.text for t in tokens] == ["", "Una", "ffa", "ble", "CATS", ".", ""]
    assert [t.special for t in tokens] == [True, False, False, False, False, False, True]
    assert not any(t.unknown or t.fragment for t in tokens)


@pytest.mark.weights
def test_a_long_text_is_not_cut_and_a_short_one_not_padded(read: Read) -> None:
    assert len(read("minilm", "cat " * 300)) == 302
    assert len(read("minilm", "hi")) == 3


@pytest.mark.weights
@pytest.mark.parametrize("name", NAMES)
def test_a_long_text_takes_time_in_proportion(read: Read, name: str) -> None:
    """20,000 characters, the most that are read at all, once took two minutes."""
    started = time.perf_counter()
    assert len(read(name, "苹果很好吃" * 4000)) > 4000
    assert time.perf_counter() - started < 10


@pytest.mark.weights
def test_chinese_words_of_a_sentencepiece_vocabulary(read: Read) -> None:
    tokens = read("e5", "苹果很好吃,我买了三斤。")
    assert [t.text for t in tokens] == ["", "", "苹果", "很好", "吃", ",", "我", "买了", "三", "斤", "。", ""]
    mark = tokens[1]
    assert (mark.piece, mark.start, mark.end, mark.special, mark.parts) == ("▁", 0, 0, False, 1)


@pytest.mark.weights
def test_the_mark_of_a_words_begin_shares_no_character(read: Read) -> None:
    """Where the first word is one character long, mark and word have the same offsets."""
    for text in ["𠮷野", "🇫🇷", "我"]:
        tokens = [t for t in read("e5", text) if not t.special]
        assert all(t.parts == 1 for t in tokens), text
        assert "".join(t.text for t in tokens) == text


@pytest.mark.weights
def test_characters_in_byte_pieces_are_fragments(read: Read) -> None:
    tokens = read("smollm2", "我 a")
    assert [(t.text, t.start, t.end, t.fragment, t.part, t.parts) for t in tokens] == [
        ("我", 0, 1, True, 0, 2),
        ("我", 0, 1, True, 1, 2),
        ("a", 2, 3, False, 0, 1),
    ]
    tokens = read("lstm", "𠮷")
    assert [(t.text, t.part, t.parts) for t in tokens if not t.special] == [("𠮷", i, 4) for i in range(4)]


def test_fragments_of_one_character_share_its_span() -> None:
    tokens = read_sentences(byte_level(), "a苹", None, None)
    assert [(t.text, t.start, t.end, t.fragment, t.part, t.parts, t.special) for t in tokens] == [
        ("", 0, 0, False, 0, 1, True),
        ("a", 0, 1, False, 0, 1, False),
        *[("苹", 1, 2, True, part, 3, False) for part in range(3)],
    ]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 1), (1, 2)], [(0, 1), (0, 1)]),
        ([(0, 1), (0, 1), (1, 2)], [(0, 2), (1, 2), (0, 1)]),
        ([(0, 1), (0, 2), (1, 2), (2, 3)], [(0, 3), (1, 3), (2, 3), (0, 1)]),  # bytes of two characters in one piece
        ([(0, 0), (0, 1), (0, 1)], [(0, 1), (0, 2), (1, 2)]),
    ],
)
def test_parts(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert fragments(spans) == expected


def test_only_a_mark_gives_its_character_away() -> None:
    offsets = [(0, 1), (0, 2)]
    assert readable_spans(offsets, ["▁", "ab"], "ab") == [(0, 0), (0, 2)]
    assert readable_spans(offsets, ["Ġ", "Ģ"], "ab") == [(0, 1), (0, 2)]


@pytest.mark.weights
@pytest.mark.parametrize("name", ["e5", "smollm2"])
def test_joiners_and_tones_are_tokens_of_their_own(read: Read, name: str) -> None:
    found = [text for text in texts(read(name, f"a {FAMILY} {THUMB} b")) if not text.isspace() and text]
    assert found == ["a", "👩", "\u200d", "👩", "\u200d", "👧", "👍", "🏽", "b"]


@pytest.mark.weights
@pytest.mark.parametrize("name", NAMES)
def test_a_mark_that_composes_belongs_to_its_letter(read: Read, name: str) -> None:
    for text in ["cafe\u0301 x", "café x"]:
        tokens = read(name, text)
        assert any("e" in t.text or "é" in t.text for t in tokens)
        assert sum(t.text.endswith("\u0301") for t in tokens if t.part == 0) == text.count("\u0301")
    if name != "smollm2":  # it alone has tokens for the mark
        assert not any(t.text == "\u0301" for t in read(name, "cafe\u0301"))


@pytest.mark.weights
@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("e5", "नमस्ते दुनिया", ["नम", "स्ते", "दुनिया"]),
        ("e5", "مَرحبًا", ["م", "َ", "رحب", "ً", "ا"]),
        ("e5", "שלום עולם", ["שלום", "עולם"]),
        ("e5", "ＡＢＣ１２", ["ＡＢＣ", "１２"]),
        ("lstm", "ＡＢＣ", ["Ａ", "Ｂ", "Ｃ"]),
        ("minilm", "one\r\ntwo", ["one", "two"]),
        ("e5", "one\r\ntwo", ["one", "two"]),
        ("smollm2", "one\r\ntwo", ["one", "\r", "\n", "two"]),
        ("smollm2", "  a  b", [" ", "a", " ", "b"]),
        ("minilm", "a\u200bb\u200cc", ["a\u200bb\u200cc"]),
        ("smollm2", "a\u200bb", ["a", "\u200b", "b"]),
        ("minilm", "𠮷野家 😀", ["𠮷", "野", "家", "😀"]),
        ("smollm2", "𠮷野家 😀", ["𠮷", "野", "家", "😀"]),
        ("lstm", "𠮷野家 😀", ["𠮷", "野", "家", "😀"]),
    ],
)
def test_what_a_person_would_say_it_covers(read: Read, name: str, text: str, expected: list[str]) -> None:
    assert [covered for covered in texts(read(name, text)) if covered] == expected


@pytest.mark.parametrize(
    ("before", "character", "one"),
    [("e", "\u0301", True), ("❤", "\ufe0f", True), ("👩", "\u200d", True), ("क", "ि", False), ("", "\u0301", False)],
)
def test_what_leans_on_the_character_before(before: str, character: str, one: bool) -> None:
    assert leans(before, character) == one


TEXT = st.text(max_size=40) | st.lists(
    st.sampled_from(
        ["苹", "果", " ", "a", "B", "é", "e\u0301", FAMILY, THUMB, "ि", "न", "\u200c", "\r\n", "ＡＢ", "▁", "שָׁ", "𠮷"]
    ),
    max_size=12,
).map("".join)


@pytest.mark.weights
@settings(max_examples=150, deadline=None)
@given(text=TEXT)
def test_spans_of_any_text(read: Read, text: str) -> None:
    """In order, inside the text, nothing invented; the parts of a character are whole; words partition the tokens."""
    for name in NAMES:
        tokens = read(name, text)
        assert [t.index for t in tokens] == list(range(len(tokens)))
        own = [t for t in tokens if not t.special]
        assert all(0 <= t.start <= t.end <= len(text) for t in tokens)
        assert [t.start for t in own] == sorted(t.start for t in own)
        assert all(t.text == text[t.start : t.end] for t in own)
        assert all(t.text == "" for t in tokens if t.special)
        covered = "".join(t.text for t in own)
        assert ("\ufffd" in covered) <= ("\ufffd" in text)
        assert {c for c in text if c.isascii() and c.isalnum()} <= set(covered)
        after = 0  # part 0 of n is followed by 1 of n … n - 1 of n, which share characters
        for before, token in zip([None, *own], own, strict=False):
            assert token.fragment == (token.parts > 1)
            assert token.part == after, (name, token)
            after = (token.part + 1) % token.parts
            if token.part > 0 and before is not None:
                assert before.parts == token.parts
                assert before.start <= token.start < max(before.end, token.end)
        assert after == 0
        assert [i for word in group(tokens, text) for i in word] == list(range(len(tokens)))


def test_icons_and_characters_of_later_versions_are_missed_where_no_token_covers_them() -> None:
    """A private one, one without a meaning yet; not a control character, a direction mark, or half of nothing."""
    assert missed_characters([(0, 1)], "a\ue000\U0010fffd\u0378\x01\u202e\ufeff ") == [1, 2, 3]
