"""SVG text of the page's own renderer (static/js/scene/svg.js) → PNG, with resvg."""

import html
import math
import re

import resvg_py

from app.draw.fonts import Fonts, installed
from app.errors import DrawingError, FontMissing, PictureTooLarge

SIZE = re.compile(r'(<svg [^>]*?)\bwidth="([0-9.]+)" height="([0-9.]+)"')
PAPER = re.compile(r"\.f-paper\{fill:(#[0-9a-f]{6})\}")
TEXT = re.compile(r"<text((?: [^>]*)?)>([^<]*)</text>")
LANG = re.compile(r' lang="(\w+)')
ANCHOR = re.compile(r' text-anchor="(start|end)"')
TURNED = {"start": "end", "end": "start"}
# Han, kana, hangul, and the signs that are set with them
CJK = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]+"
)
MAX_NAMED = 10  # characters that an error names


def png(svg: str, ratio: float = 1, *, card: tuple[int, int] | None = None, max_pixels: int = 40_000_000) -> bytes:
    """Draw SVG text. Its theme must be fixed, light or dark: a PNG cannot follow its reader's. Takes 0.1 s and more.

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
    and looks for a character that its first font lacks in any font, a Japanese or a serif one as it comes.

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
        if CJK.search(words):
            lang = LANG.search(attributes)
            family = fonts.families.get(lang[1] if lang else "zh") or fonts.families.get("zh")
            # the Latin letters beside Chinese too: resvg draws a whole line from the first font that has all of it
            attributes += f' font-family="{html.escape(family)}"' if family else ""
        return f"<text{attributes}>{words}</text>"

    return TEXT.sub(text, svg).replace(' image-rendering="pixelated"', ' image-rendering="optimizeSpeed"')
