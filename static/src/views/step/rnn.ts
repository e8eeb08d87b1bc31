/** An RNN's step: one sum and one tanh. Nothing goes past them; a unit's own old value is one product among the others. */
import { text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { bus } from "./bus.ts";
import { BOX, CHIP, OPERATOR } from "./pen.ts";
import type { StepData } from "../../data/types.ts";
import type { Place } from "./lstm.ts";
import type { createPen } from "./pen.ts";

type Pen = ReturnType<typeof createPen>;

const PAST = 34;
const LEAVE = 78;
const GATE = 136;

/** @returns the height */
export function rnn(pen: Pen, data: StepData, { width, lang }: Place): number {
  const middle = Math.round(width * (pen.tight ? 0.62 : 0.52));
  const { wire, chip, chipWidth, column, operator, marks, is } = pen;
  const half = CHIP / 2;

  // Where the others carry their state past the gates, there is no wire here: its place is marked.
  const said = fit(t(lang, "step-no-path"), width - 40, 11);
  const wide = textWidth(said, 11) / 2 + 8;
  const dashed = { type: "line", y1: PAST - 4, y2: PAST - 4, stroke: "faint", strokeWidth: 2, dash: "3 5" } as const;
  marks.push({ ...dashed, x1: 0, x2: width / 2 - wide }, { ...dashed, x1: width / 2 + wide, x2: width });
  marks.push(text(said, width / 2, PAST, { size: 11, fill: "soft", anchor: "middle" }));

  const out = middle + chipWidth("hidden") / 2;
  wire("hidden", [
    [middle, GATE - BOX],
    [middle, LEAVE + half],
  ]);
  wire(
    "hidden",
    [
      [out, LEAVE],
      [width - 1, LEAVE],
    ],
    { arrow: true },
  );
  chip("hidden", middle, LEAVE, "left", middle - 40);
  const { bottom, width: card, lines } = column("hidden", middle, GATE, pen.tight ? 172 : 200);

  // The old value: through its weight, and into the sum.
  const y = lines.get("own") ?? bottom;
  const edge = middle - card / 2;
  const start = Math.max(0, edge - 320);
  const times = edge - Math.min(44, edge * 0.3);
  const previous = start + chipWidth("previous") / 2 + (pen.tight ? 0 : 24);
  if (!pen.tight) {
    wire("previous", [
      [start, y],
      [previous - chipWidth("previous") / 2, y],
    ]);
  }
  wire(
    "previous",
    [
      [previous + chipWidth("previous") / 2, y],
      [times - OPERATOR, y],
    ],
    { arrow: true },
  );
  wire(
    "previous",
    [
      [times + OPERATOR, y],
      [edge, y],
    ],
    { arrow: true },
  );
  wire(
    "weight",
    [
      [times, y - 52 + half],
      [times, y - OPERATOR],
    ],
    { arrow: true },
  );
  chip("previous", previous, y, "above", times - start - 20);
  chip("weight", times, y - 52, "above", pen.tight ? 80 : 140);
  operator("×", times, y, is("weight"));
  return bus(pen, data, { x: 0, y: bottom + 22, width, lang, taps: [{ gate: "hidden", x: middle, y: bottom }] });
}
