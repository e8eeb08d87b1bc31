"""What the build makes: every file named and hashed, as little as a reader needs, and what node's modules do."""

import asyncio
import base64
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app import __version__
from app.draw.asking import ask_app
from app.draw.engine import Drawn, Engine, Job
from app.main import create_app
from app.places import DIST
from app.settings import Settings
from tests import built
from tests.draw.by_node import NODE, ROOT, SRC, run

MANIFEST: dict[str, Any] = json.loads((DIST / "manifest.json").read_text("utf-8"))
VIEWS = [view for view in MANIFEST["keys"]["view"]["enum"] if view]
WORDS: dict[str, list[str]] = json.loads(run(SRC / "apps" / "manifest.ts", "JSON.stringify(all.WORDS)"))
KB = 1000


def compressed(names: list[str]) -> int:
    return sum((DIST / f"{name}.br").stat().st_size for name in names)


def first_load(views: list[str], lang: str) -> list[str]:
    """Scripts and styles that a page in this state asks for."""
    kits = built.kits()
    query = {"view": views[0]} if len(views) == 1 else dict(zip(("attend", "lab"), views, strict=True))
    own = [kits.named(what) for what in ("early.js", "page.css", "main.js", f"words-{lang}.js")]
    return [*own, *(address.rpartition("/")[2] for address in kits.preload(query))]


def test_the_manifest_names_what_there_is() -> None:
    assert MANIFEST["version"] == __version__
    assert MANIFEST["keys"] == json.loads(run(SRC / "apps" / "manifest.ts", "JSON.stringify(all.KEY_SCHEMAS)"))
    assert set(MANIFEST["preload"]["views"]) == set(VIEWS)
    chunks = [
        *MANIFEST["preload"]["base"],
        *(chunk for each in MANIFEST["preload"]["views"].values() for chunk in each),
    ]
    named = {*MANIFEST["files"].values(), *chunks}
    there = {path.name for path in DIST.iterdir() if path.suffix not in {".br", ".gz"}}
    assert named <= there
    assert {what for what in MANIFEST["files"] if what.startswith("player-")} == {f"player-{view}.js" for view in VIEWS}
    assert not [path for path in DIST.iterdir() if b"sourceMappingURL" in path.read_bytes()]
    # each name has a hash of what the file holds: a browser keeps it for good
    assert all(re.search(r"-[A-Za-z0-9]{8,10}\.(js|css)$", name) for name in named)
    licences = (DIST / "LICENSES.txt").read_text("utf-8")
    assert all(f"{name} " in licences for name in ("d3-scale-chromatic", "d3-time-format", "internmap"))
    assert "Cynthia Brewer" in licences


def test_another_text_has_another_name_and_the_same_text_the_same(tmp_path: Path) -> None:
    for name in ("static", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("dist*"))
    shutil.copy(ROOT / "package.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    part = tmp_path / "static" / "src" / "views" / "steps" / "page.ts"
    part.write_text(f'{part.read_text("utf-8")}\nexport const another = "text";\nconsole.info(another);\n', "utf-8")
    subprocess.run(["node", "tools/build.js"], cwd=tmp_path, check=True)
    other = json.loads((tmp_path / "static" / "dist" / "manifest.json").read_text("utf-8"))
    changed = {what for what, name in MANIFEST["files"].items() if other["files"][what] != name}
    # main names the chunk of a view, the element has every view; the words, the engine and other views' scripts stay
    assert changed == {"main.js", "element.js", "player-steps.js"}


def test_a_language_has_a_file_and_no_word_of_the_other() -> None:
    texts = {lang: built.text(f"words-{lang}.js") for lang in ("en", "zh")}
    for at, lang in enumerate(("en", "zh")):
        (found,) = re.findall(r"^\(globalThis\.headsGatesWords\?\?=\{\}\)\.(?:en|zh)=(\{.*\});$", texts[lang].strip())
        assert json.loads(found) == {key: both[at] for key, both in WORDS.items()}
    # and no other script of a page has any words: it is the same for every reader
    chunks = [path for path in DIST.glob("*.js") if not re.match("words-|element-|engine-|player", path.name)]
    assert len(chunks) > 20
    long = [words for en, zh in WORDS.values() if en != zh for words in (en, zh) if len(words.encode()) > 24]
    for path in chunks:
        text = path.read_text("utf-8")
        assert not [words for words in long if words in text], path.name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_load_is_small(lang: str) -> None:
    """At most ten requests and 150 KB, compressed, of scripts and styles: with the document and its icon two fewer."""
    for views in [["heads", "gates"], *([view] for view in VIEWS)]:
        names = first_load(views, lang)
        assert len(names) == len(set(names)) <= 8, views
        assert compressed(names) < 150 * KB, views


def test_a_view_comes_when_it_is_shown() -> None:
    """What a page of one view loads has nothing of another's part: the classes that style it say whose it is."""
    text = {
        view: "".join((DIST / name).read_text("utf-8") for name in first_load([view], "en") if name.endswith(".js"))
        for view in ("heads", "rollout", "gates")
    }
    for words, owner in {"attn-rollouts": "rollout", "tracks-open": "gates"}.items():
        assert [view for view, own in text.items() if words in own] == [owner]


# Plays the engine's part with the modules as they are in the repository; answers come as they were recorded.
BY_MODULES = """
const { job, asked } = JSON.parse(await new Promise((done) => {
  let text = ""; process.stdin.on("data", (more) => (text += more)).on("end", () => done(text));
}));
const { figure } = await import(ENTRY);
figure.start(JSON.stringify(job));
for (let round = 0; round < 5000 && !figure.result(); round += 1) {
  await new Promise((done) => setTimeout(done));
  for (const { id, path, method, body } of JSON.parse(figure.pending())) {
    const { answer } = asked.find((one) => one.path === path && one.method === method && one.body === body);
    const bytes = Buffer.from(answer.body, "base64");
    const text = /^text|json/.test(answer.type);
    const held = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    figure.deliver(id, answer.status, answer.type, text ? bytes.toString() : held);
  }
}
const result = JSON.parse(figure.result());
for (let part = figure.part(); part; part = figure.part()) {
  const { table, rows } = JSON.parse(part);
  result.tables[table].rows.push(...rows);
}
process.stdout.write(JSON.stringify(result));
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["gates", "unit", "step", "cells", "reach", "gaps", "order"])
def test_the_engine_draws_what_the_modules_draw(tmp_path: Path, view: str, lang: str) -> None:
    """SVG, words, tables and numbers, of answers that a net without weights to fetch gave: in V8 and in node."""
    query = f"?view={view}&text=I+grew+up+in+France&text_b=I+grew+up+in+Spain&lang={lang}"
    job = Job(query, 720, "en", "auto", "1.2.3", tables=True)

    async def draw() -> Drawn:
        app = create_app(Settings(cache_dir=tmp_path, wheel_dir=tmp_path), loopback=False, warm_up=False)
        engine = Engine(built.kits().engine, size=1, seconds=60, memory_bytes=2**30)
        async with app.router.lifespan_context(app):
            try:
                return await engine.draw(job, ask_app(app))
            finally:
                engine.close()

    drawn = asyncio.run(draw())
    asked = [
        {
            "path": one.path,
            "method": one.method,
            "body": one.body,
            "answer": {
                "status": one.answer.status,
                "type": one.answer.media_type,
                "body": base64.b64encode(one.answer.body).decode(),
            },
        }
        for one in drawn.asked
    ]
    program = BY_MODULES.replace("ENTRY", repr((SRC / "apps" / "engine" / "main.ts").as_uri()))
    done = subprocess.run(
        [*NODE, program],
        cwd=ROOT,
        input=json.dumps({"job": job.__dict__, "asked": asked}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == drawn.result
    assert "<svg" in drawn.svg
