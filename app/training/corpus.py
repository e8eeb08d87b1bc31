"""What the recurrent nets read: grammar sentences and the graded sentences of hsk-sentences-audio.

The graded sentences (4,354 Chinese sentences of HSK 3.0 with English translations, CC-BY-SA-4.0) are fetched from the
package index into the cache folder and checked; they are not part of this repository.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import DownloadFailed, WrongHash
from ..settings import Settings
from .templates import LANGUAGES, Language, grammar, seeded

PACKAGE = "hsk-sentences-audio"
VERSION = "1.0.0"
LICENSE = "CC-BY-SA-4.0"
MEMBER = "hsk_sentences_audio/data/sentences.json"
SHA256 = "8f8ffd34eee29f395724ce060cad22511eeeabb7af731d5b5879dc0548e01660"
HELD_OUT_EVERY = 10  # one graded sentence in this many is held out, with its translation
TEMPLATE_SENTENCES = 24_000  # per language
HELD_OUT_TEMPLATES = 1_000  # per language
_GLUED = re.compile(  # runs of characters in the grammar that are more than a word
    "[了里上下的边点面在年]$|^[不很太在的我你他她您这那比都还祝请来]|[了很太]|一[只个]|^有[一几什]|人们?说|^每天都|会说|^做什|"
    "半$|帮帮|再说|也没|老师说|每个|上海人|大家一|^新鞋|[红白黑].[衣衬裤]"
)
_WORDLESS = re.compile(r"placeholder", re.IGNORECASE)  # translations that the data set left open


@dataclass(frozen=True)
class Split:
    """Sentences of one language: graded and from the grammar, for training and held out."""

    graded: tuple[str, ...]
    graded_held_out: tuple[str, ...]
    templates: tuple[str, ...]
    templates_held_out: tuple[str, ...]
    words: tuple[str, ...]  # the graded training sentences' words, in Chinese as the data set segments them


def graded_file(settings: Settings) -> Path:
    """The graded sentences on disk, fetched if absent.

    Raises:
        DownloadFailed: the package cannot be had from the index (or from ``settings.wheel_dir``).
        WrongHash: the file is not the published one.
    """
    target = settings.cache_dir / f"{PACKAGE}-{VERSION}" / "sentences.json"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            _download(Path(folder), settings.wheel_dir)
            partial = Path(folder) / "sentences.json"
            with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
                partial.write_bytes(wheel.read(MEMBER))
            _verify(partial)
            partial.replace(target)
    _verify(target)
    return target


def _download(folder: Path, wheel_dir: Path | None) -> None:
    source = ["--no-index", "--find-links", str(wheel_dir)] if wheel_dir else []
    options = ["--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options, *source, f"{PACKAGE}=={VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise DownloadFailed(f"{PACKAGE} {VERSION}, which holds the graded sentences, could not be downloaded: {last}")


def _verify(path: Path) -> None:
    got = hashlib.sha256(path.read_bytes()).hexdigest()
    if got != SHA256:
        raise WrongHash(f"{path} has sha256 {got}, expected {SHA256}: delete it and fetch it again")


@cache
def graded(path: Path) -> tuple[dict[str, str], ...]:
    """The graded sentences: {"zh", "en", "words"}; ``en`` is empty where the data set has no translation."""
    found = []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        english = entry["translation"]["en"]
        words = " ".join(token["word"] for token in entry["tokens"])
        found.append({"zh": entry["chinese"], "en": "" if _WORDLESS.search(english) else english, "words": words})
    return tuple(found)


def split(language: Language, settings: Settings) -> Split:
    """The text of one language: the same every time."""
    entries = graded(graded_file(settings))
    train = [e for n, e in enumerate(entries) if n % HELD_OUT_EVERY]
    seen = {e[each] for e in train for each in LANGUAGES}
    held = [e for n, e in enumerate(entries) if n % HELD_OUT_EVERY == 0 and e[language] and e[language] not in seen]
    templates = _templates(language, TEMPLATE_SENTENCES, seed=1)
    known = set(templates)
    fresh = [t for t in _templates(language, 3 * HELD_OUT_TEMPLATES, seed=2) if t not in known]
    return Split(
        graded=tuple(e[language] for e in train if e[language]),
        graded_held_out=tuple(e[language] for e in held),
        templates=templates,
        templates_held_out=tuple(fresh[:HELD_OUT_TEMPLATES]),
        words=tuple(e["words"] if language == "zh" else e["en"] for e in train),
    )


def tokenizer_text(splits: dict[Language, Split]) -> tuple[list[str], list[str], list[str]]:
    """What the tokenizer is made from: English text, Chinese words, and all text to count pieces in.

    The grammar's own Chinese words count too, except for runs that join a word to a particle or a pronoun.
    """
    half = TEMPLATE_SENTENCES // 2
    grammars = {each: (*splits[each].templates[:half], *_stories(each, half // 8)) for each in LANGUAGES}
    text = [t for each in LANGUAGES for t in (*splits[each].graded, *grammars[each])]
    english = [*splits["en"].graded, *grammars["en"]]
    cells = {c for rule in grammar("zh").rules.values() for row in rule.rows for c in row}
    parts = {p for c in cells for p in re.split(r"\{[^}]*\}|[^\u4e00-\u9fff]", c) if 1 < len(p) <= 4}
    words = [p for p in sorted(parts) if not _GLUED.search(p)]
    return english, [*splits["zh"].words, *words * 3], text


def _stories(language: Language, count: int) -> list[str]:
    rng = seeded(language, "stories")
    return [grammar(language).story(rng, ()).text for _ in range(count)]


@cache
def _templates(language: Language, count: int, seed: int) -> tuple[str, ...]:
    rng = seeded(language, seed)
    return tuple(grammar(language).sentence(rng) for _ in range(count))
