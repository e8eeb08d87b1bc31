"""What reads a model's text: the ``tokenizer.json`` of its folder, held against what transformers would read.

transformers takes a class by name and may build another tokenizer than the file describes: a RoBERTa class around a
WordPiece file spells words letter by letter. The file is what reads here. Where the tokenizer that a person's own code
would load reads otherwise, that is found out when the model is loaded, and said in every answer.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from transformers import AutoTokenizer

from ..errors import WeightsError
from ..tokens.spans import prepare

PROBES = (
    "The Cat sat on the mat.",
    "UPPER lower MiXed, don't e-mail",
    "Café naïve Ångström ßß İI",
    "苹果很好吃,我买了三斤。",
    "3.14 12345 1,000 x86 $5 50%",
    "  two  spaces\tand a tab\nand lines\r\n ",
    "👩\u200d👧 😀 🇫🇷 👍🏽",
    "ﬁne ㈱ Ａ１ e\u0301 각 \u00a0x\u200by",
    "안녕 мир שלום مرحبا नमस्ते ไทย",
    "``quoted'' “curly” <b>tag</b> a_b #x @y",
)
PAIR = ("The Cat sat.", "苹果 fell, didn't it?")
MOST_SPECIAL = 20  # of the special tokens, so many are tried inside a sentence


@dataclass(frozen=True)
class TextReader:
    """A folder's tokenizer and what transformers makes of the same folder.

    ``types`` is whether transformers gives the model the token types of the encoding, None where that is not known.
    ``otherwise`` holds the probing sentences that transformers' tokenizer reads as other tokens.
    """

    tokenizer: Tokenizer
    unknown_id: int | None
    types: bool | None = None
    otherwise: tuple[str, ...] = ()


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer of the folder's ``tokenizer.json``, else the one that transformers makes of what is there.

    Raises:
        WeightsError: there is none, so that there are no character spans.

    """
    return text_reader(folder).tokenizer


def text_reader(folder: Path, *, pairs: bool = True) -> TextReader:
    """What reads the text, without truncation and padding, and whether transformers reads the same.

    They are compared where a ``tokenizer_config.json`` says what transformers should build.
    Where the file alone adds no special tokens although transformers adds some around the same tokens, the settings
    beside the file say so (``add_bos_token`` and the like), and transformers' frame is taken.

    Args:
        folder: of the model.
        pairs: whether the model reads pairs of sentences, which are compared too.

    Raises:
        WeightsError: there is no tokenizer, so that there are no character spans.

    """
    path = folder / "tokenizer.json"
    if not path.exists():
        theirs = _of_transformers(folder, must=True)
        backend = getattr(theirs, "backend_tokenizer", None)
        # without its files a class may make itself a vocabulary of special tokens only
        there = any((folder / str(name)).exists() for name in theirs.vocab_files_names.values())
        if not there or not isinstance(backend, Tokenizer):
            raise WeightsError(f"{folder} holds no tokenizer.json: without one there are no character spans.")
        return TextReader(prepare(backend), unknown_id(backend), _gives_types(theirs))
    tokenizer = _from_file(path)
    described = (folder / "tokenizer_config.json").exists()
    theirs = _of_transformers(folder, must=False) if described else None
    if theirs is None:
        return TextReader(tokenizer, unknown_id(tokenizer))
    otherwise = read_otherwise(tokenizer, theirs, pairs=pairs)
    if otherwise and _lacks_frame_only(tokenizer, theirs):
        framed = _from_file(path)
        framed.post_processor = theirs.backend_tokenizer.post_processor
        if not (left := read_otherwise(framed, theirs, pairs=pairs)):
            tokenizer, otherwise = framed, left
    return TextReader(tokenizer, unknown_id(tokenizer), _gives_types(theirs), otherwise)


def _from_file(path: Path) -> Tokenizer:
    try:
        return prepare(Tokenizer.from_file(str(path)))
    except Exception as error:  # the library raises no narrower class
        raise WeightsError(f"{path} cannot be read: {error}") from error


def _of_transformers(folder: Path, *, must: bool) -> Any:
    """The tokenizer that transformers builds of a folder; None, or an error if it ``must`` be, where it cannot."""
    try:
        theirs = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # each class fails in its own way on files that are not its own
        if must:
            raise WeightsError(
                f"{folder} holds no tokenizer.json and no tokenizer that transformers can read."
            ) from error
        return None
    return theirs


def _gives_types(theirs: Any) -> bool:
    return "token_type_ids" in theirs.model_input_names


def read_otherwise(own: Tokenizer, theirs: Any, *, pairs: bool = True) -> tuple[str, ...]:
    """The probing sentences of which ``theirs``, a tokenizer of transformers, makes other vocabulary indices.

    Those that differ in their token types, where it gives the model any, count too.
    """
    special = {token.content for token in own.get_added_tokens_decoder().values() if token.special}
    special |= set(theirs.all_special_tokens)
    probes = [*PROBES, *(f"a {token} b" for token in sorted(special)[:MOST_SPECIAL])]
    asked: list[tuple[str, ...]] = [*((probe,) for probe in probes), *([PAIR] if pairs else [])]
    return tuple(" / ".join(texts) for texts in asked if not _same(own, theirs, texts))


def _same(own: Tokenizer, theirs: Any, texts: tuple[str, ...]) -> bool:
    try:
        found = theirs(*texts)
    except Exception:  # what cannot read the sentence at all does not read the same
        return False
    encoding = own.encode(texts[0], texts[1] if len(texts) > 1 else None)
    types: list[int] = found.get("token_type_ids", encoding.type_ids)
    return bool(found["input_ids"] == encoding.ids and types == encoding.type_ids)


def _lacks_frame_only(own: Tokenizer, theirs: Any) -> bool:
    """Whether a file adds no special token itself, and reads the sentences as transformers does but for those."""
    if not isinstance(getattr(theirs, "backend_tokenizer", None), Tokenizer):
        return False
    bare = [own.encode(probe, add_special_tokens=False).ids for probe in PROBES]
    return bare == [own.encode(probe).ids for probe in PROBES] and bare == [
        theirs.backend_tokenizer.encode(probe, add_special_tokens=False).ids for probe in PROBES
    ]


def unknown_id(tokenizer: Tokenizer) -> int | None:
    """Vocabulary index of the unknown token, None if the vocabulary has none."""
    token = getattr(tokenizer.model, "unk_token", None)
    if token:
        return tokenizer.token_to_id(token)
    if not isinstance(tokenizer.model, Unigram):
        return None
    # it has an index instead of a name, and tells it in its JSON only
    found = re.match(r'\{"type":"Unigram","unk_id":(\d+)', tokenizer.model.__getstate__().decode())
    return int(found[1]) if found else None
