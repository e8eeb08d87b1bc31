/** One head beside another: of another sentence, another model, or the same one. */
import {
  compareScene,
  compareTable,
  comparedHeads,
  furthest,
  headingOf,
  intro,
  largestName,
  largestTable,
  sayCompared,
  sumUpCompared,
} from "./pictures.ts";
import { tokenName } from "../../plots/labels.ts";
import { el } from "../../panel/dom.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { tableNode } from "../../panel/tables.ts";
import { createCompareControls } from "./controls.ts";
import { bitsWords } from "../../plots/difference.ts";
import { createPairFigure } from "../../panel/pair-figure.ts";
import type { Lang } from "../../core/types.ts";
import type { Matrix, Token } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Pointed } from "../../panel/pair-figure.ts";
import type { AttnPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Shown } from "./pictures.ts";

export function create(store: Store, hands: Hands): AttnPart {
  const words = () => store.get("words");
  let kept: { inputs: unknown[]; made: Shown | null } = { inputs: [], made: null };

  function shown(): Shown | null {
    const { attnData, part, quarter, by, special, renormalise, matched, against } = store.snapshot();
    const data = attnData["compare"]?.data ?? null;
    const inputs = [data, part, quarter, by, special, renormalise, matched, against];
    if (inputs.every((one, i) => one === kept.inputs[i])) return kept.made;
    kept = { inputs, made: comparedHeads(store) };
    return kept.made;
  }

  function say({ panel, row, column }: Pointed) {
    const now = shown();
    if (!now) return "";
    const lang = words();
    const { lined, bits, first, second } = now;
    if (panel === "bars") {
      const own = bits[row ?? 0] ?? NaN;
      const query = tokenName(lined.rows.labels[row ?? 0] as Token);
      return Number.isNaN(own)
        ? t(lang, "versus-say-row-none", { query })
        : t(lang, "versus-say-row", { query, bits: bitsWords(own) });
    }
    if (row !== null && column !== null) return sayCompared(lang, lined, row, column);
    const axis = row === null ? lined.columns : lined.rows;
    const at = row ?? column ?? 0;
    const spot = axis.spots[at];
    const label = axis.labels[at];
    if (!spot || !label) return "";
    const side = (matrix: Matrix) => (row === null ? matrix.keys : matrix.queries);
    const where = (["a", "b"] as const).flatMap((name) => {
      const own = spot[name].flatMap((cell) => side(name === "a" ? first : second).tokens[cell] ?? []);
      return own.length ? [t(lang, "versus-where", { indices: own.join(", "), letter: name.toUpperCase() })] : [];
    });
    return t(lang, "versus-say-label", { token: tokenName(label), where: where.join(lang === "zh" ? "、" : ", ") });
  }

  const controls = createCompareControls(store);
  const pair = createPairFigure("compare-pair", hands, say);
  const most0 = el("div", { class: "compare-largest" });
  pair.summary.after(most0);
  const node = el("div", { class: "attn-compare" }, controls.node, pair.node);

  function drawLargest(lang: Lang, now: Shown) {
    const found = furthest(now);
    most0.hidden = found.length === 0;
    if (found.length === 0) return;
    const wide = now.lined.columns.spots.length;
    const made = tableNode(largestTable(lang, now));
    made.querySelectorAll("tbody tr").forEach((line, at) => {
      const i = found[at] as number;
      line.addEventListener("pointerenter", () => pair.point(Math.floor(i / wide), i % wide));
      line.addEventListener("pointerleave", () => pair.leave());
    });
    most0.replaceChildren(
      el("h3", {}, largestName(lang, now)),
      el("div", { class: "largest-box", tabindex: 0, role: "region", "aria-label": largestName(lang, now) }, made),
    );
  }

  function draw() {
    const { words: lang, look, attnData } = store.snapshot();
    const now = shown();
    controls.draw(now);
    pair.node.hidden = !now;
    if (!now) return;
    pair.node.classList.toggle("stale", attnData["compare"]?.status === "loading");
    pair.heading.textContent = headingOf(lang, now);
    if (pair.room() < 1) return;
    const scene = compareScene(store, now, pair.room());
    const named = { a: "A", b: "B", between: "B − A" };
    pair.picture(scene, look, { lined: now.lined, first: now.first }, (panel) =>
      titled(lang, named[panel as "a"] ?? panel, t(lang, "keys")),
    );
    pair.summary.replaceChildren(sumUpCompared(store, now), lang === "zh" ? "" : " ", t(lang, "versus-js-definition"));
    pair.table.set(t(lang, "versus-table"), () => compareTable(lang, now));
    drawLargest(lang, now);
  }

  return {
    node,
    draw,
    controls: ["heads", "part", "by", "quarter", "special", "scale", "colour"],
    light: pair.light,
    intro: () => intro(store),
    twins() {
      const { text, model, layer, head } = store.snapshot();
      const [json, tensors] = twins("/api/v1/attention", { text, model, layers: String(layer), heads: String(head) });
      return { json, tensors };
    },
  };
}
