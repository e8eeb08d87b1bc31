/** Where a step comes from: the state before and the token, as strips of colour, with a line to each gate. */
import { raster, rect, text } from "../../core/scene/marks.ts";
import { fit } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { tokenName } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import type { Lang } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";
import type { createPen } from "./pen.ts";

type Pen = ReturnType<typeof createPen>;

const STRIP = 13;
const GAP = 16;
const LINE = 14;

/**
 * @param place taps: where each gate takes them in
 * @returns the bottom
 */
export function bus(
  pen: Pen,
  data: StepData,
  {
    x,
    y,
    width,
    lang,
    taps,
  }: { x: number; y: number; width: number; lang: Lang; taps: readonly { gate: string; x: number; y: number }[] },
): number {
  const { hidden_before: hidden, input, token } = data;
  const span = width - GAP;
  // The shorter vector still needs room for its words.
  const share = Math.min(0.62, Math.max(0.5, hidden.length / (hidden.length + input.length)));
  const strips = [
    {
      id: "hidden_before",
      values: hidden,
      x,
      width: Math.round(span * share),
      words: token === 0 ? "step-bus-nothing" : "step-bus-state",
      most: 1,
    },
    {
      id: "input",
      values: input,
      x: x + Math.round(span * share) + GAP,
      width: span - Math.round(span * share),
      words: "step-bus-input",
      most: Math.max(...input.map(Math.abs), 1e-6),
    },
  ];
  const top = y + 14;
  const on = taps.filter(({ gate }) => pen.has(gate));
  const middles = strips.map((strip) => strip.x + strip.width / 2);
  const ends = [...middles, ...taps.map((tap) => tap.x)];
  pen.wire(
    "bus",
    [
      [Math.min(...ends), y],
      [Math.max(...ends), y],
    ],
    { on: false, width: 3 },
  );
  for (const tap of taps) {
    if (!pen.has(tap.gate)) {
      pen.wire(
        "bus",
        [
          [tap.x, y],
          [tap.x, tap.y],
        ],
        { arrow: true, on: false, width: 3 },
      );
    }
  }
  for (const middle of middles) {
    if (on.length === 0) {
      pen.wire(
        "bus",
        [
          [middle, top],
          [middle, y],
        ],
        { on: false, width: 3 },
      );
    }
    // Both to each gate of the move: where they meet, they are one line.
    for (const tap of on) {
      pen.wire(
        "bus",
        [
          [middle, top],
          [middle, y],
          [tap.x, y],
          [tap.x, tap.y],
        ],
        { arrow: true, on: true, width: 3 },
      );
    }
  }
  let below = 0;
  for (const { id, values, x: left, width: wide, words, most } of strips) {
    const box = { x: left, y: top, width: wide, height: STRIP };
    pen.marks.push(
      raster({
        ...box,
        columns: values.length,
        rows: 1,
        values,
        scale: { map: "signed", kind: "linear", domain: [-most, most] },
      }),
    );
    pen.marks.push(rect({ ...box, fill: "none", stroke: on.length ? "ink" : "soft" }));
    const found = data.tokens[token];
    const said = t(lang, words, { count: values.length, token: found ? tokenName(found) : "" });
    const lines = wrapped(said, wide, 11);
    pen.marks.push(
      ...lines.map((line, i) =>
        text(fit(line, wide, 11), left, top + STRIP + 14 + i * LINE, { size: 11, fill: "soft" }),
      ),
    );
    below = Math.max(below, (lines.length - 1) * LINE);
    pen.region(id, left, top, wide, STRIP + 18);
  }
  return top + STRIP + 20 + below;
}
