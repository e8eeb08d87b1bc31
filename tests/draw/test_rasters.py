"""PNGs made in other processes: the same pictures, while the server goes on; limits, and nothing left behind."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.draw.engine import Drawn
from app.draw.png import png
from app.draw.rasters import Rasterer, Rasters
from app.errors import Busy, DrawingError, FontMissing, PictureTooHeavy, PictureTooLarge
from app.main import create_app
from app.settings import Settings
from tests.draw.test_png import svg_of
from tests.web.asgi import OWN

PICTURE = svg_of('<text x="2" y="16" class="f-ink">Hi 中文</text>')
# each line is blended as a layer of its own, of all pixels: at ratio 4, minutes of work
HEAVY = svg_of('<path d="M0 0L900 900" stroke="#000" opacity="0.3"/>' * 3000, 1000, 1000)
needs_limits = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system keeps no such limit")


def run(scenario: Callable[[Rasters], Awaitable[Any]], **limits: Any) -> Any:
    """What a scenario returns; afterwards no process of its pool is left."""

    async def whole() -> Any:
        rasters = Rasters(**{"size": 1, "seconds": 60, "memory_bytes": 512_000_000, **limits})
        known: set[Rasterer] = set()
        try:
            return await scenario(rasters)
        finally:
            known |= rasters.started
            rasters.close()
            assert not any(one.is_alive for one in known)
            assert not rasters.started

    return asyncio.run(whole())


async def at_work(rasters: Rasters) -> Rasterer:
    """The process of a pool of one, when it has got something to do."""
    while not any(one.is_asked for one in rasters.started):
        await asyncio.sleep(0.01)
    (one,) = rasters.started
    return one


def test_a_picture_is_the_one_that_this_process_makes() -> None:
    async def scenario(rasters: Rasters) -> None:
        for ratio, card in ((1, None), (2.5, None), (1, (300, 200))):
            made = await rasters.png(PICTURE, ratio, card=card, max_pixels=10**6)
            assert made == png(PICTURE, ratio, card=card)
        assert len(rasters.started) == 1, "one process for one picture after another"

    run(scenario)


def test_what_is_wrong_with_a_picture_is_said_and_the_process_stays() -> None:
    async def scenario(rasters: Rasters) -> None:
        with pytest.raises(FontMissing, match="U\\+10FFFE"):
            await rasters.png(svg_of("<text>\U0010fffe</text>"), 1)
        with pytest.raises(PictureTooLarge) as caught:
            await rasters.png(PICTURE, 4, card=None, max_pixels=1000)
        assert (caught.value.limit, caught.value.got) == (1000, 400 * 80)
        with pytest.raises(DrawingError):
            await rasters.png("<svg/>", 1)
        assert await rasters.png(PICTURE, 1) == png(PICTURE)
        assert len(rasters.started) == 1

    run(scenario)


def test_the_clock_ends_the_process_and_the_next_picture_is_made() -> None:
    async def scenario(rasters: Rasters) -> None:
        await rasters.png(PICTURE, 1)
        (first,) = rasters.started
        rasters.seconds = 0.2
        with pytest.raises(PictureTooHeavy, match=r"more than 0\.2 s .* lower ratio, .* SVG"):
            await rasters.png(HEAVY, 4)
        rasters.seconds = 60
        assert await rasters.png(PICTURE, 1) == png(PICTURE)
        assert not first.is_alive
        assert first not in rasters.started

    run(scenario)


@needs_limits
def test_memory_has_a_limit() -> None:
    async def scenario(rasters: Rasters) -> None:
        assert await rasters.png(PICTURE, 1) == png(PICTURE)
        with pytest.raises(PictureTooHeavy, match=r"more than 50 MB of memory .* SVG"):
            await rasters.png(svg_of("", 6000, 6000), 1)  # 144 MB of pixels
        assert await rasters.png(PICTURE, 1) == png(PICTURE)

    run(scenario, memory_bytes=50_000_000)


def test_who_stops_waiting_ends_the_work() -> None:
    async def scenario(rasters: Rasters) -> None:
        making = asyncio.create_task(rasters.png(HEAVY, 4))
        one = await at_work(rasters)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        assert one._process.wait() != 0
        assert await rasters.png(PICTURE, 1) == png(PICTURE)

    run(scenario)


def test_a_process_that_the_system_ended_is_replaced() -> None:
    async def scenario(rasters: Rasters) -> None:
        await rasters.png(PICTURE, 1)
        (one,) = rasters.started
        one.kill()
        one._process.wait()
        assert await rasters.png(PICTURE, 1) == png(PICTURE)

    run(scenario)


def test_the_queue_refuses_rather_than_grows() -> None:
    async def scenario(rasters: Rasters) -> None:
        tasks = [asyncio.create_task(rasters.png(HEAVY, 4)) for _ in range(3)]
        await at_work(rasters)
        with pytest.raises(Busy, match="2 PNGs wait"):
            await rasters.png(PICTURE, 1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert await rasters.png(PICTURE, 1) == png(PICTURE)

    run(scenario, max_waiting=2)


def test_closing_ends_what_is_under_way_and_leaves_no_zombie() -> None:
    async def scenario(rasters: Rasters) -> None:
        making = asyncio.create_task(rasters.png(HEAVY, 4))
        pid = (await at_work(rasters))._process.pid
        rasters.close()
        with pytest.raises(DrawingError):
            await making
        with pytest.raises(ProcessLookupError):  # a zombie would still be found
            os.kill(pid, 0)

    run(scenario)


def test_a_process_whose_server_is_gone_ends() -> None:
    one = Rasterer(512_000_000)
    one._sink.close()
    assert one._process.wait() == 0
    one._source.close()


def with_app(folder: Path, scenario: Callable[[Any, httpx.AsyncClient], Awaitable[Any]], **settings: Any) -> None:
    """Run a scenario on an app of which every figure is heavy to make a PNG of."""

    async def heavy(*_: Any, **__: Any) -> Drawn:
        return Drawn({"svg": HEAVY}, ())

    async def whole() -> None:
        app = create_app(Settings(cache_dir=folder, wheel_dir=folder, **settings), loopback=False, warm_up=False)
        app.state.figures.draw = heavy
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url=OWN, timeout=None) as client:  # noqa: S113
                await scenario(app, client)

    asyncio.run(whole())


def test_other_requests_are_answered_while_a_png_is_made(tmp_path: Path) -> None:
    async def scenario(app: Any, client: httpx.AsyncClient) -> None:
        rasters = app.state.figures._rasters
        making = asyncio.create_task(client.get("/api/v1/figure.png?ratio=4"))
        one = await at_work(rasters)
        for path in ("/healthz", "/api/v1/gates?text=The+cat", "/api/v1/models"):
            assert (await client.get(path)).status_code == 200
        assert one.is_alive
        assert not making.done()
        one.kill()
        await making

    with_app(tmp_path, scenario, png_workers=1, max_png_seconds=600)


def test_a_png_that_takes_too_long_is_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    async def scenario(_: Any, client: httpx.AsyncClient) -> None:
        answer = await client.get("/api/v1/figure.png?ratio=4")
        assert (answer.status_code, answer.json()["type"]) == (422, "/docs#picture-too-heavy")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        assert "0.1 s" in answer.json()["detail"]

    with_app(tmp_path, scenario, max_png_seconds=0.1)


def test_a_client_that_leaves_ends_the_work_unless_another_waits(tmp_path: Path) -> None:
    async def scenario(app: Any, _: httpx.AsyncClient) -> None:
        def leaving() -> tuple[asyncio.Event, asyncio.Task[None]]:
            gone = asyncio.Event()
            scope: dict[str, Any] = {"type": "http", "method": "GET", "scheme": "http", "http_version": "1.1"}
            scope |= {"headers": [], "client": ("127.0.0.1", 1), "root_path": "", "raw_path": b"/api/v1/figure.png"}
            scope |= {"path": "/api/v1/figure.png", "query_string": b"ratio=4", "server": ("127.0.0.1", 8000)}

            async def receive() -> dict[str, Any]:
                await gone.wait()
                return {"type": "http.disconnect"}

            async def send(_: Any) -> None:
                return

            return gone, asyncio.create_task(app(scope, receive, send))

        (first_gone, first), (second_gone, second) = leaving(), leaving()
        one = await at_work(app.state.figures._rasters)
        first_gone.set()
        await first
        assert one.is_alive
        assert not second.done()
        second_gone.set()
        await second
        assert await asyncio.to_thread(one._process.wait) != 0

    with_app(tmp_path, scenario, png_workers=1, max_png_seconds=600)


def test_a_png_is_made_once_and_kept(tmp_path: Path) -> None:
    async def scenario(app: Any, client: httpx.AsyncClient) -> None:
        figures = app.state.figures
        asked, ask = [], figures._rasters.png

        async def counted(*one: Any, **more: Any) -> bytes:
            asked.append(one[1])
            return bytes(await ask(*one, **more))

        figures._rasters.png = counted

        async def small(*_: Any, **__: Any) -> Drawn:
            return Drawn({"svg": PICTURE}, ())

        figures.draw = small
        paths = ["/api/v1/figure.png", "/api/v1/figure.png?text=another+address", "/api/v1/figure.png?ratio=3"]
        first, same, larger = [(await client.get(path)).content for path in paths]
        assert first == same == png(PICTURE, 2)
        assert larger == png(PICTURE, 3)
        assert asked == [2, 3]

    with_app(tmp_path, scenario)
