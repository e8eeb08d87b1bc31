"""The linked script does what node does with the modules themselves; what it does not know it refuses."""

import json
import re
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from app.draw.link import LinkError, bundle
from tests.draw.by_node import JS, PICTURES, native, run

# each has something that a careless reader would take for an import, an export, a bracket or a string
MODULES = {
    "words.js": r"""
// import { nothing } from "./nowhere.js";
/* export const nothing = 1; */
export const TRAP = 'import { x } from "./x.js";';
export const PATTERN = /[/"'`]export \/ const {/g;
export const text = (a) => `export ${{ b: `}${a}` }.b} import "x";`;
export function* counted() { yield 1; yield /a"b/.test('a"b') ? 2 : 3; }
export async function later() { return 7; }
export class Pair { kind = 3; static of(a) { const p = new Pair(); p.a = a; return p; } }
""",
    "maths.js": r"""
import "./side.min.js";
import { TRAP as bait, text } from "./words.js";
const { sides } = globalThis.shapes;
export const { square, cube: third } = sides;
export const half = (n) => { if (n) /"/.test("'"); return n / 2 / 1; };
const hidden = [bait.length, ...[1, 2].map((n) => n * 2)];
export { hidden as shown, third as same };
export const said = text(hidden.length)
  .trim();
export function counts() { return hidden.length; }
""",
    "folder/deep.js": 'import { half } from "../maths.js";\nexport const quarter = (n) => half(half(n));\n',
    "side.min.js": '!function(t){"use strict";t.shapes={sides:{square:4,cube:6},me:void 0===this}}(globalThis)',
    "entry.js": r"""
import { quarter } from "./folder/deep.js";
import {
  Pair, counted,
  PATTERN,
} from "./words.js";
import { shown, same, said, square, counts } from "./maths.js";
export const all = {
  quarter: quarter(8), pair: Pair.of(1).a, field: new Pair().kind, counted: [...counted()], pattern: PATTERN.source,
  shown, same, said, square, counts: counts(), me: globalThis.shapes.me, spread: [...said].length,
};
export { all as again };
""",
}


def written(folder: Path, modules: dict[str, str]) -> Path:
    for name, source in modules.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(source, "utf-8")
    return folder


def evaluated(script: str, expression: str) -> str:
    with MiniRacer() as racer:
        return str(racer.eval(f"globalThis.all = {script};{expression}"))


@pytest.mark.parametrize("minify", [False, True])
def test_linked_modules_do_what_modules_do(tmp_path: Path, minify: bool) -> None:
    written(tmp_path, {**MODULES, "package.json": '{"type": "module"}'})
    expression = "JSON.stringify([Object.keys(all).sort(), all.all, all.again])"
    script = bundle(Path("entry.js"), root=tmp_path, minify=minify)
    assert json.loads(evaluated(script, expression)) == json.loads(run(tmp_path / "entry.js", expression))


@pytest.mark.parametrize("minify", [False, True])
def test_the_page_draws_the_same_svg_text(tmp_path: Path, minify: bool) -> None:
    entry = tmp_path / "pictures.mjs"
    entry.write_text(native(PICTURES), "utf-8")
    expression = "JSON.stringify(all)"
    drawn = json.loads(evaluated(bundle(PICTURES, root=JS, minify=minify), expression))
    assert len(drawn["light"]) == 4
    assert "<image" in drawn["light"][1]
    assert drawn == json.loads(run(entry, expression))


def test_every_module_of_the_page_can_be_linked_and_exports_what_node_says(tmp_path: Path) -> None:
    names = [
        p.relative_to(JS).as_posix()
        for folder in ("data", "scene", "views")
        for p in sorted((JS / folder).rglob("*.js"))
    ]
    assert len(names) > 50
    entry = tmp_path / "all.mjs"
    entry.write_text(
        "".join(f'export * as m{i} from "{(JS / name).as_uri()}";\n' for i, name in enumerate(names)), "utf-8"
    )
    shown = "(value) => typeof value === 'function' ? String(value) : JSON.stringify(value)"
    listed = (
        f"Object.entries(all).map(([m, x]) => [m, Object.entries(x).map(([n, v]) => [n, ({shown})(v) ?? 'undefined'])])"
    )
    found = json.loads(run(entry, f"JSON.stringify({listed})"))
    wanted = {f"{m}_{name}": value for m, exports in found for name, value in exports}
    lines = []
    for m, exports in found:
        pairs = ", ".join(f"{name} as {m}_{name}" for name, _ in exports)
        lines.append(f'import {{ {pairs} }} from "./{names[int(m[1:])]}";')
    source = "\n".join(lines) + f"\nexport {{ {', '.join(wanted)} }};"
    script = bundle(source, root=JS, minify=False)
    linked = evaluated(script, f"JSON.stringify(Object.entries(all).map(([n, v]) => [n, ({shown})(v) ?? 'undefined']))")
    assert dict(json.loads(linked)) == wanted
    # and what pages run can be read, though only a browser can run it
    assert bundle(Path("embed/player.js"), root=JS, minify=True)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\nexport default 1;", "a.js:2: 'default' where"),
        ("const a = 1;\nexport { a as default };", "a.js:2: default exports"),
        ('import a from "./b.js";', "a.js:1: 'a' where"),
        ('import * as b from "./b.js";', "a.js:1: '*' where"),
        ('export * from "./b.js";', "a.js:1: '*' where"),
        ('export { b } from "./b.js";', "a.js:1: 'from' where"),
        ("export let a = 1;", "a.js:1: 'let' where"),
        ("export const a = 1, b = 2;", "a.js:1: one name"),
        ("export const a = 1\nexport const b = 2;", "a.js:2: one name"),
        ("export const [a] = [1];", "a.js:1: '[' where"),
        ("export const { a = 2 } = {};", "a.js:1: '=' where"),
        ('\n\nconst f = () => import("./b.js");', "a.js:3: only imports at the top"),
        ("const here = import.meta.url;", "a.js:1: only imports at the top"),
        ("await 1;", "a.js:1: await outside"),
        ('import { c } from "./b.js";', "a.js:1: b.js exports no c"),
        ('import { b } from "./c.js";', "a.js:1: no such file: ./c.js"),
        ('import { b } from "b";', "a.js:1: only imports of files"),
        ("export const a = 1;\nexport function a() {}", "a.js:2: a is exported twice"),
        ("const a = [1;", "a.js:1: ';'"),
        ("const a = (1];", "a.js:1: ']' closes '('"),
        ("const a = { b: 1 ;", "a.js:1: '{' is never closed"),
        ("const a = `x${1", "a.js:1: '${' is never closed"),
        ("const a = `x", "a.js:1: a template"),
        ('const a = "x\n";', "a.js:1: not understood"),
        ("const a = {} / 2;", "a.js:1: a slash after }"),
        ("const m1$a = 1;", "a.js: names such as m1$a"),
        ('import "./a.js";', "a.js:1: modules import each other: a.js → a.js"),
    ],
)
def test_what_is_not_known_is_refused_with_file_and_line(tmp_path: Path, source: str, said: str) -> None:
    written(tmp_path, {"a.js": source, "b.js": "export const b = 1;"})
    with pytest.raises(LinkError, match=f"^{re.escape(said)}" if "';'" not in said else "^a.js:1"):
        bundle(Path("a.js"), root=tmp_path, minify=False)


def test_a_ring_of_modules_is_refused_with_its_names(tmp_path: Path) -> None:
    ring = {
        f"{a}.js": f'import {{ {b} }} from "./{b}.js";\nexport const {a} = () => {b};'
        for a, b in [("a", "b"), ("b", "c"), ("c", "a")]
    }
    written(tmp_path, ring)
    with pytest.raises(LinkError, match=re.escape("c.js:1: modules import each other: a.js → b.js → c.js → a.js")):
        bundle('import { a } from "./a.js";', root=tmp_path, minify=False)


def test_modules_run_once_each_and_in_the_order_of_their_imports(tmp_path: Path) -> None:
    first = "(globalThis.order ??= []).push({});"
    modules = {
        name: imports + first.format(f'"{name}"')
        for name, imports in {"d.js": "", "c.js": 'import "./d.js";', "b.js": 'import "./d.js";'}.items()
    }
    written(tmp_path, modules)
    script = bundle('import "./c.js";\nimport "./b.js";\nimport "./d.js";', root=tmp_path, minify=True)
    assert evaluated(script, "order.join()") == "d.js,c.js,b.js"
