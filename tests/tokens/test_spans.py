"""Spans are those of the sentence as submitted; what was not read is said."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from app.models.recurrent import tokenizer as recurrent
from app.schemas import Token
from app.tokens.spans import control_ids, notices, prepare, tokens_of, unread_spans


@pytest.fixture(scope="module")
def minilm(minilm_dir: Path) -> Tokenizer:
    return prepare(Tokenizer.from_file(str(minilm_dir / "tokenizer.json")))


def read(tokenizer: Tokenizer, text: str) -> list[Token]:
    return tokens_of(tokenizer.encode(text), text, tokenizer.token_to_id("[UNK]"))


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


@pytest.mark.weights
def test_english_pieces(minilm: Tokenizer) -> None:
    tokens = read(minilm, "Unaffable CATS.")
    assert [t.piece for t in tokens] == ["[CLS]", "una", "##ffa", "##ble", "cats", ".", "[SEP]"]
    assert [t.text for t in tokens] == ["", "Una", "ffa", "ble", "CATS", ".", ""]
    assert [t.special for t in tokens] == [True, False, False, False, False, False, True]
    assert not any(t.unknown or t.fragment for t in tokens)


@pytest.mark.weights
def test_chinese_is_marked_unknown_character_by_character(minilm: Tokenizer) -> None:
    text = "苹果很好吃,我买了三斤。"
    tokens = read(minilm, text)
    assert "".join(t.text for t in tokens if t.unknown) == "苹果很好吃买了斤"
    (notice,) = notices(tokens, text, "minilm", control_ids(minilm))
    assert notice.code == "unknown-tokens"
    assert "8 of 12" in notice.detail
    assert [text[start:end] for start, end in notice.spans] == list("苹果很好吃买了斤")


@pytest.mark.weights
def test_a_long_text_is_not_cut_and_a_short_one_not_padded(minilm: Tokenizer) -> None:
    assert len(read(minilm, "cat " * 300)) == 302
    assert len(read(minilm, "hi")) == 3


@pytest.mark.weights
def test_characters_that_the_tokenizer_drops_are_announced(minilm: Tokenizer) -> None:
    text = "a \ufffd b"
    tokens = read(minilm, text)
    assert unread_spans(tokens, text) == [(2, 3)]
    assert [n.code for n in notices(tokens, text, "minilm", ())] == ["unread-characters"]


@pytest.mark.weights
def test_control_tokens_that_a_sentence_spells_out_are_announced(minilm: Tokenizer) -> None:
    text = "a [MASK] b [SEP]"
    tokens = read(minilm, text)
    (notice,) = notices(tokens, text, "minilm", control_ids(minilm))
    assert notice.code == "control-tokens"
    assert [text[start:end] for start, end in notice.spans] == ["[MASK]", "[SEP]"]
    assert [tokens[i].special for i in notice.tokens] == [False, False]


def test_marks_that_change_a_word_count_as_unread_and_accents_that_compose_do_not() -> None:
    def unread(text: str, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
        tokens = [
            Token(index=i, id=9, text=text[a:b], piece="", start=a, end=b, special=False, unknown=False, fragment=False)
            for i, (a, b) in enumerate(covered)
        ]
        return unread_spans(tokens, text)

    assert unread("कि", [(0, 1)]) == [(1, 2)]
    assert unread("e\u0301", [(0, 1)]) == []
    assert unread("❤\ufe0f \u200d", [(0, 1)]) == []
    assert unread("\u0301a", [(1, 2)]) == [(0, 1)]


def test_fragments_of_one_character_share_its_span() -> None:
    tokens = read(byte_level(), "a苹")
    assert [(t.text, t.start, t.end, t.fragment, t.special) for t in tokens] == [
        ("", 0, 0, False, True),
        ("a", 0, 1, False, False),
        *[("苹", 1, 2, True, False)] * 3,
    ]


@pytest.mark.weights
@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_has_spans_inside_it_in_order(minilm: Tokenizer, text: str) -> None:
    """Letters and digits that the vocabulary surely has are read where they stand."""
    for tokenizer in (byte_level(), minilm, recurrent.load()):
        tokens = read(tokenizer, text)
        assert all(0 <= t.start <= t.end <= len(text) for t in tokens)
        starts = [t.start for t in tokens if not t.special]
        assert starts == sorted(starts)
        covered = "".join(t.text for t in tokens)
        assert {c for c in text if c.isascii() and c.isalnum()} <= set(covered)
