/** The learner's own scores through a softmax, with and without a scale: a toy, and it says so. */
import { EXAMPLE, plain, toyCurves, toyShare, toyWeights } from "./toy.ts";
import { at, total } from "./numbers.ts";
import { short } from "../../core/numbers.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t } from "../../core/words/index.ts";
import type { Lang, Theme } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

type Now = { scale: number; dimensions: number; lang: Lang; look: Theme };

/** Larger ones are beyond what a softmax in double precision tells apart. */
const MOST = 1000;
/** What lessons often print for 8, 5 and 1. */
const PRINTED = [0.6, 0.25, 0.02];
const isExample = (scores: readonly number[]) => scores.every((score, i) => score === EXAMPLE[i]);

export function createToy(store: Store, hands: Hands) {
  let now: Now | null = null;
  /** What stands in the boxes; beyond it, one may hold what is no number yet. */
  let written: readonly number[] = EXAMPLE;
  const figure = createFigure({
    className: "inspect-toy",
    hands,
    meaning: { cursor: () => null, say: () => "", pick: () => {} },
  });
  const inputs = EXAMPLE.map((score) =>
    el("input", {
      type: "number",
      step: "any",
      min: -MOST,
      max: MOST,
      value: score,
      inputmode: "decimal",
      required: true,
    }),
  );
  const again = el("button", { type: "button", class: "plain" });
  const head = el("tr");
  const body = el("tbody");
  const rows = inputs.map((input, i) => {
    const cells = { scaled: el("td"), with: el("td", { class: "made" }), without: el("td", { class: "made" }) };
    body.append(el("tr", {}, el("th", { scope: "row" }, input), cells.scaled, cells.with, cells.without));
    input.addEventListener("input", () => {
      const value = input.valueAsNumber;
      if (!Number.isFinite(value) || Math.abs(value) > MOST) return;
      written = written.map((score, n) => (n === i ? value + 0 : score)); // + 0: no negative zero
      if (isExample(written)) written = EXAMPLE;
      store.set({ toy: written === EXAMPLE ? null : written });
    });
    return cells;
  });
  const sums = { with: el("td", { class: "made" }), without: el("td", { class: "made" }) };
  body.append(el("tr", { class: "sum" }, el("th", { scope: "row" }, "Σ"), el("td"), sums.with, sums.without));
  const label = el("p", { class: "toy-label" });
  const truth = el("p", { class: "note" });
  const numbers = el("div", { class: "toy-numbers" }, el("table", {}, el("thead", {}, head), body), again);
  const sides = el("div", { class: "toy-sides" }, numbers, figure.box, el("div", {}, figure.summary, truth));
  figure.node.append(label, sides);
  figure.table.node.remove();
  figure.box.tabIndex = 0;
  again.addEventListener("click", () => {
    write(EXAMPLE);
    store.set({ toy: null });
  });
  store.on(["toy"], redraw);

  function write(scores: readonly number[]) {
    written = scores;
    inputs.forEach((input, i) => (input.value = String(scores[i])));
  }

  function redraw() {
    if (!now || figure.room() < 1) return;
    const { lang, look } = now;
    const scores = store.get("toy") ?? EXAMPLE;
    if (scores !== written) write(scores);
    // A model that does not scale has the factor in its weights: the usual one is shown instead.
    const own = now.scale < 1;
    const scale = own ? now.scale : 1 / Math.sqrt(now.dimensions);
    const scene = toyCurves(scores, { width: figure.room(), scale, own, lang });
    figure.show(scene, look, []);
    figure.heading.textContent = t(lang, "inspect-toy");
    label.textContent = t(lang, "inspect-toy-label");
    head.replaceChildren(
      ...[
        t(lang, "inspect-toy-score"),
        `× ${short(scale)}`,
        t(lang, "inspect-toy-with"),
        t(lang, "inspect-toy-without"),
      ].map((words) => el("th", { scope: "col" }, words)),
    );
    const [scaled, raw] = [toyWeights(scores, scale), toyWeights(scores, 1)];
    rows.forEach((cells, i) => {
      cells.scaled.textContent = short(at(scores, i) * scale);
      for (const [cell, share] of [
        [cells.with, at(scaled, i)],
        [cells.without, at(raw, i)],
      ] as const) {
        cell.textContent = toyShare(share);
        cell.style.setProperty("--share", `${share * 100}%`);
      }
      inputs[i]?.setAttribute("aria-label", t(lang, "inspect-toy-n", { n: i + 1 }));
    });
    sums.with.textContent = toyShare(total(scaled));
    sums.without.textContent = toyShare(total(raw));
    again.textContent = t(lang, "inspect-toy-again", { scores: EXAMPLE.join(", ") });
    again.hidden = isExample(scores);
    const list = (shares: number[]) => shares.map((share) => toyShare(share).replace(" %", "")).join(", ");
    figure.summary.textContent = t(lang, "inspect-toy-says", {
      scores: scores.map(plain).join(", "),
      scaled: list(scaled),
      raw: list(raw),
      scale: short(scale),
    });
    const [a = 0, b = 0, c = 0] = EXAMPLE;
    const [p = 0, q = 0, r = 0] = PRINTED;
    truth.hidden = !again.hidden;
    truth.textContent = t(lang, "inspect-toy-truth", {
      scores: EXAMPLE.join(", "),
      printed: PRINTED.map((share) => Math.round(share * 100)).join(", "),
      a,
      b,
      c,
      p: p * 100,
      q: q * 100,
      r: r * 100,
      first: (Math.log(p / q) / (a - b)).toFixed(2),
      second: (Math.log(q / r) / (b - c)).toFixed(2),
    });
  }
  return {
    node: figure.node,
    draw(next: Now) {
      now = next;
      redraw();
    },
  };
}
