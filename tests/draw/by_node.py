"""What node makes of the page's modules: the measure for what the linked script makes of them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "static" / "src"
# node reads TypeScript by tsx
NODE = ["node", "--import", "tsx", "--input-type=module", "--eval"]

# every kind of mark: rects, lines, paths, both kinds of raster, text in several scripts
PICTURES = """
import { arcs } from "./views/arcs/scene.ts";
import { gates } from "./plots/gates.ts";
import { heatmap } from "./plots/heatmap.ts";
import { toSVG } from "./core/scene/svg.ts";
import { gatesOf, headOf, tokensOf } from "../../tests/js/made.ts";
const words = "直 角 骨 它 because it’s <s> שלום مرحبا café".split(" ");
const many = Array.from({ length: 70 }, (_, i) => `w${i}`);
const scenes = [
  heatmap(headOf(tokensOf(words)), { width: 500 }),
  heatmap(headOf(tokensOf(many)), { width: 500 }),
  arcs([{ label: "", matrix: headOf(tokensOf(words)), drawn: null }], { width: 700, lang: "zh" }),
  gates(gatesOf(tokensOf(words)), { width: 600 }),
];
export const light = scenes.map((scene) => toSVG(scene, { theme: "light" }));
export const dark = scenes.map((scene) => toSVG(scene, { theme: "dark" }));
export const auto = scenes.map((scene) => toSVG(scene));
"""


def run(entry: Path, expression: str) -> str:
    """What node prints for an expression over ``all``, the exports of a module file."""
    program = f"const all = await import({entry.as_uri()!r}); process.stdout.write({expression});"
    done = subprocess.run([*NODE, program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def native(source: str) -> str:
    """The source of a module whose imports are relative to the page's modules, with addresses that node takes."""
    return source.replace('from "../../', f'from "{ROOT.as_uri()}/').replace('from "./', f'from "{SRC.as_uri()}/')
