"""What was not read is said."""

import pytest
from tokenizers import Tokenizer

from app.tokens.notices import control_ids, notices, unread_spans
from tests.tokens.conftest import Read
from tests.tokens.made import tokens

CHINESE = "苹果很好吃,我买了三斤。"


@pytest.mark.weights
def test_chinese_is_marked_unknown_character_by_character(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    found = read("minilm", CHINESE)
    assert "".join(t.text for t in found if t.unknown) == "苹果很好吃买了斤"
    (notice,) = notices(found, CHINESE, "minilm", control_ids(tokenizers["minilm"]))
    assert notice.code == "unknown-tokens"
    assert "8 of 12" in notice.detail
    assert [CHINESE[start:end] for start, end in notice.spans] == list("苹果很好吃买了斤")


@pytest.mark.weights
@pytest.mark.parametrize("name", ["e5", "smollm2", "lstm"])
def test_models_that_read_chinese_say_nothing(read: Read, tokenizers: dict[str, Tokenizer], name: str) -> None:
    assert notices(read(name, CHINESE), CHINESE, name, control_ids(tokenizers[name])) == []


@pytest.mark.weights
def test_the_unknown_token_of_a_sentencepiece_vocabulary(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    text = "𠮷野家"
    (notice,) = notices(read("e5", text), text, "e5", control_ids(tokenizers["e5"]))
    assert (notice.code, notice.spans) == ("unknown-tokens", [(0, 1)])


@pytest.mark.weights
def test_characters_that_the_tokenizer_drops_are_announced(read: Read) -> None:
    text = "a \ufffd b"
    found = read("minilm", text)
    assert unread_spans(found, text) == [(2, 3)]
    assert [n.code for n in notices(found, text, "minilm", ())] == ["unread-characters"]


@pytest.mark.weights
@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("minilm", "a [MASK] b [SEP]", ["[MASK]", "[SEP]"]),
        ("e5", "a </s> b <mask>", ["</s>", "<mask>"]),
        ("smollm2", "a <|im_start|> b", ["<|im_start|>"]),
    ],
)
def test_control_tokens_that_a_sentence_spells_out_are_announced(
    read: Read, tokenizers: dict[str, Tokenizer], name: str, text: str, expected: list[str]
) -> None:
    found = read(name, text)
    (notice,) = notices(found, text, name, control_ids(tokenizers[name]))
    assert notice.code == "control-tokens"
    assert [text[start:end].strip() for start, end in notice.spans] == expected
    assert not any(found[i].special for i in notice.tokens)


@pytest.mark.weights
@pytest.mark.parametrize(("name", "spelled"), [("minilm", "[UNK]"), ("e5", "<unk>")])
def test_an_unknown_token_that_is_spelled_out_is_unknown(
    read: Read, tokenizers: dict[str, Tokenizer], name: str, spelled: str
) -> None:
    (notice,) = notices(read(name, spelled), spelled, name, control_ids(tokenizers[name]))
    assert notice.code == "unknown-tokens"


def test_marks_that_change_a_word_count_as_unread_and_accents_that_compose_do_not() -> None:
    def unread(text: str, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return unread_spans(tokens(text, covered), text)

    assert unread("कि", [(0, 1)]) == [(1, 2)]
    assert unread("e\u0301", [(0, 1)]) == []
    assert unread("❤\ufe0f \u200d", [(0, 1)]) == []
    assert unread("\u0301a", [(1, 2)]) == [(0, 1)]
