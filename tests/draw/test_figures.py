"""Figures are drawn once, however many ask, from what the API answers; and are refused where they grow too large."""

import asyncio
import json
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from app import __version__
from app.draw.asking import ask_app
from app.draw.engine import Answer
from app.draw.figures import Figures
from app.draw.wanted import Wanted
from app.errors import Busy, EmptyText, LimitPassed
from app.main import create_app
from app.settings import Settings

GATES = Wanted("?view=gates&cell=gru&text=The+cat+sat.&lang=en")


def run(folder: Path, scenario: Callable[[Figures, list[str]], Awaitable[Any]], **settings: Any) -> Any:
    """What a scenario returns. It gets figures of an app without weights, and a list of what they ask it for."""

    async def whole() -> Any:
        chosen = Settings(cache_dir=folder, wheel_dir=folder, **settings)
        app = create_app(chosen, loopback=False, warm_up=False)
        ask, asked = ask_app(app), list[str]()

        async def counted(path: str, method: str, body: str | None, accept: str) -> Answer:
            asked.append(path)
            return await ask(path, method, body, accept)

        figures = Figures(chosen, counted, __version__)
        async with app.router.lifespan_context(app):
            try:
                return await scenario(figures, asked)
            finally:
                figures.close()

    return asyncio.run(whole())


def test_a_figure_is_drawn_once_for_all_who_ask_at_the_same_time_and_later(tmp_path: Path) -> None:
    async def scenario(figures: Figures, asked: list[str]) -> None:
        all_alike = await asyncio.gather(*(figures.svg(GATES) for _ in range(8)))
        assert len(set(all_alike)) == 1
        before = len(asked)
        assert before == len(set(asked)) > 0
        assert await figures.svg(GATES) == all_alike[0]
        assert len(asked) == before
        other = Wanted(GATES.query, width=400)
        assert await figures.svg(other) != all_alike[0]
        assert len(asked) == 2 * before

    run(tmp_path, scenario)


def test_what_is_measured_when_it_is_asked_for_is_drawn_anew(tmp_path: Path) -> None:
    async def scenario(figures: Figures, asked: list[str]) -> None:
        fresh = Wanted(GATES.query, fresh=True)
        await figures.svg(fresh)
        before = len(asked)
        await figures.svg(fresh)
        assert len(asked) == 2 * before > 0

    run(tmp_path, scenario)


def test_a_failure_reaches_whoever_waits_and_is_not_kept(tmp_path: Path) -> None:
    async def scenario(figures: Figures, _: list[str]) -> None:
        ask, busy = figures._ask, True

        async def sometimes(path: str, method: str, body: str | None, accept: str) -> Answer:
            if busy and "gates" in path:
                problem = {"type": "/docs#busy", "title": "Busy", "status": 503, "detail": "full"}
                return Answer(503, "application/problem+json", json.dumps(problem).encode())
            return await ask(path, method, body, accept)

        figures._ask = sometimes
        found = await asyncio.gather(*(figures.svg(GATES) for _ in range(3)), return_exceptions=True)
        assert [type(one) for one in found] == [Busy] * 3
        busy = False
        assert (await figures.svg(GATES)).startswith(b"<svg")

    run(tmp_path, scenario)


def test_a_png_of_no_theme_is_light_and_a_dark_one_dark(tmp_path: Path) -> None:
    async def scenario(figures: Figures, _: list[str]) -> list[bytes]:
        wanted = [Wanted(GATES.query, theme=theme) for theme in ("auto", "light", "dark")]
        return [await figures.png(one, ratio=1, card=(300, 200)) for one in wanted]

    auto, light, dark = run(tmp_path, scenario)
    assert auto == light != dark
    assert struct.unpack(">II", light[16:24]) == (300, 200)


def test_a_snapshot_that_grows_too_large_says_by_how_much(tmp_path: Path) -> None:
    async def scenario(figures: Figures, _: list[str]) -> None:
        with pytest.raises(LimitPassed, match="the limit is 1,000") as caught:
            await figures.snapshot(GATES)
        assert caught.value.limit == 1000 < caught.value.got
        with pytest.raises(LimitPassed):
            await figures.html(GATES, None)
        assert (await figures.csv(GATES)).startswith(b"\xef\xbb\xbf")

    run(tmp_path, scenario, max_snapshot_bytes=1000)


def test_an_object_of_keys_is_the_same_figure_as_the_query(tmp_path: Path) -> None:
    async def scenario(figures: Figures, _: list[str]) -> None:
        state = {"view": "gates", "cell": "gru", "text": "The cat sat.", "lang": "en"}
        assert await figures.svg(Wanted(json.dumps(state))) == await figures.svg(GATES)
        with pytest.raises(EmptyText):
            await figures.svg(Wanted(json.dumps({**state, "text": " "})))

    run(tmp_path, scenario)
