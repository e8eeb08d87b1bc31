/** A GRU's step: one state, and one gate that says what of it is kept and, with the rest to 1, what is written. */
import { bus } from "./bus.ts";
import { ARROW, BOX, CHIP, OPERATOR } from "./pen.ts";
import type { StepData } from "../../data/types.ts";
import type { Place } from "./lstm.ts";
import type { createPen } from "./pen.ts";

type Pen = ReturnType<typeof createPen>;

const STATE = 44;
const MIX = 132;
const TURN = 166;
const LEAVE = 190;
const GATES = 236;

/** @returns the height */
export function gru(pen: Pen, data: StepData, { width, lang }: Place): number {
  const [left, right] = pen.tight ? [12, 28] : [56, 96];
  const step = (width - left - right) / 3;
  const wide = step - (pen.tight ? 8 : 22); // between the columns, r goes down
  const at = (column: number) => left + (column + 0.5) * step;
  const [update, reset, candidate] = [at(0), at(1), at(2)];
  const half = CHIP / 2;
  const { wire, chip, chipWidth, operator, pill, column, is } = pen;

  /** A chip in the middle of a level wire. */
  function level(id: string, from: number, to: number, y: number) {
    const middle = (from + to) / 2;
    const reach = chipWidth(id) / 2;
    if (middle - reach > from) {
      wire(id, [
        [from, y],
        [middle - reach, y],
      ]);
    }
    if (middle + reach < to) {
      wire(
        id,
        [
          [middle + reach, y],
          [to, y],
        ],
        { arrow: to - middle - reach >= ARROW },
      );
    }
    chip(id, middle, y, "above", to - from);
  }

  // The state, from left to right.
  level("previous", 0, update - OPERATOR, STATE);
  level("kept", update + OPERATOR, candidate - OPERATOR, STATE);
  level("hidden", candidate + OPERATOR, width - 1, STATE);

  // z up to the state, 1−z across to the candidate.
  wire("update", [
    [update, GATES - BOX],
    [update, LEAVE + half],
  ]);
  wire(
    "update",
    [
      [update, LEAVE - half],
      [update, STATE + OPERATOR],
    ],
    { arrow: true },
  );
  const minus = update + Math.min(step * 0.36, 90);
  wire("update", [
    [update, MIX],
    [minus - 15, MIX],
  ]);
  level("passed", minus + 15, candidate - OPERATOR, MIX);
  wire("candidate", [
    [candidate, GATES - BOX],
    [candidate, LEAVE + half],
  ]);
  wire(
    "candidate",
    [
      [candidate, LEAVE - half],
      [candidate, MIX + OPERATOR],
    ],
    { arrow: true },
  );
  const written = (MIX + STATE) / 2;
  wire("written", [
    [candidate, MIX - OPERATOR],
    [candidate, written + half],
  ]);
  wire(
    "written",
    [
      [candidate, written - half],
      [candidate, STATE + OPERATOR],
    ],
    { arrow: true },
  );

  const columns = [
    ["update", update],
    ["reset", reset],
    ["candidate", candidate],
  ] as [string, number][];
  const made = columns.map(([gate, x]) => ({ gate, x, ...column(gate, x, GATES, wide) }));
  const last = made.at(-1) as (typeof made)[0];
  // r goes down again, into the candidate's sum.
  const gutter = (reset + candidate) / 2;
  const into = last.lines.get("admitted") ?? 0;
  wire("reset", [
    [reset, GATES - BOX],
    [reset, LEAVE + half],
  ]);
  wire(
    "reset",
    [
      [reset, LEAVE - half],
      [reset, TURN],
      [gutter, TURN],
      [gutter, into],
      [candidate - last.width / 2, into],
    ],
    { arrow: true },
  );

  for (const [gate, x] of columns) chip(gate, x, LEAVE, pen.tight ? "corner" : "left");
  chip("written", candidate, written, "left", step * 0.9);
  pill("1−", minus, MIX, is("passed"));
  operator("×", update, STATE, is("update"));
  operator("×", candidate, MIX, is("passed"));
  operator("+", candidate, STATE, is("kept") && is("hidden"));

  const floor = Math.max(...made.map(({ bottom }) => bottom));
  const taps = made.map(({ gate, x, bottom }) => ({ gate, x, y: bottom }));
  return bus(pen, data, { x: 0, y: floor + 22, width, lang, taps });
}
