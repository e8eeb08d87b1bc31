/** What every head of the layer adds to one token after the output projection: how long it is, and its share of the sum. */
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { short } from "../../core/numbers.ts";
import { at, total } from "./numbers.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";

const ROW = 20;
const HEAD = 24;
const DIGITS = 52;

/** A share as a percentage, with its sign. */
export const signedShare = (value: number) => `${(value * 100).toFixed(1)} %`.replace("-", "−");

/** @param step with contributions */
export function headParts(step: HeadStep, { width: room, lang = "en" }: { width: number; lang?: Lang }): Scene {
  const { norms, shares, bias_share: bias } = step.contributions as NonNullable<HeadStep["contributions"]>;
  const width = Math.max(220, Math.min(760, Math.floor(room)));
  const names = norms.map((_, head) => t(lang, "inspect-head-n", { head }));
  const label =
    Math.max(...names.map((name) => textWidth(name, 12, true)), textWidth(t(lang, "inspect-bias"), 12)) + 16;
  const half = (width - label - 22) / 2;
  const left = label;
  const right = label + half + 16;
  const mostNorm = Math.max(...norms, 1e-9);
  const all = [...shares, bias];
  const [low, high] = [Math.max(0, ...all.map((value) => -value)), Math.max(0, ...all)];
  const per = (half - DIGITS - 6) / (low + high || 1);
  const zero = right + DIGITS + 4 + low * per;
  const most = Math.max(low, high, 1e-9);
  const none = { kind: "none" } as const;

  // Over the heads' names there is nothing: on a narrow picture a heading may begin there.
  const norm = t(lang, "inspect-norm");
  const from = Math.max(0, Math.min(left, right - 16 - textWidth(norm, 12, true)));
  const marks: Mark[] = [
    text(fit(norm, right - 8 - from, 12), from, 12, { bold: true }),
    text(fit(t(lang, "inspect-share"), half, 12), right, 12, { bold: true }),
  ];
  const regions: Region[] = [];
  [...shares.keys(), -1].forEach((head, i) => {
    const y = HEAD + i * ROW;
    const own = head === step.head;
    const value = head < 0 ? bias : at(shares, head);
    if (own) {
      marks.push(
        rect({ x: 0.5, y: y + 0.5, width: width - 1, height: ROW - 1, fill: "none", stroke: "ink", radius: 2 }),
      );
    }
    marks.push(
      text(head < 0 ? t(lang, "inspect-bias") : (names[head] ?? ""), 5, y + 14, {
        bold: own,
        fill: head < 0 ? "soft" : "ink",
        italic: head < 0,
      }),
    );
    if (head >= 0) {
      const norm = at(norms, head);
      const box = {
        x: left + DIGITS,
        y: y + 5,
        width: Math.max(0.75, (norm / mostNorm) * (half - DIGITS)),
        height: ROW - 10,
      };
      marks.push(text(short(norm), left + DIGITS - 8, y + 14, { anchor: "end", bold: own }));
      marks.push(rect({ ...box, fill: own ? "ink" : "soft" }));
    }
    const long = Math.max(0.75, Math.abs(value) * per);
    const box = { x: value < 0 ? zero - long : zero, y: y + 5, width: long, height: ROW - 10 };
    marks.push(text(signedShare(value), right + DIGITS - 4, y + 14, { anchor: "end", bold: own }));
    marks.push(
      raster({
        ...box,
        columns: 1,
        rows: 1,
        values: [value],
        scale: { map: "signed", kind: "linear", domain: [-most, most] },
      }),
    );
    marks.push(rect({ ...box, fill: "none", stroke: "soft", strokeWidth: 0.75 }));
    regions.push({
      id: head < 0 ? "bias" : `head-${head}`,
      role: "label",
      quiet: true,
      x: 0,
      y,
      width,
      height: ROW,
      rows: 1,
      columns: 1,
      row: none,
      column: none,
    });
  });
  const bottom = HEAD + (shares.length + 1) * ROW;
  marks.push(line(left + DIGITS, HEAD, left + DIGITS, bottom - ROW, { stroke: "soft" }));
  marks.push(line(zero, HEAD, zero, bottom, { stroke: "soft" }));
  marks.push(line(0, bottom + 1, width, bottom + 1, { stroke: "soft" }));
  marks.push(text(`Σ = ${signedShare(total(all))}`, right + DIGITS - 4, bottom + 17, { bold: true, anchor: "end" }));
  const about = { head: step.head, layer: step.layer, count: norms.length };
  return {
    width,
    height: bottom + 22,
    title: t(lang, "inspect-heads-title", about),
    description: t(lang, "inspect-heads-description", about),
    marks,
    regions,
  };
}
