/** One step of a recurrent cell as a diagram: every wire as wide as its number, the chosen move in ink. */
import { raster, rect, text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { cellName, tokenName } from "../../plots/labels.ts";
import { equationLines, equations } from "./equations.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import { MOVES, moveOf, quantities } from "./moves.ts";
import { short } from "../../core/numbers.ts";
import { createPen } from "./pen.ts";
import { rnn } from "./rnn.ts";
import type { Lang, Mark, StepScene } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";
import type { Move } from "./moves.ts";

const CELLS = { lstm, gru, rnn };
/** Below this the numbers of neighbours meet. */
const NARROWEST = { lstm: 344, gru: 344, rnn: 300 };
const WIDEST = 900;
const TOP = 6;
const EQUATION = 14;
const LINE = 20;

/** Ramps for the colours of the numbers. */
function ramps(lang: Lang, y: number, width: number, most: number, gated: boolean) {
  const marks: Mark[] = [];
  const cells = 64;
  let x = 0;
  let top = y;
  const scales = [
    ["gate", 0, 1, "step-ramp-gate"],
    ["signed", -most, most, "step-ramp-signed"],
  ] as const;
  for (const [map, low, high, words] of scales.slice(gated ? 0 : 1)) {
    const [from, to, said] = [short(low), short(high), t(lang, words)];
    const wide = textWidth(from, 11) + 72 + textWidth(to, 11) + textWidth(said, 11) + 26;
    if (x > 0 && x + wide > width) [x, top] = [0, top + 17];
    marks.push(text(from, x, top + 9, { size: 11, fill: "soft" }));
    const start = x + textWidth(from, 11) + 5;
    const values = Float32Array.from({ length: cells }, (_, i) => low + ((high - low) * i) / (cells - 1));
    marks.push(
      raster({
        x: start,
        y: top,
        width: 72,
        height: 10,
        columns: cells,
        rows: 1,
        values,
        scale: { map, kind: "linear", domain: [low, high] },
      }),
    );
    marks.push(rect({ x: start, y: top, width: 72, height: 10, fill: "none", stroke: "faint" }));
    marks.push(text(to, start + 77, top + 9, { size: 11, fill: "soft" }));
    marks.push(text(said, start + 84 + textWidth(to, 11), top + 9, { size: 11, fill: "soft" }));
    x += wide + 6;
  }
  const said = t(lang, "step-ramp-width");
  if (x > 0 && x + textWidth(said, 11) > width) [x, top] = [0, top + 17];
  marks.push(text(said, x, top + 9, { size: 11, fill: "soft" }));
  return { marks, bottom: top + 16 };
}

/** @param options steady: as tall at every move */
export function cellDiagram(
  data: StepData,
  {
    width: room,
    move: wanted,
    lang = "en",
    steady = true,
  }: { width: number; move: number; lang?: Lang; steady?: boolean },
): StepScene {
  const width = Math.max(NARROWEST[data.kind], Math.min(WIDEST, Math.floor(room)));
  const move = moveOf(data.kind, wanted);
  const chosen = MOVES[data.kind][move] as Move;
  const numbers = quantities(data);
  const pen = createPen(data, {
    numbers,
    gates: new Set(chosen.gates),
    active: new Set(chosen.numbers),
    lang,
    tight: width < 560,
  });
  const floor = CELLS[data.kind](pen, data, { width, lang });

  // As much room as the longest of the moves needs, so that what follows stays where it is.
  const lines = MOVES[data.kind].map((_, i) =>
    equationLines(equations(data, i, lang), (words) => textWidth(words, EQUATION) <= width - 4),
  );
  const start = floor + 24;
  (lines[move] ?? []).forEach(({ words, strong }, i) => {
    pen.marks.push(text(words, 0, start + i * LINE, { size: EQUATION, fill: strong ? "ink" : "soft" }));
  });
  const tall = Math.max(...(steady ? lines : lines.slice(move, move + 1)).map((each) => each.length));
  const { marks: keys, bottom } = ramps(lang, start + tall * LINE, width, pen.most, data.kind !== "rnn");
  pen.marks.push(...keys);

  const token = data.tokens[data.token];
  const about = {
    cell: cellName(lang, data.cell),
    token: token ? tokenName(token) : "",
    unit: data.unit,
    move: t(lang, `step-move-${data.kind}-${chosen.key}`),
    number: move + 1,
    count: MOVES[data.kind].length,
  };
  const shifted = { type: "group" as const, x: 0, y: TOP, marks: pen.marks };
  return {
    width,
    height: bottom + TOP,
    title: t(lang, "step-title", about),
    description: t(lang, "step-description", about),
    marks: [shifted],
    regions: pen.regions.map((region) => ({ ...region, y: region.y + TOP })),
    wires: pen.wires,
    shift: TOP,
  };
}
