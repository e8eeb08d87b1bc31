"""What is read from font files is what other programs read from them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from noto_cjk_sans_otc import FONT_PATH

from app.draw.fonts import arranged, faces_of, installed

BUNDLED = Path(str(FONT_PATH))


def fontconfig(*arguments: str) -> str:
    if shutil.which("fc-query") is None:
        pytest.skip("no fontconfig to compare with")
    done = subprocess.run(["fc-query", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_families_and_characters_are_those_that_fontconfig_finds() -> None:
    compared = 0
    for path in dict.fromkeys(Path(file) for file in installed().files):
        told = fontconfig("--format", "%{family[0]}|%{charset}|%{variable}\n", str(path)).splitlines()
        told = [line for line in told if line.endswith("|False")]
        faces = list(faces_of(path))
        if len(told) != len(faces):
            continue  # named instances, which fontconfig lists too
        for line, face in zip(told, faces, strict=True):
            family, characters, _ = line.split("|")
            ranges = [part.partition("-")[::2] for part in characters.split()]
            wanted = {code for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)}
            has = {code for start, end in zip(face.starts, face.ends, strict=True) for code in range(start, end + 1)}
            # fontconfig leaves out glyphs without outlines, such as those of control characters
            assert wanted <= has, path
            assert len(has - wanted) < 100, path
            assert face.family.split()[0] == family.split()[0], path
            compared += 1
    assert compared > 0


def test_the_bundled_font_has_chinese_in_its_own_forms() -> None:
    fonts = arranged([BUNDLED])
    assert fonts.families == {"zh": "Noto Sans CJK SC", "ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR"}
    assert fonts.latin == "Noto Sans CJK SC"
    assert fonts.missing("Heads & Gates 注意力权重 → ↓ · … − \n\u200d") == []
    assert fonts.missing("ש a ש") == ["ש"]


def test_what_is_not_a_font_is_left_out(tmp_path: Path) -> None:
    whole = BUNDLED.read_bytes()
    broken = {"empty.ttf": b"", "text.ttf": b"no font at all", "cut.ttc": whole[:1000], "head.ttc": whole[:20]}
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
    found = arranged([*(tmp_path / name for name in broken), tmp_path / "gone.otf"])
    assert found.faces == ()
    assert found.latin is None
    assert found.missing("ab") == ["a", "b"]
