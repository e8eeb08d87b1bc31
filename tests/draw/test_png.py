"""PNGs of the page's own SVG text: their size, their colours, their letters; and what is refused."""

import json
import math
import struct
import zlib
from pathlib import Path

import pytest
from noto_cjk_sans_otc import FONT_PATH

from app.draw import png as png_module
from app.draw.fonts import arranged, installed
from app.draw.png import for_resvg, png
from app.errors import DrawingError, FontMissing, PictureTooLarge
from tests.draw.by_node import PICTURES, native, run

Colour = tuple[int, int, int]
PAPER = {"light": (0xFB, 0xFB, 0xF9), "dark": (0x15, 0x18, 0x1C)}
BUNDLED = Path(str(FONT_PATH))


def decoded(data: bytes) -> list[list[Colour]]:
    """The pixels of a PNG of eight-bit RGBA, row by row; the picture is opaque."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (depth, kind) == (8, 6)
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += 12 + length
    raw, stride = zlib.decompress(packed), 4 * width
    above = bytearray(stride)
    rows = []
    for y in range(height):
        start = y * (stride + 1)
        line = bytearray(raw[start + 1 : start + 1 + stride])
        _unfilter(raw[start], line, above)
        assert all(alpha == 255 for alpha in line[3::4])
        rows.append([(line[x], line[x + 1], line[x + 2]) for x in range(0, stride, 4)])
        above = line
    return rows


def _unfilter(kind: int, line: bytearray, above: bytearray) -> None:
    for x in range(len(line)):
        a, b, c = (line[x - 4], above[x], above[x - 4]) if x >= 4 else (0, above[x], 0)
        nearest = min((a, b, c), key=lambda one: abs(a + b - c - one))
        line[x] = (line[x] + (0, a, b, (a + b) // 2, nearest)[kind]) % 256


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """SVG text by theme, written by the page's modules in node."""
    entry = tmp_path_factory.mktemp("pictures") / "pictures.mjs"
    entry.write_text(native(PICTURES), "utf-8")
    found: dict[str, list[str]] = json.loads(run(entry, "JSON.stringify(all)"))
    return found


def svg_of(body: str, width: float = 100, height: float = 20) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="Helvetica, Arial, &quot;Liberation Sans&quot;, sans-serif">'
        "<style>.f-paper{fill:#fbfbf9}.f-ink{fill:#000000}</style>"
        f'<rect width="100%" height="100%" class="f-paper"/>{body}</svg>'
    )


def ink(pixels: list[list[Colour]]) -> set[tuple[int, int]]:
    return {(x, y) for y, row in enumerate(pixels) for x, colour in enumerate(row) if sum(colour) < 300}


def written(text: str, attributes: str = "", size: int = 16) -> set[tuple[int, int]]:
    """The dark pixels of one text."""
    return ink(decoded(png(svg_of(f'<text{attributes} x="50" y="16" font-size="{size}" class="f-ink">{text}</text>'))))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_of_picture_has_its_size_and_its_paper(pictures: dict[str, list[str]], theme: str) -> None:
    for svg in pictures[theme]:
        width, height = (float(part) for part in svg.split('viewBox="0 0 ')[1].split('"')[0].split())
        for ratio in (1, 1.5):
            assert struct.unpack(">II", png(svg, ratio)[16:24]) == (math.ceil(ratio * width), math.ceil(ratio * height))
    pixels = decoded(png(pictures[theme][2], 1))
    assert {pixels[0][-1], pixels[-1][0], pixels[-1][-1]} == {PAPER[theme]}


def test_a_raster_comes_out_as_blocks_of_the_colours_it_has(tmp_path: Path) -> None:
    entry = tmp_path / "raster.mjs"
    source = """
    import { raster } from "./core/scene/marks.ts";
    import { pixels } from "./core/scene/raster.ts";
    import { toSVG } from "./core/scene/svg.ts";
    const side = 70;
    const values = Float32Array.from({ length: side * side }, (_, i) => ((i * 7919) % 1000) / 1000);
    const scale = { map: "attention", kind: "sqrt", domain: [0, 1] };
    const mark = raster({ x: 5, y: 3, width: 3 * side, height: 3 * side, columns: side, rows: side, values, scale });
    const marks = [mark];
    const scene = { width: 3 * side + 10, height: 3 * side + 10, title: "", description: "", marks, regions: [] };
    export const svg = toSVG(scene, { theme: "light" });
    export const rgba = [...pixels(mark, "light")];
    """
    entry.write_text(native(source), "utf-8")
    made = json.loads(run(entry, "JSON.stringify(all)"))
    assert "<image" in made["svg"]
    cells = [tuple(made["rgba"][i : i + 3]) for i in range(0, len(made["rgba"]), 4)]
    for ratio in (1, 2):
        pixels = decoded(png(made["svg"], ratio))
        for row in range(70):
            for column in range(70):
                x, y = (5 + 3 * column) * ratio, (3 + 3 * row) * ratio
                found = {pixels[y + dy][x + dx] for dy in range(3 * ratio) for dx in range(3 * ratio)}
                assert found == {cells[row * 70 + column]}, (row, column, ratio)


def test_a_card_holds_the_whole_figure_in_its_middle(pictures: dict[str, list[str]]) -> None:
    pixels = decoded(png(pictures["dark"][0], card=(600, 315)))
    assert (len(pixels[0]), len(pixels)) == (600, 315)
    used = [x for x in range(600) if any(row[x] != PAPER["dark"] for row in pixels)]
    assert 100 < used[0] < 300 < used[-1] < 500
    assert abs(used[0] - (599 - used[-1])) < 30


def test_chinese_is_drawn_in_chinese_forms() -> None:
    # 直 and 骨 look different in Chinese and Japanese; no language means Chinese
    assert written("直骨") == written("直骨", ' lang="zh"') != written("直骨", ' lang="ja"')
    assert len(written("直骨")) > len(written("直")) > 0


@pytest.mark.parametrize("beside", ["吃", "✓"])
@pytest.mark.parametrize("weight", ["", ' font-weight="bold"'])
def test_letters_keep_their_font_beside_a_character_that_it_lacks(beside: str, weight: str) -> None:
    moved = f'{weight} transform="translate(-48 0)"'
    alone, both = written("Wig,", moved), written(f"Wig,{beside}", moved)
    edge = max(x for x, _ in alone)
    assert {(x, y) for x, y in both if x <= edge} == alone, "as wide, and as bold"
    assert max(x for x, _ in both) > edge


def test_a_line_from_right_to_left_ends_where_it_is_to_end() -> None:
    # svg.js turns the anchor of such text: "start" means that it ends at its x, at the left of it
    left = written("שלום", ' text-anchor="start" direction="rtl" unicode-bidi="isolate"')
    right = written("שלום", ' text-anchor="end" direction="rtl" unicode-bidi="isolate"')
    assert max(x for x, _ in left) <= 50 <= min(x for x, _ in right)


def test_characters_that_no_font_has_are_named() -> None:
    missing = "\U0003a000"  # a plane in which nothing is assigned
    with pytest.raises(FontMissing, match=r"U\+3A000"):
        png(svg_of(f"<text>a{missing}</text>"))
    assert png(svg_of("<text>a\u200d\ufe0f\u202a &amp; b</text>"))
    with pytest.raises(FontMissing, match=r"中 \(U\+4E2D\)"):
        for_resvg(svg_of("<text>中</text>"), arranged([]))


def test_the_bundled_font_alone_draws_latin_and_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png_module, "installed", lambda: arranged([BUNDLED]))
    assert written("it’s")
    assert written("直") != written("骨")


def test_a_picture_that_is_too_large_says_by_how_much() -> None:
    with pytest.raises(PictureTooLarge) as raised:
        png(svg_of("", 1000, 500.5), 4, max_pixels=1_000_000)
    assert (raised.value.limit, raised.value.got) == (1_000_000, 4000 * 2002)
    with pytest.raises(PictureTooLarge):
        png(svg_of(""), card=(2000, 2000), max_pixels=1_000_000)


@pytest.mark.parametrize("svg", ["", "<svg>", svg_of("<g>"), svg_of("<rect width=1/>")])
def test_what_is_not_such_an_svg_is_our_own_fault(svg: str) -> None:
    with pytest.raises(DrawingError):
        png(svg, 1)


def test_latin_text_is_not_drawn_in_a_chinese_face_where_there_is_a_better_one() -> None:
    fonts = installed()
    names = {face.family for face in fonts.faces}
    if names & {"Liberation Sans", "Arial", "Helvetica", "DejaVu Sans"}:
        assert fonts.latin not in fonts.families.values()
    assert "zh" in fonts.families
