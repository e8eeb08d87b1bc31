"""What a model reads: a sentence, a pair, or what a decoder is given or wrote."""

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from app.tokens.reading import read_sentences, read_target, written_target
from tests.models.tiny_models import tiny_tokenizer
from tests.tokens.conftest import Read


@pytest.mark.weights
@pytest.mark.parametrize(
    ("name", "sequences"),
    [("minilm", [None, 0, 0, None, 1, None]), ("e5", [None, 0, 0, None, None, 1, None])],
)
def test_a_pair_has_spans_in_its_own_sentences(read: Read, name: str, sequences: list[int | None]) -> None:
    tokens = read(name, "red apple", "apple")
    assert [t.sequence for t in tokens] == sequences
    assert [(t.text, t.start, t.end) for t in tokens if t.sequence == 0] == [("red", 0, 3), ("apple", 4, 9)]
    assert [(t.text, t.start, t.end) for t in tokens if t.sequence == 1] == [("apple", 0, 5)]


@pytest.mark.weights
@pytest.mark.parametrize("name", ["minilm", "e5", "smollm2", "lstm"])
def test_control_characters_at_the_begin_move_nothing(read: Read, tokenizers: dict[str, Tokenizer], name: str) -> None:
    text = "\x08\x1f\x7fred apple"
    tokens = read(name, text)
    assert [t.id for t in tokens] == tokenizers[name].encode(text).ids
    assert "".join(t.text for t in tokens if t.part == 0).lstrip("\x08\x1f\x7f") == "redapple"
    pair = [t for t in read("e5", "red", text) if t.sequence == 1]
    assert [t.text for t in pair] == ["red", "apple"]


def test_what_a_decoder_reads_begins_with_its_start_and_lacks_the_end() -> None:
    found = read_target(tiny_tokenizer(), "the apple", 2, 3)
    assert [(t.index, t.id, t.text, t.special) for t in found] == [
        (0, 2, "", True),
        (1, 1, "", True),
        (2, 5, "the", False),
        (3, 6, "apple", False),
    ]


def test_what_a_decoder_wrote_has_spans_in_its_text() -> None:
    tokenizer = tiny_tokenizer()
    tokens, text = written_target(tokenizer, (2, 1, 5, 10, 6, 2))
    assert text == "the red apple"
    assert [(t.index, t.piece, t.special) for t in tokens[:2]] == [(0, "</s>", True), (1, "<s>", True)]
    assert [t.text for t in tokens[2:]] == ["the", "red", "apple"]
    assert all(t.text == text[t.start : t.end] for t in tokens)
    assert tokens[-1].end == len(text)


def test_a_decoder_that_was_cut_off_keeps_its_last_token() -> None:
    tokens, text = written_target(tiny_tokenizer(), (2, 5, 6))
    assert (len(tokens), text) == (3, "the apple")


def test_a_decoder_that_wrote_nothing() -> None:
    tokens, text = written_target(tiny_tokenizer(), (2,))
    assert ([t.special for t in tokens], text) == ([True], "")


def byte_fallback() -> Tokenizer:
    """Every character in byte pieces, decoded again."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({piece: i for i, piece in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def test_a_written_character_in_byte_pieces_is_never_a_replacement_character() -> None:
    tokenizer = byte_fallback()
    ids = tuple(tokenizer.encode("a苹b").ids)
    tokens, text = written_target(tokenizer, ids)
    assert text == "a苹b"
    assert [t.text for t in tokens] == ["a", "苹", "苹", "苹", "b"]
    assert [(t.part, t.parts) for t in tokens] == [(0, 1), (0, 3), (1, 3), (2, 3), (0, 1)]
    same = read_sentences(tokenizer, text, None, None)
    assert [(t.id, t.start, t.end, t.part, t.parts) for t in tokens] == [
        (t.id, t.start, t.end, t.part, t.parts) for t in same
    ]


def test_bytes_that_are_no_character_show_what_the_text_shows() -> None:
    tokenizer = byte_fallback()
    ids = tuple(tokenizer.encode("a苹b").ids)
    tokens, text = written_target(tokenizer, (*ids[:3], ids[4]))  # the last byte of 苹 was never written
    assert text.startswith("a\ufffd")
    assert tokens[-1].text == "b"
    assert all(t.text == text[t.start : t.end] for t in tokens)


def test_the_mark_of_a_written_words_begin_covers_nothing() -> None:
    pieces = [("</s>", 0.0), ("▁", -1.0), ("▁a", -1.0), ("b", -1.0), ("▁苹果", -2.0)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens(["</s>"])
    tokens, text = written_target(tokenizer, (0, 1, 3, 2, 4, 1, 3, 0))
    assert text == "b a 苹果 b"
    assert [(t.text, t.special, t.parts) for t in tokens] == [
        ("", True, 1),
        ("", False, 1),
        ("b", False, 1),
        ("a", False, 1),
        ("苹果", False, 1),
        (" ", False, 1),
        ("b", False, 1),
    ]
