"""Records what each view asks the API for, in a few small states, and what is drawn from the answers.

``python -m tests.snapshots.record`` writes ``records/`` (the API's answers, by state), ``drawn/`` (each view's SVG, and
beside it its words and tables) and ``cases.json``; all are committed. ``tests/js/snapshots.test.ts`` draws from the
records again, in node, and holds every byte. A change of look, of words or of numbers records anew, and the difference
is looked at. Views that are named are recorded alone (``python -m tests.snapshots.record arcs``): what others asked
for and drew stays, as it must where a view measures anew each time (``cost``).
"""

import asyncio
import gzip
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from app.draw.asking import ask_app
from app.draw.engine import Answer, Asked, Drawn, Engine, Job
from app.draw.kits import Kits
from app.draw.snapshot import recorded
from app.errors import HeadsGatesError, problem
from app.main import create_app
from app.places import DIST
from app.settings import Settings

HERE = Path(__file__).parent
WIDTH, VERSION = 720, "0.0.0"
LONG = "The animal didn't cross the street because it was too tired, and so it slept there."
ENGLISH = {"text": "The cat sat.", "text_b": "The dog sat.", "lang": "en"}
STATES: dict[str, dict[str, str]] = {
    "english": ENGLISH,
    "chinese": {"text": "苹果很好吃。", "text_b": "苹果很贵。", "lang": "zh"},
    "one": {"text": "Hi", "text_b": "Hello", "lang": "en"},
    "twenty": {"text": LONG, "text_b": "The animal slept.", "lang": "en"},
    "dark": ENGLISH | {"theme": "dark"},
}
# what a view shows nothing without
OWN: dict[str, dict[str, str]] = {
    "lens": {"model": "smollm2"},
    "find": {"from": "1", "to": "0"},
    "change": {"mask": "1"},
    "compare": {"against": "text"},
}


def job_of(view: str, state: str) -> Job:
    """What the engine is asked to draw."""
    query = f"?{urlencode(STATES[state] | OWN.get(view, {}) | {'view': view})}"
    return Job(query, WIDTH, "en", STATES[state].get("theme", "light"), VERSION, tables=True)


async def record(view: str, state: str, engine: Engine, app: Any) -> list[Asked]:
    """Draw one view, write what was drawn, and give what it asked."""
    ask, seen = ask_app(app), list[Asked]()

    async def noted(path: str, method: str, body: str | None, accept: str) -> Answer:
        answer = await ask(path, method, body, accept)
        seen.append(Asked(path, method, body, accept, answer))
        return answer

    folder = HERE / "drawn" / (view or "everything")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        drawn: Drawn | None = await engine.draw(job_of(view, state), noted)
    except HeadsGatesError as error:  # what the drawing code says where there is nothing to draw
        drawn, said = None, {"problem": {k: v for k, v in problem(error, "").items() if k != "instance"}}
    if drawn is not None:
        (folder / f"{state}.svg").write_text(drawn.svg, "utf-8")
        said = {key: value for key, value in drawn.result.items() if key not in {"svg", "models"}}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / f"{state}.json").write_text(f"{text}\n", "utf-8")
    return seen


def kept(state: str) -> dict[Any, dict[str, Any]]:
    """What a state's record holds already, by what was asked."""
    file = HERE / "records" / f"{state}.json.gz"
    answers = json.loads(gzip.decompress(file.read_bytes())) if file.is_file() else []
    return {(one["method"], one["path"], one["body"]): one for one in answers}


async def main(named: list[str]) -> None:
    """Record the views that are named, or everything."""
    settings, kits = Settings(), Kits(DIST, VERSION)
    views: list[str] = kits.keys()["view"]["enum"]
    if unknown := set(named) - set(views):
        sys.exit(f"no such view: {', '.join(sorted(unknown))}")
    for name in () if named else ("drawn", "records"):
        shutil.rmtree(HERE / name, ignore_errors=True)
    (HERE / "records").mkdir(exist_ok=True)
    engine = Engine(kits.engine, size=1, seconds=60, memory_bytes=settings.max_figure_bytes)
    app = create_app(settings, warm_up=False)
    async with app.router.lifespan_context(app):
        for state in STATES:
            asked = kept(state)
            for view in named or views:
                for one in await record(view, state, engine, app):
                    asked[one.method, one.path, one.body] = recorded(one)
            text = json.dumps(list(asked.values()), ensure_ascii=False)
            (HERE / "records" / f"{state}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    engine.close()
    cases = [{"state": s, "view": v, "job": asdict(job_of(v, s))} for s in STATES for v in views]
    (HERE / "cases.json").write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
