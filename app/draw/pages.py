"""Pages around one figure: with a server behind them, for a frame; without one, as a file."""

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from .kits import Script

PART_CELLS = 20_000  # written at once
MAX_CELLS = 20_000  # of the tables in one page, beside its picture
SCHEMES = {"light": "light", "dark": "dark"}
# a browser that can unpack does so; another keeps the picture, the words and the tables
UNPACK = Script(
    """(async () => {
  const unpack = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const [data, player] = await Promise.all([unpack("packed-data"), unpack("packed-player")]);
  document.getElementById("figure-data").textContent = data;
  const script = document.createElement("script");
  script.textContent = player;
  document.head.append(script);
})();"""
)


def environment(templates: Path) -> Environment:
    """Templates in which every value is escaped."""
    return Environment(loader=FileSystemLoader(templates), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def scheme(theme: str) -> str:
    """CSS's name of a theme: a frame's document must have the one of its frame, or it turns opaque."""
    return SCHEMES.get(theme, "light dark")


def in_script(value: object) -> Markup:
    """``value`` as JSON that no script element ends in, and no comment begins in."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written.encode("utf-8", "replace").decode())  # noqa: S704 - nothing in it is markup any more


def snapshot_json(snapshot: Mapping[str, Any]) -> bytes:
    """A snapshot as JSON, written in parts: during each, the interpreter does nothing else."""

    def table(one: Mapping[str, Any]) -> Iterator[str]:
        yield f'{_opened({key: value for key, value in one.items() if key != "rows"})}"rows":['
        rows = one["rows"]
        step = max(1, PART_CELLS // max(1, len(one["head"])))
        for at in range(0, len(rows), step):
            yield ("," if at else "") + in_script(rows[at : at + step])[1:-1]
        yield "]}"

    parts = [_opened({key: value for key, value in snapshot.items() if key != "tables"}), '"tables":[']
    for at, one in enumerate(snapshot["tables"]):
        parts += ["," if at else "", *table(one)]
    return "".join([*parts, "]}"]).encode()


def _opened(members: Mapping[str, Any]) -> str:
    """A JSON object that still takes a member."""
    return f"{in_script(members)[:-1]},"


def shown(cell: str | Mapping[str, Any]) -> str:
    """What a page shows of a cell."""
    return cell if isinstance(cell, str) else str(cell["shown"])


def carried(made: Mapping[str, Any], *, frozen: bool, home: str | None) -> dict[str, Any]:
    """What the player's script is told (static/src/apps/embed/page.ts)."""
    kept = {key: made[key] for key in ("query", "lang", "version", "answers")}
    return {**kept, "frozen": frozen, "home": home}


def picture(result: Mapping[str, Any]) -> dict[str, Any]:
    """What a template needs of a figure; its SVG text is our own renderer's, in which every text is escaped.

    Tables that make a page of many megabytes are left out, and how many cells they have is said in their place.
    """
    room, tables = MAX_CELLS, []
    for table in result["tables"]:
        cells = len(table["head"]) * len(table["rows"])
        fits = cells <= room
        room -= cells if fits else 0
        tables.append(table if fits else {**table, "rows": [], "left_out": f"{cells:,}"})
    return {**result, "svg": Markup(result["svg"]), "tables": tables, "shown": shown}  # noqa: S704


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode()


def frozen_page(
    templates: Path, made: Mapping[str, Any], *, script: Script, styles: str, home: str | None, theme: str
) -> tuple[bytes, str]:
    """One file that opens from disk without a network, and the content policy under which its scripts run.

    Args:
        templates: the folder of the templates.
        made: a snapshot.
        script: the player of its views.
        styles: its styles.
        home: the address of the page it was taken from, for a link.
        theme: auto, light or dark.

    """
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {UNPACK.source} {script.source}",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    page = (
        environment(templates)
        .get_template("figure.html")
        .render(
            figure=picture(made),
            policy=policy,
            styles=Markup(styles),  # noqa: S704 - our own
            unpack=Markup(UNPACK.text),  # noqa: S704
            data=_packed(str(in_script(carried(made, frozen=True, home=home)))),
            player=_packed(script.text),
            theme=theme,
            scheme=scheme(theme),
            home=home,
            made=made["made"],
        )
    )
    return page.encode("utf-8", "replace"), f"{policy}; sandbox allow-scripts allow-downloads allow-popups"
