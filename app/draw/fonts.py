"""Finds fonts for pictures: which files there are, which characters they have, which to use for what.

The system's fonts are looked at first. The package noto-cjk-sans-otc brings one that has Latin and Chinese, so that
no machine is without.
"""

import os
import struct
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from noto_cjk_sans_otc import FONT_PATH

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
# the font stack of static/src/core/scene/text.ts, then what else draws text well
LATIN = ("Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "Arimo", "Noto Sans", "DejaVu Sans")
HAN = {
    "zh": (
        "PingFang SC",
        "Hiragino Sans GB",
        "Microsoft YaHei",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
    ),
    "ja": ("Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans"),
    "ko": ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K"),
}
PROBES = {"zh": "的这们", "ja": "のア語", "ko": "한국어"}
LESS_LIKE = ("serif", "mono", "condensed", "narrow", "math", "light", "black", "thin")


@dataclass(frozen=True)
class Face:
    """One face of a font file. ``starts`` and ``ends`` are the ranges of code points that it has, ends included."""

    path: Path
    family: str
    bold: bool
    italic: bool
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, character: str) -> bool:
        """Whether the face has a glyph for one character."""
        code = ord(character)
        at = bisect_right(self.starts, code) - 1
        return at >= 0 and code <= self.ends[at]


@dataclass(frozen=True)
class Fonts:
    """The fonts of this machine, the best first; ``families`` are those for Latin, and for zh, ja and ko."""

    faces: tuple[Face, ...]
    latin: str | None
    families: dict[str, str]

    @property
    def files(self) -> list[str]:
        """The font files in order: a character is drawn from the first that has it."""
        return list(dict.fromkeys(str(face.path) for face in self.faces))

    def missing(self, text: str) -> list[str]:
        """The characters that no font has, each once. Those that print nothing need none."""
        printed = dict.fromkeys(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Zl", "Zp"))
        wanted = (c for c in printed if not 0xFE00 <= ord(c) <= 0xFE0F)  # variation selectors
        return [c for c in wanted if not any(face.has(c) for face in self.faces)]


def folders() -> list[Path]:
    """Where fonts are kept on this kind of system."""
    home = Path.home()
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if sys.platform == "win32":
        return [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            home / r"AppData\Local\Microsoft\Windows\Fonts",
        ]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]


@cache
def installed() -> Fonts:
    """The fonts of this machine; looked for once."""
    files = [
        p for folder in folders() if folder.is_dir() for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES
    ]
    return arranged([*files, Path(str(FONT_PATH))])


def arranged(files: Iterable[Path]) -> Fonts:
    """The faces of font files in the order in which they are tried. Files that cannot be read are left out."""
    faces = [face for path in files for face in faces_of(path)]
    known = {face.family for face in faces}
    latin = next((name for name in LATIN if name in known), None)
    families = {}
    for lang, names in HAN.items():
        able = [f.family for f in sorted(faces, key=_rank) if all(map(f.has, PROBES[lang]))]
        best = next((name for name in names if name in able), able[0] if able else None)
        if best is not None:
            families[lang] = best
    first = {latin: 0, families.get("zh"): 1}
    ordered = sorted(faces, key=lambda face: (first.get(face.family, 2), _rank(face)))
    return Fonts(tuple(ordered), latin or families.get("zh"), families)


def _rank(face: Face) -> tuple[int, bool, bool]:
    name = f"{face.family} {face.path.stem}".lower()
    return sum(word in name for word in LESS_LIKE), face.italic, face.bold


def faces_of(path: Path) -> Iterator[Face]:
    """The faces of one font file; none if it is not a font, or broken."""
    try:
        with path.open("rb") as file:
            for offset in _offsets(file):
                if (face := _face(path, file, offset)) is not None:
                    yield face
    except (OSError, struct.error, UnicodeDecodeError):
        return


def _unpack(file: BinaryIO, at: int, form: str) -> tuple[Any, ...]:
    file.seek(at)
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _offsets(file: BinaryIO) -> tuple[int, ...]:
    """Where the faces of a file begin: several in a collection."""
    file.seek(0)
    if file.read(4) != b"ttcf":
        return (0,)
    (count,) = _unpack(file, 8, ">I")
    return _unpack(file, 12, f">{count}I")


def _face(path: Path, file: BinaryIO, offset: int) -> Face | None:
    (count,) = _unpack(file, offset + 4, ">H")
    tables = {}
    for i in range(count):
        tag, _, where, _ = _unpack(file, offset + 12 + 16 * i, ">4s3I")
        tables[tag] = where
    if not {b"name", b"cmap", b"OS/2"} <= tables.keys():
        return None
    (style,) = _unpack(file, tables[b"OS/2"] + 62, ">H")
    family, ranges = _family(file, tables[b"name"]), _characters(file, tables[b"cmap"])
    if not family or not ranges:
        return None
    starts, ends = zip(*ranges, strict=True)
    return Face(path, family, bool(style & 0x20), bool(style & 1), starts, ends)


def _family(file: BinaryIO, at: int) -> str:
    """The English family name: the typographic one if there is one."""
    _, count, texts = _unpack(file, at, ">3H")
    found = {}
    for i in range(count):
        platform, _, language, kind, length, where = _unpack(file, at + 6 + 12 * i, ">6H")
        if platform == 3 and language == 0x409 and kind in (1, 16):
            file.seek(at + texts + where)
            found[kind] = file.read(length).decode("utf-16-be")
    return found.get(16, found.get(1, ""))


def _characters(file: BinaryIO, at: int) -> list[tuple[int, int]]:
    """The ranges of code points in the best of the face's Unicode tables."""
    _, count = _unpack(file, at, ">2H")
    found = {}
    for i in range(count):
        platform, _, offset = _unpack(file, at + 4 + 8 * i, ">HHI")
        if platform in (0, 3):
            found[_unpack(file, at + offset, ">H")[0]] = at + offset
    if 12 in found:
        (groups,) = _unpack(file, found[12] + 12, ">I")
        flat = _unpack(file, found[12] + 16, f">{3 * groups}I")
        return sorted(zip(flat[::3], flat[1::3], strict=True))
    if 4 in found:
        half = _unpack(file, found[4] + 6, ">H")[0] // 2
        ends = _unpack(file, found[4] + 14, f">{half}H")
        starts = _unpack(file, found[4] + 16 + 2 * half, f">{half}H")
        return [(start, end) for start, end in zip(starts, ends, strict=True) if start != 0xFFFF]
    return []
