"""SVG text of the page's own renderer (static/src/core/scene/svg.ts) → PNG, with resvg."""

import html
import math
import re
import unicodedata

import resvg_py

from ..errors import DrawingError, FontMissing, PictureTooLarge
from .fonts import Fonts, installed

SIZE = re.compile(r'(<svg [^>]*?)\bwidth="([0-9.]+)" height="([0-9.]+)"')
PAPER = re.compile(r"\.f-paper\{fill:(#[0-9a-f]{6})\}")
TEXT = re.compile(r"<text((?: [^>]*)?)>([^<]*)</text>")
LANG = re.compile(r' lang="(\w+)')
ANCHOR = re.compile(r' text-anchor="(start|end)"')
TURNED = {"start": "end", "end": "start"}
# Han, kana, hangul, and the signs that are set with them
CJK = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
# Shaping any part of a line, resvg looks at the whole of it, and where one fallback font has all its characters draws
# all of it from that font. No font has this character, which is not seen: so each part keeps the font that it names.
UNKNOWN = '<tspan font-size="0.001" fill="none">\U0010fffd</tspan>'
MAX_NAMED = 10  # characters that an error names


def png(svg: str, ratio: float = 1, *, card: tuple[int, int] | None = None, max_pixels: int = 40_000_000) -> bytes:
    """Draw SVG text. Its theme must be fixed, light or dark: a PNG cannot follow its reader's. Takes 0.1 s and more,
    during which the interpreter does nothing else: a server asks ``rasters`` instead.

    Args:
        svg: what ``toSVG`` wrote.
        ratio: pixels of the PNG for each CSS px.
        card: width and height of the PNG in pixels, instead of the ratio: the whole figure is scaled to fit into it
            and stands in its middle on its paper's colour.
        max_pixels: the largest width times height, in pixels of the PNG.

    Raises:
        PictureTooLarge: the PNG would have more pixels.
        FontMissing: no font of this machine has some of the characters.
        DrawingError: the text is not such an SVG.

    """
    size, paper = SIZE.match(svg), PAPER.search(svg)
    if size is None or paper is None:
        raise DrawingError("The figure's SVG states no size or no colours.")
    if card is None:
        width, height = (math.ceil(float(side) * ratio) for side in size.groups()[1:])
    else:
        width, height = card
        svg = SIZE.sub(rf'\g<1>width="{width}" height="{height}"', svg, count=1)
    if width * height > max_pixels:
        raise PictureTooLarge(
            f"The PNG would have {width:,} by {height:,} pixels, {width * height:,} in all; "
            f"the limit is {max_pixels:,}.",
            limit=max_pixels,
            got=width * height,
        )
    fonts = installed()
    try:
        return resvg_py.svg_to_bytes(
            svg_string=for_resvg(svg, fonts),
            background=paper[1],
            zoom=None if card else ratio,
            skip_system_fonts=True,
            font_files=fonts.files,
            font_family=fonts.latin,
            sans_serif_family=fonts.latin,
            languages=["en"],
        )
    except ValueError as error:
        raise DrawingError(f"The figure's SVG cannot be drawn: {error}") from error


def for_resvg(svg: str, fonts: Fonts) -> str:
    """The same picture in the words that resvg understands as browsers do.

    resvg smooths an image that is to be pixelated, takes start and end of a line for left and right in every script,
    and draws a whole line in another font, as it comes, for one character that the first lacks.

    Raises:
        FontMissing: no font has some of the characters.

    """
    missing = fonts.missing(html.unescape("".join(text for _, text in TEXT.findall(svg))))
    if missing:
        named = " ".join(f"{c} (U+{ord(c):04X})" for c in missing[:MAX_NAMED])
        more = f" and {len(missing) - MAX_NAMED} more" if len(missing) > MAX_NAMED else ""
        raise FontMissing(f"This server has no font with {named}{more}, so a PNG would show boxes instead.")

    def text(found: re.Match[str]) -> str:
        attributes, words = found.groups()
        if ' direction="rtl"' in attributes:
            attributes = ANCHOR.sub(lambda anchor: f' text-anchor="{TURNED[anchor[1]]}"', attributes)
        lang = LANG.search(attributes)
        parts = runs(html.unescape(words), fonts, lang[1] if lang else "zh")
        spans = "".join(_span(part, family) for part, family in parts)
        return f"<text{attributes}>{spans}{UNKNOWN if len(parts) > 1 else ''}</text>"

    return TEXT.sub(text, svg).replace(' image-rendering="pixelated"', ' image-rendering="optimizeSpeed"')


def runs(words: str, fonts: Fonts, lang: str) -> list[tuple[str, str | None]]:
    """A line in parts, each with the family that has its characters; None: the family for Latin, which comes first."""
    parts: list[tuple[str, str | None]] = []
    for character in words:
        last = parts[-1][1] if parts else None
        family = last if parts and not _stands_alone(character) else _family(character, fonts, lang)
        if parts and family == last:
            parts[-1] = (parts[-1][0] + character, last)
        else:
            parts.append((character, family))
    return parts


def _stands_alone(character: str) -> bool:
    """Whether a character is no mark on the one before it, no joiner and no space."""
    return unicodedata.category(character) not in {"Mn", "Me", "Mc", "Cf", "Zs"}


def _family(character: str, fonts: Fonts, lang: str) -> str | None:
    if CJK.match(character):
        return fonts.families.get(lang) or fonts.families.get("zh")
    face = next((face for face in fonts.faces if face.has(character)), None)
    return None if face is None or face.family == fonts.latin else face.family


def _span(words: str, family: str | None) -> str:
    written = html.escape(words)
    return f'<tspan font-family="{html.escape(family)}">{written}</tspan>' if family else written
