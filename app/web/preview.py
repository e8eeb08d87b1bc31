"""What others show of a view before it is opened: its title, a description, a picture, its place in a frame.

Made from the address alone, so that it is said at once, whatever the models are doing.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from .links import CARD, MAX_URL_CHARS, Links, view_pairs

TITLE_CHARS = 80
DESCRIPTION_CHARS = 200
# marks that turn the direction of what follows: they would reorder words of ours, or of the page that shows the title
BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class View:
    """What a view is called, in English and Chinese, and the height that its embed asks for.

    ``height`` is in CSS pixels: measured on a short sentence, 720 wide, for its first pictures; at most the 1,000 that
    WordPress allows. A page with embed.js gives the frame what it really needs.
    """

    en: str
    zh: str
    height: int
    of: str = ""  # what of the address is said beside it: head, net, or nothing
    reads: bool = True  # the sentence


VIEWS = {
    "": View("Attention and memory", "注意力与记忆", 1000),
    "heads": View("Attention of every head", "所有头的注意力", 600, "model"),
    "heatmap": View("Attention of one head", "一个头的注意力", 1000, "head"),
    "arcs": View("Lines of attention", "注意力连线", 720, "head"),
    "tokens": View("The sentence shaded by attention", "按注意力着色的句子", 460, "head"),
    "rollout": View("Attention through the layers", "逐层汇流的注意力", 940, "model"),
    "steps": View("One token of one head, step by step", "一个头里的一个词元，逐步计算", 1000, "head"),
    "find": View("Heads ranked by what they link", "按所连词元排序的头", 500, "model"),
    "contributions": View("What each head adds", "每个头加入了什么", 900, "model"),
    "change": View("Attention before and after a change", "改变前后的注意力", 1000, "head"),
    "lens": View("What the model would say after each layer", "模型在每一层之后会说什么", 940, "model"),
    "compare": View("One head beside another", "两个头的对比", 1000, "head"),
    "table": View("Attention weights as numbers", "注意力权重的数值", 640, "head"),
    "gates": View("Gates and states", "门与状态", 1000, "net"),
    "unit": View("One unit of a recurrent net", "循环网络的一个单元", 860, "net"),
    "step": View("One unit at one token, step by step", "一个单元在一个词元处，逐步计算", 800, "net"),
    "cells": View("One sentence through LSTM, GRU and RNN", "LSTM、GRU 与 RNN 读同一个句子", 1000),
    "shares": View("What a state still holds of each token", "状态中还留着每个词元的多少", 880, "net"),
    "reach": View("How far back a state depends on its tokens", "状态对此前词元的依赖有多远", 880, "net"),
    "gaps": View("Accuracy against gap", "正确率与间隔", 1000, reads=False),
    "cost": View("What attention and recurrence cost", "注意力与循环的代价", 1000, "net", reads=False),
    "order": View("Two sentences token by token", "两个句子逐词元比较", 1000, "net"),
    "context": View("One word in two sentences", "一个词在两个句子里", 620, "model"),
}
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


def preview_of(query: str, links: Links, keys: Collection[str] | None = None) -> Preview:
    """What to say of the view that a query describes.

    Args:
        query: without its question mark, whatever it holds.
        links: where our addresses begin.
        keys: those that the view state has; others are dropped. None keeps all.

    """
    asked = view_pairs(query, keys)
    lang = "zh" if asked.get("lang") == "zh" else "en"
    view = VIEWS.get(asked.get("view", ""), VIEWS[""])
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
