"""The page's modules put together for other places: the drawing engine, a frame, a file, an element of other pages.

A kit that shows one view brings the modules of that view alone.
"""

import base64
import hashlib
import json
import re
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from minify import string as minified
from py_mini_racer import MiniRacer

from app.draw.link import bundle
from app.errors import NotFound

ENGINE = Path("figures/server.js")
WORDS = Path("ui/words.js")
STYLES = ("base", "page", "lab", "attn", "embed")
SHADOW = ("base", "shadow", "page", "lab", "attn", "embed")
# what a page may set of an element: --ink as --hg-ink
THEMED = ("ink", "soft", "faint", "paper", "band", "link", "font")
EVERYTHING = ""
READ_SECONDS = 5.0  # an address, on a busy machine


@dataclass(frozen=True)
class Script:
    """A classic script, and what names this very text."""

    text: str

    @property
    def tag(self) -> str:
        """A part of an address: another text has another."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def source(self) -> str:
        """What a content policy calls an inline script with this text."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()}'"


class Kits:
    """What is made of the modules in ``static``, each once.

    Args:
        static: the folder of the page's files.
        version: the app's.

    """

    def __init__(self, static: Path, version: str) -> None:
        self.version = version
        self._js, self._css = static / "js", static / "css"
        self._reading = threading.Lock()
        self._reader: MiniRacer | None = None

    @cache  # noqa: B019 - as many as there are kits of an app: one
    def keys(self) -> dict[str, dict[str, Any]]:
        """The JSON Schema of every key of the view state. Takes a tenth of a second, once."""
        found: dict[str, dict[str, Any]] = self._value_of("KEY_SCHEMAS", "./state/permalink/keys.js")
        return found

    def _value_of(self, name: str, module: str) -> Any:
        """What a module exports, where it is data."""
        entry = f'import {{ {name} }} from "{module}";\nexport const value = JSON.stringify({name});'
        script = bundle(entry, root=self._js, minify=False).rstrip().rstrip(";")
        with MiniRacer() as context:
            return json.loads(str(context.eval(f"({script}).value")))

    def problems(self, query: str) -> list[str]:
        """What is wrong with a view state, as the page's own reader of addresses says it."""
        with self._reading:
            if self._reader is None:
                entry = 'import { readQuery } from "./state/permalink/query.js";\nexport { readQuery };'
                reader = MiniRacer()
                reader.eval(f"var all = ({bundle(entry, root=self._js, minify=False).rstrip().rstrip(';')});0")
                self._reader = reader
            asked = f"JSON.stringify(all.readQuery({json.dumps(query)}).problems.map((one) => one.detail))"
            found: list[str] = json.loads(str(self._reader.eval(asked, timeout_sec=READ_SECONDS)))
            return found

    def close(self) -> None:
        """End what reads addresses."""
        with self._reading:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    @lru_cache(maxsize=2)  # noqa: B019
    def _words(self, lang: str) -> str:
        """The module of words with one language's alone."""
        at = int(lang == "zh")
        words = {key: [both[at]] for key, both in self._value_of("WORDS", "./ui/words.js").items()}
        return f"export const WORDS = {json.dumps(words, ensure_ascii=False)};\n"

    @cache  # noqa: B019
    def engine(self) -> str:
        """The script of the drawing engine."""
        return bundle(ENGINE, root=self._js, minify=False)

    def views(self, query: dict[str, str]) -> tuple[str, ...]:
        """The views that a state shows: one, or one of either panel. What is not a value is its default."""
        chosen = {key: self._value(query, key) for key in ("view", "attend", "lab")}
        return (chosen["view"],) if chosen["view"] != EVERYTHING else (chosen["attend"], chosen["lab"])

    def _value(self, query: dict[str, str], key: str) -> str:
        schema = self.keys()[key]
        value = query.get(key, schema["default"])
        return str(value if value in schema["enum"] else schema["default"])

    @lru_cache(maxsize=256)  # noqa: B019
    def player(self, views: tuple[str, ...], lang: str | None = None) -> Script:
        """The script of an embedded page that shows these views, with both languages' words or those of one.

        Raises:
            NotFound: there is no such view.

        """
        known = [view for view in self.keys()["view"]["enum"] if view != EVERYTHING]
        unknown = [view for view in views if view not in known]
        if unknown or not 1 <= len(views) <= 2:
            raise NotFound(f"There is no such script. Views: {', '.join(known)}; two are joined with a plus sign.")
        entry = f'{self._kit(views)}\nimport {{ boot }} from "./embed/page.js";\nboot(kit);'
        instead = {WORDS: self._words(lang)} if lang else None
        return Script(bundle(entry, root=self._js, minify=True, instead=instead))

    @cache  # noqa: B019
    def element(self) -> str:
        """The module of ``<heads-gates>`` with every view. It asks the server that it came from, if none is named."""
        views = tuple(view for view in self.keys()["view"]["enum"] if view != EVERYTHING)
        build = json.dumps({"css": self.styles(shadow=True), "version": self.version})
        made = f"export const start = (origin) => define(kit, {{ ...{build}, origin }});"
        entry = f'{self._kit(views)}\nimport {{ define }} from "./embed/element.js";\n{made}'
        script = bundle(entry, root=self._js, minify=True).rstrip().rstrip(";")
        return f'({script}).start(new URL(".", import.meta.url).href);\n'

    def _kit(self, views: tuple[str, ...]) -> str:
        """The source of ``kit``: what a player (static/js/embed/player.js) can show."""
        parts: dict[str, list[str]] = {"attn": [], "lab": []}
        imports, figures = [], []
        for i, view in enumerate(views):
            imports.append(f'import {{ figure as f{i} }} from "./figures/{view}.js";')
            figures.append(f"f{i}")
            for (panel, entries), key in zip(parts.items(), ("attend", "lab"), strict=True):
                if view in self.keys()[key]["enum"]:
                    imports.append(f'import {{ create as c{i} }} from "./ui/{panel}/{view}.js";')
                    entries.append(f"{{ id: {json.dumps(view)}, create: c{i} }}")
        if parts["attn"] and parts["lab"]:
            imports.append('import { figure as ruler } from "./figures/strip.js";')
            figures.insert(0, "ruler")
        members = [f"figures: [{', '.join(figures)}]"]
        if parts["attn"]:
            imports.append('import { createAttentionPanel } from "./ui/attention-panel.js";')
            imports.append('import { ATTN_SOURCES } from "./state/attn/index.js";')
            listed = ", ".join(parts["attn"])
            members.append(f"attention: {{ create: createAttentionPanel, entries: [{listed}], sources: ATTN_SOURCES }}")
        if parts["lab"]:
            imports.append('import { createMemoryPanel } from "./ui/memory-panel.js";')
            imports.append('import { SOURCES } from "./state/lab/index.js";')
            members.append(
                f"memory: {{ create: createMemoryPanel, entries: [{', '.join(parts['lab'])}], sources: SOURCES }}"
            )
        if "context" in views:
            imports.append('import { createContextPanel } from "./ui/context-panel.js";')
            imports.append('import { createPanel } from "./ui/panel.js";')
            members.append("context: { create: createContextPanel, createPanel }")
        if parts["attn"] and parts["lab"]:
            imports.append('import { createStrip } from "./ui/strip-panel.js";')
            members.append("strip: createStrip")
        return "\n".join([*imports, f"const kit = {{ {', '.join(members)} }};"])

    @cache  # noqa: B019
    def styles(self, *, shadow: bool = False) -> str:
        """The styles of an embedded page, or of a shadow root."""
        text = "\n".join((self._css / f"{name}.css").read_text("utf-8") for name in (SHADOW if shadow else STYLES))
        if shadow:
            text = in_shadow(text)
        return str(minified("text/css", text))


def in_shadow(css: str) -> str:
    """Styles of a page as those of a shadow root.

    What is of the document is of the element (``shadow.css`` says what is of its body), its theme is its attribute
    ``theme``, what depends on the window's width depends on that of the panels, and a page may set some colours.
    """
    css = re.sub(r"(?m)^(html|body)\b[^{]*\{[^}]*\}\n", "", css)
    css = css.replace("[data-theme=", "[theme=")
    css = re.sub(r":root((?:\.[\w-]+|:not\([^)]*\)|\[[^\]]*\])+)", r":host(\1)", css).replace(":root", ":host")
    css = re.sub(r"@media (?=\((?:min|max)-width: \d+px\) \{)", "@container ", css)
    css = re.sub(r"\b(\d+)vw\b", r"\1cqw", css)
    return re.sub(rf"--({'|'.join(THEMED)}): ([^;]+);", r"--\1: var(--hg-\1, \2);", css)
