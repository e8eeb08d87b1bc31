"""Pieces of one word go together, and every token is in exactly one word."""

import pytest

from app.tokens.words import group
from tests.tokens.conftest import Read
from tests.tokens.made import token, tokens

NAMES = ["minilm", "e5", "smollm2", "lstm"]


def words(read: Read, name: str, text: str, text_pair: str | None = None) -> list[str]:
    """The characters of each word, special tokens and white space left out."""
    read_from = [text, text_pair or ""]
    found = read(name, text, text_pair)
    made = []
    for word in group(found, text, text_pair):
        members = [found[i] for i in word if not found[i].special]
        if members:
            sequence = members[0].sequence or 0
            made.append(read_from[sequence][min(t.start for t in members) : max(t.end for t in members)])
    return [word for word in made if word.strip()]


@pytest.mark.weights
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unaffable cats didn't sleep.", ["Unaffable", "cats", "didn't", "sleep", "."]),
        ("An e-mail, again!", ["An", "e-mail", ",", "again", "!"]),
        ("Der Lebensmittelladen schließt", ["Der", "Lebensmittelladen", "schließt"]),
        ("cafe\u0301 café", ["cafe\u0301", "café"]),
        ("мама мыла раму", ["мама", "мыла", "раму"]),
        ("שלום עולם", ["שלום", "עולם"]),
    ],
)
def test_words_with_spaces_between_them(read: Read, name: str, text: str, expected: list[str]) -> None:
    assert words(read, name, text) == expected


@pytest.mark.weights
@pytest.mark.parametrize("name", ["e5", "smollm2"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("נָמֵר שָׁלוֹם", ["נָמֵר", "שָׁלוֹם"]),
        ("مَرحبًا بك", ["مَرحبًا", "بك"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("👩\u200d👩\u200d👧 👍🏽", ["👩\u200d👩\u200d👧", "👍🏽"]),
    ],
)
def test_marks_joiners_and_tones_do_not_break_a_word(read: Read, name: str, text: str, expected: list[str]) -> None:
    assert words(read, name, text) == expected


@pytest.mark.weights
def test_chinese_words_are_the_tokenizers(read: Read) -> None:
    text = "苹果很好吃,我买了三斤。"
    assert words(read, "e5", text) == ["苹果", "很好", "吃", ",", "我", "买了", "三", "斤", "。"]
    assert words(read, "lstm", text) == ["苹果", "很", "好吃", ",", "我", "买", "了", "三", "斤", "。"]
    assert words(read, "smollm2", text) == list(text)
    assert words(read, "minilm", text) == list(text)


@pytest.mark.weights
def test_a_pair_has_the_words_of_both(read: Read) -> None:
    assert words(read, "minilm", "unaffable", "cats didn't") == ["unaffable", "cats", "didn't"]
    found = read("minilm", "a", "a")
    assert group(found, "a", "a") == [[0], [1], [2], [3], [4]]


def test_no_tokens_make_no_words() -> None:
    assert group([], "") == []


def test_special_tokens_stand_alone_and_a_mark_goes_with_its_word() -> None:
    text = "ab cd"
    start = token(0, text, 0, 0, special=True, sequence=None)
    mark = token(1, text, 0, 0, piece="▁")
    made = [start, mark, token(2, text, 0, 1), token(3, text, 1, 2), token(4, text, 3, 5)]
    assert group(made, text) == [[0], [1, 2, 3], [4]]


def test_pieces_that_reach_over_a_words_end_stand_alone() -> None:
    text = "ab cd"
    assert group(tokens(text, [(0, 1), (1, 4), (4, 5)]), text) == [[0], [1], [2]]
