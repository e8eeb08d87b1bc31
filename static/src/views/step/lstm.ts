/** An LSTM's step: what is kept runs along the top, what is written joins it, what is reported leaves below. */
import { bus } from "./bus.ts";
import { ARROW, BOX, CHIP, OPERATOR } from "./pen.ts";
import type { Lang } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";
import type { createPen } from "./pen.ts";

type Pen = ReturnType<typeof createPen>;
export type Place = { width: number; lang: Lang };

const CELL = 44;
const SQUASH = 78;
const REPORT = 150;
const LEAVE = 186;
const GATES = 232;

/** @returns the height */
export function lstm(pen: Pen, data: StepData, { width, lang }: Place): number {
  const [left, right] = pen.tight ? [26, 30] : [64, 96];
  const step = (width - left - right) / 4;
  const at = (column: number) => left + (column + 0.5) * step;
  const [forget, input, candidate, output] = [at(0), at(1), at(2), at(3)];
  const columns = [
    ["forget", forget],
    ["input", input],
    ["candidate", candidate],
    ["output", output],
  ] as [string, number][];
  const joint = (input + candidate) / 2;
  const half = CHIP / 2;
  const { wire, chip, chipWidth, operator, pill, column, is } = pen;

  /** A chip in the middle of a level wire. */
  function level(id: string, from: number, to: number, y: number, arrow: boolean = true) {
    const middle = (from + to) / 2;
    const wide = chipWidth(id) / 2;
    if (middle - wide > from) {
      wire(id, [
        [from, y],
        [middle - wide, y],
      ]);
    }
    if (middle + wide < to) {
      wire(
        id,
        [
          [middle + wide, y],
          [to, y],
        ],
        { arrow: arrow && to - middle - wide >= ARROW },
      );
    }
    chip(id, middle, y, "above", to - from);
  }

  // The cell, from left to right, over its branch.
  wire(
    "cell",
    [
      [output, CELL],
      [output, SQUASH - 11],
    ],
    { arrow: true, on: is("squashed") },
  );
  level("previous", 0, forget - OPERATOR, CELL);
  level("kept", forget + OPERATOR, joint - OPERATOR, CELL);
  level("cell", joint + OPERATOR, output, CELL, false);
  wire(
    "cell",
    [
      [output, CELL],
      [width - 1, CELL],
    ],
    { arrow: true },
  );

  // What is erased, written, reported.
  wire("forget", [
    [forget, GATES - BOX],
    [forget, LEAVE + half],
  ]);
  wire(
    "forget",
    [
      [forget, LEAVE - half],
      [forget, CELL + OPERATOR],
    ],
    { arrow: true },
  );
  wire("input", [
    [input, GATES - BOX],
    [input, LEAVE + half],
  ]);
  wire(
    "input",
    [
      [input, LEAVE - half],
      [input, REPORT],
      [joint - OPERATOR, REPORT],
    ],
    { arrow: true },
  );
  wire("candidate", [
    [candidate, GATES - BOX],
    [candidate, LEAVE + half],
  ]);
  wire(
    "candidate",
    [
      [candidate, LEAVE - half],
      [candidate, REPORT],
      [joint + OPERATOR, REPORT],
    ],
    { arrow: true },
  );
  const written = (REPORT + CELL) / 2;
  wire("written", [
    [joint, REPORT - OPERATOR],
    [joint, written + half],
  ]);
  wire(
    "written",
    [
      [joint, written - half],
      [joint, CELL + OPERATOR],
    ],
    { arrow: true },
  );
  wire("output", [
    [output, GATES - BOX],
    [output, LEAVE + half],
  ]);
  wire(
    "output",
    [
      [output, LEAVE - half],
      [output, REPORT + OPERATOR],
    ],
    { arrow: true },
  );
  const squashed = SQUASH + 34;
  wire("squashed", [
    [output, SQUASH + 11],
    [output, squashed - half],
  ]);
  wire("squashed", [
    [output, squashed + half],
    [output, REPORT - OPERATOR],
  ]);
  level("hidden", output + OPERATOR, width - 1, REPORT);

  for (const [gate, x] of columns) chip(gate, x, LEAVE, pen.tight ? "corner" : "left");
  // Its name ends where the squashed cell's chip begins.
  chip("written", joint, written, "right", output - joint - (chipWidth("written") + chipWidth("squashed")) / 2 - 16);
  chip("squashed", output, squashed, "right");
  pill("tanh", output, SQUASH, is("squashed"));
  operator("×", forget, CELL, is("forget"));
  operator("×", joint, REPORT, is("input"));
  operator("+", joint, CELL, is("kept") && is("written"));
  operator("×", output, REPORT, is("hidden"));

  const taps = columns.map(([gate, x]) => ({ gate, x, y: column(gate, x, GATES, step).bottom }));
  const from = taps[0]?.y ?? 0;
  return bus(pen, data, { x: 0, y: from + 22, width, lang, taps });
}
