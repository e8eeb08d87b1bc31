"""A view as a file: SVG, PNG, a page that needs no server, a snapshot, CSV. Each is drawn once, however many ask."""

import asyncio
import hashlib
import json
from dataclasses import replace
from typing import Any

from ..errors import LimitPassed
from ..flight import SingleFlightCache
from ..places import DIST, TEMPLATES
from ..settings import Settings
from .csv import csv_of
from .engine import Ask, Drawn, Engine, Job
from .kits import Kits
from .pages import frozen_page
from .rasters import Rasters
from .snapshot import snapshot_of
from .wanted import Wanted

MAX_SNAPSHOT_CELLS = 300_000  # 512 tokens by 512, and some
FALLBACK = {"auto": "light"}  # a picture that cannot follow its reader


class Figures:
    """Draws figures of the app that ``ask`` asks.

    Args:
        settings: the limits.
        ask: how the API is asked.
        version: the app's.

    """

    def __init__(self, settings: Settings, ask: Ask, version: str) -> None:
        self.kits = Kits(DIST, version)
        self._settings, self._ask, self._version = settings, ask, version
        self._engine = Engine(
            self.kits.engine,
            size=settings.drawing_workers,
            seconds=settings.max_figure_seconds,
            memory_bytes=settings.max_figure_bytes,
        )
        self._rasters = Rasters(
            size=settings.png_workers, seconds=settings.max_png_seconds, memory_bytes=settings.max_png_bytes
        )
        self._pngs: SingleFlightCache[bytes] = SingleFlightCache(settings.png_cache_bytes, len)
        self._drawn: SingleFlightCache[Drawn] = SingleFlightCache(settings.figure_cache_bytes, _size)

    async def draw(self, wanted: Wanted, *, tables: bool = False) -> Drawn:
        """Draw a figure.

        Raises:
            HeadsGatesError: whatever is wrong with it, or with what it asks the API for.

        """
        query: Any = wanted.query if wanted.query.startswith(("?", "{")) or not wanted.query else f"?{wanted.query}"
        if query.startswith("{"):
            query = json.loads(query)
        job = Job(query, wanted.width, wanted.lang, wanted.theme, self._version, tables)
        if wanted.fresh:
            return await self._engine.draw(job, self._ask)
        return await self._drawn.get((wanted, tables), lambda: self._engine.draw(job, self._ask))

    async def svg(self, wanted: Wanted) -> bytes:
        """An SVG document."""
        return (await self.draw(wanted)).svg.encode()

    async def png(self, wanted: Wanted, *, ratio: float, card: tuple[int, int] | None) -> bytes:
        """A PNG: ``ratio`` pixels a CSS px, or exactly as large as ``card`` (width, height).

        Raises:
            PictureTooLarge: it would have more pixels than the setting allows.
            PictureTooHeavy: making it takes more time or memory than the settings allow.
            Busy: too many PNGs wait.

        """
        svg = (await self.draw(replace(wanted, theme=FALLBACK.get(wanted.theme, wanted.theme)))).svg
        # of the picture itself, not of its address: numbers that are measured anew make another
        key = (await asyncio.to_thread(_hash, svg), None if card else ratio, card)
        most = self._settings.max_png_pixels
        return await self._pngs.get(
            key, lambda: self._rasters.png(svg, ratio, card=card, max_pixels=most), abandon=True
        )

    async def csv(self, wanted: Wanted) -> bytes:
        """The numbers on view, in full."""
        drawn = await self.draw(wanted, tables=True)
        return await asyncio.to_thread(csv_of, drawn.result["tables"])

    async def snapshot(self, wanted: Wanted, *, whole: bool = True) -> dict[str, Any]:
        """The figure with everything that it was drawn from; ``whole``: every cell of its tables is to be written.

        Raises:
            LimitPassed: it is larger than the setting allows.

        """
        drawn = await self.draw(wanted, tables=True)
        made = await snapshot_of(drawn, wanted, self._ask, self._version)
        cells = sum(len(table["head"]) * len(table["rows"]) for table in made["tables"])
        if whole and cells > MAX_SNAPSHOT_CELLS:
            detail = (
                f"The figure's tables have {cells:,} cells; the limit is {MAX_SNAPSHOT_CELLS:,}. Fewer heads or a "
                "shorter sentence have less; figure.csv has no such limit."
            )
            raise LimitPassed(detail, limit=MAX_SNAPSHOT_CELLS, got=cells)
        size = sum(len(one["data"]) for one in made["answers"])
        if size > self._settings.max_snapshot_bytes:
            limit = self._settings.max_snapshot_bytes
            detail = f"The figure's answers take {size:,} bytes; the limit is {limit:,}. A shorter sentence takes less."
            raise LimitPassed(detail, limit=limit, got=size)
        return made

    async def html(self, wanted: Wanted, home: str | None) -> tuple[bytes, str]:
        """A page that needs no server, and the content policy under which its scripts run.

        ``home`` is the address of the page that it was taken from.
        """
        made = await self.snapshot(wanted, whole=False)  # a page holds small tables only
        # the picture for a browser that runs no script: both themes would take twice the room
        made["svg"] = (await self.draw(replace(wanted, theme=FALLBACK.get(wanted.theme, wanted.theme)))).svg
        query = {key: str(value) for key, value in made["state"].items()}
        script = await asyncio.to_thread(self.kits.player, self.kits.views(query), made["lang"])
        return await asyncio.to_thread(
            frozen_page, TEMPLATES, made, script=script, styles=self.kits.styles(), home=home, theme=wanted.theme
        )

    def close(self) -> None:
        """End the engine, and the processes that make PNGs."""
        self._rasters.close()
        self.kits.close()
        self._engine.close()


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _size(drawn: Drawn) -> int:
    """About how many bytes a drawn figure takes."""
    tables = sum(len(row) for table in drawn.result["tables"] for row in table["rows"])
    return 2 * len(drawn.svg) + 200 * tables + sum(len(one.answer.body) for one in drawn.asked)
