"""The folder's file reads the text; where transformers would read otherwise, that is found out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer

from app.errors import WeightsError
from app.models.tokenizers import PROBES, text_reader, tokenizer_of

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PIECES = [*SPECIAL, "the", "cat", "sat", "on", "mat", ".", ",", "##s", "a", "##b", "fell", "it"]


def word_pieces(*, lowercase: bool = True, framed: bool = True) -> Tokenizer:
    """A small BERT's tokenizer."""
    letters = [letter for each in "abcdefghijklmnopqrstuvwxyzTC" for letter in (each, f"##{each}")]
    pieces = list(dict.fromkeys([*PIECES, *letters]))
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    if framed:
        tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def folder_of(path: Path, tokenizer: Tokenizer, **config: object) -> Path:
    tokenizer.save(str(path / "tokenizer.json"))
    (path / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    return path


def test_a_class_that_spells_the_words_of_the_file_is_not_what_reads(tmp_path: Path) -> None:
    own = word_pieces()
    folder = folder_of(tmp_path, own, tokenizer_class="RobertaTokenizer")
    theirs = AutoTokenizer.from_pretrained(folder)
    assert theirs("The Cat")["input_ids"] != own.encode("The Cat").ids
    read = text_reader(folder)
    for text in PROBES:
        found, expected = read.tokenizer.encode(text), own.encode(text)
        assert (found.ids, found.offsets) == (expected.ids, expected.offsets)
    assert PROBES[0] in read.otherwise
    assert read.types is False


def test_the_right_class_reads_the_same(tmp_path: Path) -> None:
    read = text_reader(folder_of(tmp_path, word_pieces(), tokenizer_class="BertTokenizer"))
    assert (read.otherwise, read.types, read.unknown_id) == ((), True, 1)


def test_a_setting_beside_the_file_that_changes_the_reading_is_found(tmp_path: Path) -> None:
    cased = word_pieces(lowercase=False)
    read = text_reader(folder_of(tmp_path, cased, tokenizer_class="BertTokenizer", do_lower_case=True))
    assert PROBES[0] in read.otherwise
    assert read.tokenizer.encode("Tab").tokens == cased.encode("Tab").tokens


def test_a_frame_that_the_file_lacks_is_that_of_the_class(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, word_pieces(framed=False), tokenizer_class="BertTokenizer")
    read, theirs = text_reader(folder), AutoTokenizer.from_pretrained(folder)
    assert read.otherwise == ()
    for second in [None, "it fell"]:
        expected = theirs("The cat", second)
        found = read.tokenizer.encode("The cat", second)
        assert found.tokens[0] == "[CLS]"
        assert (found.ids, found.type_ids) == (expected["input_ids"], expected["token_type_ids"])


def test_inputs_that_the_configuration_names(tmp_path: Path) -> None:
    names = ["input_ids", "attention_mask"]
    read = text_reader(folder_of(tmp_path, word_pieces(), tokenizer_class="BertTokenizer", model_input_names=names))
    assert read.types is False


def test_a_special_token_that_only_the_configuration_has_is_found(tmp_path: Path) -> None:
    config = {"tokenizer_class": "BertTokenizer", "additional_special_tokens": ["[ENT]"]}
    assert text_reader(folder_of(tmp_path, word_pieces(), **config)).otherwise == ("a [ENT] b",)


def test_without_a_file_transformers_builds_one(tmp_path: Path) -> None:
    vocabulary = word_pieces().get_vocab()
    (tmp_path / "vocab.txt").write_text("\n".join(sorted(vocabulary, key=vocabulary.__getitem__)), encoding="utf-8")
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}', encoding="utf-8")
    read = text_reader(tmp_path)
    assert read.tokenizer.encode("The Cat").ids == word_pieces().encode("The Cat").ids
    assert read.types is True


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("{}", encoding="utf-8")])
def test_a_folder_without_a_tokenizer(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    folder = folder_of(tmp_path, word_pieces(), tokenizer_class="BertTokenizer")
    spoil(folder / "tokenizer.json")
    with pytest.raises(WeightsError, match="tokenizer"):
        tokenizer_of(folder)
