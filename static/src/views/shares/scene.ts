/** What the state at each step (a row) still holds of what was written at each step (a column), signed. */
import { cellName, legend, modelName, shortNumber } from "../../plots/labels.ts";
import { rect, text } from "../../core/scene/marks.ts";
import { fit, script, textWidth, visible } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { wrapped } from "../../plots/lines.ts";
import { remarks, square } from "../../plots/square.ts";
import type { ColourScale, Lang, Region, Scene } from "../../core/types.ts";
import type { SharesSquare } from "../../data/types.ts";

/** Evenly about 0 as far as the shares go; what is kept runs from 0 to 1. */
export function shareScale({ quantity, values }: SharesSquare): ColourScale {
  if (quantity === "kept") return { map: "gate", kind: "linear", domain: [0, 1] };
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i] as number);
    if (size > most) most = size;
  }
  return { map: "signed", kind: "linear", domain: [-(most || 1), most || 1] };
}

/** As many digits as three places hold. */
export function short(value: number) {
  const size = Math.abs(value);
  const digits = size >= 9.95 ? 0 : size >= 0.995 ? 1 : 2;
  return value
    .toFixed(digits)
    .replace("-", "−")
    .replace(/^(−?)0\./, "$1.");
}

/** Below half a hundredth nothing is printed. */
const printed = (value: number) => (Math.abs(value) >= 0.005 ? short(value) : "");

/** What a row is projected on: a word each step. */
export const projectedOn = ({ states, data }: SharesSquare, row: number) =>
  (states[row] ?? []).map((token) => visible(data.predicted?.[token] ?? ""));

/** Two significant places of the largest value. */
const tick = (value: number) => shortNumber(Number(value.toPrecision(2)));

export function shares(
  drawn: SharesSquare,
  { width, lang = "en", maxCell = 44 }: { width: number; lang?: Lang; maxCell?: number },
): Scene {
  const { side, values, totals, quantity, data, derived } = drawn;
  const rows = side.labels.length;
  const scale = shareScale(drawn);
  const axis = side.tokens.every((own, i) => own.length === 1 && own[0] === i) ? {} : { tokens: side.tokens };
  const token = { kind: "token", source: "gates" } as const;
  const words = data.predicted ? side.labels.map((_, row) => [...new Set(projectedOn(drawn, row))].join(" · ")) : [];
  let sumRoom = totals ? (width > 480 ? 42 : 39) : 0;
  const heading = t(lang, "shares-towards");
  let wordRoom = words.length
    ? Math.min(
        width > 480 ? 104 : 58,
        Math.ceil(Math.max(textWidth(heading, 10), ...words.map((one) => textWidth(one, 11)))) + 8,
      )
    : 0;
  const make = () =>
    square({
      rows: side.labels,
      columns: side.labels,
      names: [t(lang, "shares-state"), t(lang, "shares-written")],
      row: { ...token, ...axis, part: "query" },
      column: { ...token, ...axis, part: "key" },
      values,
      scale,
      print: printed,
      width,
      after: sumRoom + wordRoom,
      maxCell,
      hatched: true,
      about: { array: "shares" },
    });
  let made = make();
  // Where cells cannot be smaller, the squares come before what stands beside them: the words give way first.
  const over = () => made.left + made.across + 8 + sumRoom + wordRoom > width;
  if (over() && wordRoom) {
    wordRoom = 0;
    made = make();
  }
  if (over() && sumRoom) {
    sumRoom = 0;
    made = make();
  }
  const { marks, left, top, across, down, cell, labelSize } = made;
  const every = Math.max(1, Math.ceil(labelSize / cell));
  const beside = left + across + 8;
  if (sumRoom) {
    marks.push(text(t(lang, "shares-sum"), beside + sumRoom - 12, top - 5, { size: 10, fill: "soft", anchor: "end" }));
  }
  if (wordRoom) {
    marks.push(text(fit(heading, wordRoom + 4, 10), beside + sumRoom - 2, top - 5, { size: 10, fill: "soft" }));
  }
  for (let row = 0; row < rows; row += every) {
    const y = top + (row + 0.5) * cell + labelSize * 0.36;
    const total = totals?.[row];
    if (sumRoom && total !== undefined && !Number.isNaN(total)) {
      marks.push(
        text(total.toFixed(2).replace("-", "−"), beside + sumRoom - 12, y, {
          size: Math.min(11, labelSize),
          anchor: "end",
        }),
      );
    }
    const word = words[row];
    if (word && wordRoom) {
      marks.push(
        text(fit(word, wordRoom - 2, Math.min(11, labelSize)), beside + sumRoom - 2, y, {
          size: Math.min(11, labelSize),
          fill: "soft",
          ...script(word),
        }),
      );
    }
  }
  // A place that this net has no token for: no row, no column.
  side.tokens.forEach((own, at) => {
    if (own.length > 0) return;
    marks.push(rect({ x: left, y: top + at * cell, width: across, height: cell, fill: "paper" }));
    marks.push(rect({ x: left + at * cell, y: top, width: cell, height: down, fill: "paper" }));
  });

  const ramp = Math.max(120, Math.min(300, width - left - 8));
  const drawnWidth = Math.max(made.right, beside + sumRoom + wordRoom, left + ramp + 8);
  const caption = wrapped(
    t(
      lang,
      quantity === "kept"
        ? "legend-kept"
        : quantity === "unit"
          ? `legend-share-unit-${data.kind}`
          : "legend-share-projected",
    ),
    Math.min(width, drawnWidth) - left - 2,
    11,
  );
  const bottom = top + down + 34 + (caption.length - 1) * 15;
  const [low, high] = scale.domain;
  caption.forEach((words, i) =>
    marks.push(text(words, left, bottom - 5 - (caption.length - 1 - i) * 15, { size: 11, fill: "soft" })),
  );
  marks.push(
    ...legend(scale, {
      x: left,
      y: bottom,
      width: ramp,
      ticks: low < 0 ? [low, low / 2, 0, high / 2, high] : [0, 0.25, 0.5, 0.75, 1],
      format: tick,
    }),
  );
  const missing = side.tokens.some((own) => own.length === 0);
  const said = remarks(
    [
      ...(rows > 1 ? [{ words: t(lang, "legend-not-yet"), hatched: true }] : []),
      ...(derived
        ? [
            {
              words: t(
                lang,
                quantity === "kept"
                  ? "legend-kept-words"
                  : quantity === "projected"
                    ? "legend-share-words-projected"
                    : "legend-share-words",
              ),
            },
          ]
        : []),
      ...(missing ? [{ words: t(lang, "legend-no-token") }] : []),
    ],
    { x: left, y: bottom + 26, width: Math.min(width, drawnWidth) },
  );
  marks.push(...said.marks);
  const none = { kind: "none" } as const;
  const regions: Region[] = [...made.regions];
  if (sumRoom || wordRoom) {
    regions.push({
      id: "totals",
      role: "label",
      quiet: true,
      x: beside - 5,
      y: top,
      width: sumRoom + wordRoom,
      height: down,
      rows,
      columns: 1,
      row: made.regions[0].row,
      column: none,
    });
  }
  const words0 = { cell: cellName(lang, data.cell), model: modelName(lang, data.model), unit: data.unit ?? "", rows };
  return {
    width: drawnWidth,
    height: bottom + 26 + said.height,
    title: t(
      lang,
      quantity === "projected" ? "shares-title" : quantity === "unit" ? "shares-title-unit" : "shares-title-kept",
      words0,
    ),
    description: t(lang, "shares-description", words0),
    marks,
    regions,
  };
}
