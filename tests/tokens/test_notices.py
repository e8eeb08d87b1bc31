"""What was not read is said."""

import pytest
from tokenizers import Tokenizer

from app.tokens.notices import notices, split_words, unread_spans
from tests.tokens.conftest import Read
from tests.tokens.made import tokens

CHINESE = "苹果很好吃,我买了三斤。"


@pytest.mark.weights
def test_chinese_is_marked_unknown_character_by_character(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    found = read("minilm", CHINESE)
    assert "".join(t.text for t in found if t.unknown) == "苹果很好吃买了斤"
    (notice,) = notices(found, CHINESE, "minilm", tokenizers["minilm"])
    assert notice.code == "unknown-tokens"
    assert "8 of 12" in notice.detail
    assert [CHINESE[start:end] for start, end in notice.spans] == list("苹果很好吃买了斤")


@pytest.mark.weights
@pytest.mark.parametrize("name", ["e5", "lstm"])
def test_models_that_read_chinese_say_nothing(read: Read, tokenizers: dict[str, Tokenizer], name: str) -> None:
    assert notices(read(name, CHINESE), CHINESE, name, tokenizers[name]) == []


@pytest.mark.weights
def test_the_unknown_token_of_a_sentencepiece_vocabulary(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    text = "𠮷野家"
    (notice,) = notices(read("e5", text), text, "e5", tokenizers["e5"])
    assert (notice.code, notice.spans) == ("unknown-tokens", [(0, 1)])


@pytest.mark.weights
def test_characters_that_the_tokenizer_drops_are_announced(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    text = "a \ufffd b"
    found = read("minilm", text)
    assert unread_spans(found, text) == [(2, 3)]
    assert [n.code for n in notices(found, text, "minilm", tokenizers["minilm"])] == ["unread-characters"]


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
    (notice,) = notices(found, text, name, tokenizers[name])
    assert notice.code == "control-tokens"
    assert [text[start:end].strip() for start, end in notice.spans] == expected
    assert not any(found[i].special for i in notice.tokens)


@pytest.mark.weights
@pytest.mark.parametrize(("name", "spelled"), [("minilm", "[UNK]"), ("e5", "<unk>")])
def test_an_unknown_token_that_is_spelled_out_is_unknown(
    read: Read, tokenizers: dict[str, Tokenizer], name: str, spelled: str
) -> None:
    (notice,) = notices(read(name, spelled), spelled, name, tokenizers[name])
    assert notice.code == "unknown-tokens"


def test_marks_that_change_a_word_count_as_unread_and_accents_that_compose_do_not() -> None:
    def unread(text: str, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return unread_spans(tokens(text, covered), text)

    assert unread("कि", [(0, 1)]) == [(1, 2)]
    assert unread("e\u0301", [(0, 1)]) == []
    assert unread("❤\ufe0f \u200d", [(0, 1)]) == []
    assert unread("\u0301a", [(1, 2)]) == [(0, 1)]


@pytest.mark.weights
def test_smollm2_says_that_it_reads_chinese_as_bytes(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    tokenizer, found = tokenizers["smollm2"], read("smollm2", CHINESE)
    (notice,) = notices(found, CHINESE, "smollm2", tokenizer)
    alone = {t.start for t in found if tokenizer.decode([t.id]) == t.text}  # the tokenizer's own answer
    said = [CHINESE[start:end] for start, end in notice.spans]
    assert notice.code == "byte-pieces"
    assert said == [character for i, character in enumerate(CHINESE) if i not in alone]
    assert "苹" in said
    assert all("\ufffd" in tokenizer.decode([found[i].id]) for i in notice.tokens)
    assert f"{len(notice.tokens)} of its {len(found)} tokens here" in notice.detail


@pytest.mark.weights
def test_a_character_that_becomes_several_is_not_read_as_bytes(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    text = "the ½ and ㈱"
    found = read("e5", text)
    assert any(t.fragment for t in found)
    assert notices(found, text, "e5", tokenizers["e5"]) == []


@pytest.mark.weights
def test_a_net_reads_what_it_has_no_piece_for_as_bytes(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    (notice,) = notices(read("lstm", "a 𠮷"), "a 𠮷", "lstm", tokenizers["lstm"])
    assert (notice.code, notice.spans) == ("byte-pieces", [(2, 3)])
    assert [read("lstm", "a 𠮷")[i].piece for i in notice.tokens] == [f"<0x{b:02X}>" for b in "𠮷".encode()]


@pytest.mark.weights
@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("The xylophone isn't good.", ["xylophone"]),
        ("I grew up in France, so I speak fluent French.", []),
        ("In 1999 the cats didn't sleep.", []),
        ("An e-mail", ["mail"]),
        ("我在法国长大,𠮷。", []),
        ("мама", []),
        ("Zürich's cats", ["Zürich's"]),
    ],
)
def test_words_that_fall_into_letters_in_a_net(
    read: Read, tokenizers: dict[str, Tokenizer], text: str, split: list[str]
) -> None:
    tokenizer = tokenizers["lstm"]
    said = split_words(read("lstm", text), text, "lstm", tokenizer)
    assert [text[start:end] for notice in said for start, end in notice.spans] == split
    assert [notice.code for notice in said] == ["split-words"] * bool(split)
    # the tokenizer's own answer: alone, such a word is several pieces too
    assert all(len(tokenizer.encode(word, add_special_tokens=False).ids) > 1 for word in split)


@pytest.mark.weights
def test_a_net_says_which_pieces(read: Read, tokenizers: dict[str, Tokenizer]) -> None:
    text = "The xylophone is red"
    (notice,) = split_words(read("lstm", text), text, "lstm", tokenizers["lstm"])
    assert "1 of 4 words" in notice.detail
    assert "x·y·lo·phone" in notice.detail
    assert [read("lstm", text)[i].piece for i in notice.tokens] == ["x", "y", "lo", "phone▁"]
