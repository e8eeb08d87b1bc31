/** A toy: made-up scores through a softmax, at every scale from 0 to 1. No number of it is a model's. */
import { line, rect, text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { short } from "../../core/numbers.ts";
import { share } from "./digits.ts";
import { at, softmax } from "./numbers.ts";
import type { Hue, Lang, Mark, Scene } from "../../core/types.ts";

/** The scores that popular lessons use, with shares that they do not have. */
export const EXAMPLE = [8, 5, 1, 3];
const HUES = ["hue-0", "hue-1", "hue-2", "hue-3"] as const;
const DASHES = [undefined, "6 3", "2 3", "8 3 2 3"];
const TOP = 22;
const HIGH = 150;
const LEFT = 40;
const POINTS = 60;

/** Weights of made-up scores at a scale. */
export const toyWeights = (scores: readonly number[], scale: number) => softmax(scores.map((score) => score * scale));
/** As it was typed. */
export const plain = (value: number) => String(value).replace("-", "−");
export const toyShare = (value: number) =>
  value > 0 && value < 0.0005 ? share(value) : `${(value * 100).toFixed(1)} %`;
const px = (value: number) => Math.round(value * 10) / 10;

/** Places for labels that would lie over each other, moved apart by as much as they need. */
function apart(wanted: readonly number[], step: number, most: number) {
  const order = [...wanted.keys()].sort((a, b) => at(wanted, a) - at(wanted, b));
  const out = [...wanted];
  order.forEach((i, n) => {
    const before = order[n - 1];
    if (before !== undefined) out[i] = Math.max(at(out, i), at(out, before) + step);
  });
  let floor = most;
  for (const i of [...order].reverse()) {
    out[i] = Math.min(at(out, i), floor);
    floor = at(out, i) - step;
  }
  return out;
}

/** @param options scale: to compare with 1; own: it is the shown head's */
export function toyCurves(
  scores: readonly number[],
  { width: room, scale, own = true, lang = "en" }: { width: number; scale: number; own?: boolean; lang?: Lang },
): Scene {
  const width = Math.max(280, Math.min(560, Math.floor(room)));
  const right = 96;
  const span = width - LEFT - right;
  const x = (factor: number) => LEFT + factor * span;
  const y = (share: number) => TOP + (1 - share) * HIGH;
  const marks: Mark[] = [];
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    marks.push(line(LEFT, y(tick), LEFT + span, y(tick), { stroke: "faint" }));
    marks.push(text(`${tick * 100} %`, LEFT - 5, y(tick) + 4, { size: 11, fill: "soft", anchor: "end" }));
  }
  const at1 = toyWeights(scores, 1);
  const places = apart(
    at1.map((share) => y(share) + 4),
    15,
    y(0) + 4,
  );
  const list = Array.from({ length: POINTS + 1 }, (_, i) => toyWeights(scores, i / POINTS));
  scores.forEach((score, i) => {
    const d = list.map((weights, n) => `${n ? "L" : "M"}${px(x(n / POINTS))} ${px(y(at(weights, i)))}`).join("");
    const hue = HUES[i % HUES.length] as Hue;
    const dash = DASHES[i % DASHES.length];
    marks.push({ type: "path", d, fill: "none", stroke: hue, strokeWidth: 2.25, ...(dash ? { dash } : {}) });
    marks.push(
      text(`${plain(score)}: ${toyShare(at(at1, i))}`, LEFT + span + 8, at(places, i), { bold: true, fill: hue }),
    );
  });
  // Where a real head stands, and where it would without its scale.
  if (scale < 1) {
    marks.push(line(x(scale), TOP - 4, x(scale), y(0), { stroke: "ink", dash: "3 3" }));
    const said = t(lang, own ? "inspect-toy-here" : "inspect-toy-usual", { scale: short(scale) });
    marks.push(text(said, Math.max(LEFT, Math.min(x(scale), LEFT + span - textWidth(said, 11))), 11, { size: 11 }));
  }
  marks.push(rect({ x: LEFT, y: TOP, width: span, height: HIGH, fill: "none", stroke: "soft" }));
  for (const tick of [0, 0.5, 1]) {
    marks.push(text(String(tick), x(tick), y(0) + 15, { size: 11, fill: "soft", anchor: "middle" }));
  }
  marks.push(text(t(lang, "inspect-toy-axis"), LEFT, y(0) + 31, { size: 11, fill: "soft" }));
  return {
    width,
    height: TOP + HIGH + 38,
    title: t(lang, "inspect-toy-title"),
    description: t(lang, "inspect-toy-description", { scores: scores.map(plain).join(", ") }),
    marks,
    regions: [],
  };
}
