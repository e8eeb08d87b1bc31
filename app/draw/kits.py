"""The front end as it was built: what the manifest of ``static/dist`` names, and a player's script put together of it.

``tools/build.js`` writes the folder. A player that shows one view brings the code of that view alone.
"""

import base64
import hashlib
import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from ..errors import NotFound

MANIFEST = "manifest.json"
NOT_BUILT = "the front end is not built; run `make setup`"
ADDRESS = "/static/dist/"
LANGS = ("en", "zh")
EVERYTHING = ""
READ_SECONDS = 5.0  # an address, on a busy machine


class NotBuilt(OSError):
    """There is no front end to serve or to draw with."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: {NOT_BUILT}")


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


@dataclass(frozen=True)
class View:
    """What a view is called, in English and Chinese, and the CSS pixels that its embed asks for."""

    en: str
    zh: str
    height: int
    of: str | None  # what of the address is said beside it: head, model or net
    reads: bool  # the sentence


class Kits:
    """What was built, read once: a build that comes later is another application's.

    Args:
        folder: ``static/dist``.
        version: the app's.

    Raises:
        NotBuilt: there is nothing in it.

    """

    def __init__(self, folder: Path, version: str) -> None:
        self.version = version
        self._reading = threading.Lock()
        self._reader: MiniRacer | None = None
        try:
            self._manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
            self._files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotBuilt(folder) from error

    def file(self, name: str) -> bytes | None:
        """What a file of the folder holds, if there is one; ``.br`` and ``.gz`` after its name: compressed."""
        return self._files.get(name)

    def named(self, what: str) -> str:
        """The name of a file, of what it is, such as ``page.css``: with a hash of what it holds in it."""
        name: str = self._manifest["files"][what]
        return name

    def addresses(self) -> dict[str, str]:
        """Where pages find each file, by what it is."""
        return {what: f"{ADDRESS}{name}" for what, name in self._manifest["files"].items()}

    def preload(self, query: dict[str, str]) -> list[str]:
        """The addresses of the modules that a page in this state imports, besides its first and its words."""
        known = self._manifest["preload"]
        chunks = [*known["base"], *(chunk for view in self.views(query) for chunk in known["views"][view])]
        return [f"{ADDRESS}{chunk}" for chunk in dict.fromkeys(chunks)]

    def described(self) -> dict[str, View]:
        """What is known of each view, by id; of both panels side by side under ``""``."""
        return {
            view: View(about["en"], about["zh"], about["height"], about["of"], about["sentence"])
            for view, about in self._manifest["views"].items()
        }

    def keys(self) -> dict[str, dict[str, Any]]:
        """The JSON Schema of every key of the view state."""
        found: dict[str, dict[str, Any]] = self._manifest["keys"]
        return found

    def problems(self, query: str) -> list[str]:
        """What is wrong with a view state, as the page's own reader of addresses says it."""
        with self._reading:
            if self._reader is None:
                reader = MiniRacer()
                reader.eval(f"{self._text('reader.js')};0")
                self._reader = reader
            asked = f"JSON.stringify(readQuery({json.dumps(query)}).problems.map((one) => one.detail))"
            found: list[str] = json.loads(str(self._reader.eval(asked, timeout_sec=READ_SECONDS)))
            return found

    def close(self) -> None:
        """End what reads addresses."""
        with self._reading:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    def engine(self) -> str:
        """The script of the drawing engine."""
        return self._text("engine.js")

    def views(self, query: dict[str, str]) -> tuple[str, ...]:
        """The views that a state shows: one, or one of either panel. What is not a value is its default."""
        chosen = {key: self._value(query, key) for key in ("view", "attend", "lab")}
        return (chosen["view"],) if chosen["view"] != EVERYTHING else (chosen["attend"], chosen["lab"])

    def _value(self, query: dict[str, str], key: str) -> str:
        schema = self.keys()[key]
        value = query.get(key, schema["default"])
        return str(value if value in schema["enum"] else schema["default"])

    @lru_cache(maxsize=256)  # noqa: B019 - as many as there are kits of an app: one
    def player(self, views: tuple[str, ...], lang: str | None = None) -> Script:
        """The script of an embedded page that shows these views, with both languages' words or those of one.

        Raises:
            NotFound: there is no such view.

        """
        known = [view for view in self.keys()["view"]["enum"] if view != EVERYTHING]
        unknown = [view for view in views if view not in known]
        if unknown or not 1 <= len(views) <= 2:
            raise NotFound(f"There is no such script. Views: {', '.join(known)}; two are joined with a plus sign.")
        words = [f"words-{each}.js" for each in ([lang] if lang in LANGS else LANGS)]
        parts = [*words, "player.js", *(f"player-{view}.js" for view in views)]
        return Script("".join(map(self._text, parts)) + "headsGates.start();\n")

    def styles(self) -> str:
        """The styles of an embedded page."""
        return self._text("embed.css")

    def _text(self, what: str) -> str:
        return self._files[self.named(what)].decode()


def is_built(folder: Path) -> bool:
    """Whether there is a front end in ``static/dist``."""
    return (folder / MANIFEST).is_file()
