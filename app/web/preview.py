"""What others show of a view before it is opened: its title, a description, a picture, its place in a frame.

Made from the address alone, so that it is said at once, whatever the models are doing.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ..draw.kits import View
from .links import CARD, MAX_URL_CHARS, Links, view_pairs

TITLE_CHARS = 80
DESCRIPTION_CHARS = 200
# marks that turn the direction of what follows: they would reorder words of ours, or of the page that shows the title
BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


BOTH = ""  # the panels of attention and memory, side by side
CELLS = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN", "counter": "Counter"}


@dataclass(frozen=True)
class Preview:
    """What is said of one view. Texts are plain, without markup, on one line, and bounded in length."""

    query: str  # the view's own part of the query, encoded anew, without its question mark
    lang: str
    title: str
    page_title: str  # of the browser's tab
    description: str
    height: int  # CSS pixels
    links: Links
    pictured: bool  # whether the picture of its link preview is promised
    is_empty: bool  # the address says that there is no sentence; one that is too long for it is in its fragment

    @property
    def has_address(self) -> bool:
        """Whether the page's address says all and is short enough to be handed on: else no embed, and no picture."""
        return not self.is_empty and len(self.page) <= MAX_URL_CHARS

    @property
    def page(self) -> str:
        """The address of the page."""
        return self.links.page(self.query)

    @property
    def card(self) -> str:
        """The address of the picture for link previews."""
        return self.links.card(self.query)

    card_width, card_height = CARD

    def oembed(self, form: str) -> str:
        """The address of the oEmbed answer, ``form`` being json or xml."""
        return self.links.oembed(self.query, form)


def preview_of(query: str, links: Links, views: Mapping[str, View], keys: Collection[str] | None = None) -> Preview:
    """What to say of the view that a query describes.

    Args:
        query: without its question mark, whatever it holds.
        links: where our addresses begin.
        views: what is known of each, by id; of both panels under "".
        keys: those that the view state has; others are dropped. None keeps all.

    """
    asked = view_pairs(query, keys)
    lang = "zh" if asked.get("lang") == "zh" else "en"
    view = views.get(asked.get("view", ""), views[BOTH])
    sentence = one_line(asked.get("text", ""), TITLE_CHARS)
    name = view.zh if lang == "zh" else view.en
    return Preview(
        query=urlencode(asked),
        lang=lang,
        title=f"“{sentence}” · {name}" if view.reads and sentence else f"{name} · Heads & Gates",
        page_title=f"{one_line(sentence, 60)} · Heads & Gates" if sentence else "Heads & Gates",
        description=_description(view, asked, lang),
        height=view.height,
        links=links,
        pictured=False,
        is_empty=view.reads and "text" in asked and not asked["text"].strip(),
    )


def one_line(text: str, limit: int) -> str:
    """``text`` on one line of at most ``limit`` code points, an ellipsis standing for what was cut off.

    Marks of direction are dropped, as are control characters and what XML cannot hold; emoji and accents stay whole.
    """
    line = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text[: 8 * limit])
    line = re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", line.translate(BIDI))
    line = " ".join(line.split())
    if len(line) <= limit and len(text) <= 8 * limit:
        return line
    end = limit - 1
    while end > 1 and (
        unicodedata.category(line[end : end + 1] or " ")[0] == "M" or "\u200d" in line[end - 1 : end + 1]
    ):
        end -= 1
    return f"{line[:end].rstrip()}…"


def _description(view: View, asked: Mapping[str, str], lang: str) -> str:
    """One or two sentences on what the figure shows."""
    zh = lang == "zh"
    facts = [view.zh if zh else view.en, *_facts(view, asked, zh)]
    said = ("，".join(facts) if zh else ", ".join(facts)) + ("。" if zh else ".")
    sentence = one_line(asked.get("text", ""), DESCRIPTION_CHARS) if view.reads else ""
    end = "每个数值都出自模型自身的计算。" if zh else "Every number is the model's own."
    if not sentence:
        return said + end if zh else f"{said} {end}"
    return f"{said}句子：“{sentence}”。{end}" if zh else f"{said} The sentence: “{sentence}” {end}"


def _facts(view: View, asked: Mapping[str, str], zh: bool) -> list[str]:
    """What the address names of the model, where the view is of one."""
    found = []
    if view.of == "net" and asked.get("cell") in CELLS:
        found.append(CELLS[asked["cell"]])
    layer, head = (asked.get(key, "") for key in ("layer", "head"))
    if view.of == "head" and re.fullmatch("[0-9]{1,4} [0-9]{1,4}", f"{layer} {head}"):
        found.append(f"第 {layer} 层第 {head} 头" if zh else f"layer {layer}, head {head}")
    model = asked.get("model", "auto")
    if view.of in {"head", "model"} and model != "auto" and re.fullmatch("[a-z0-9][a-z0-9._-]{0,63}", model):
        found.append(model)
    return found
