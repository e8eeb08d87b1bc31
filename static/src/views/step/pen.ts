/** What a cell's diagram is drawn with: wires as wide as their numbers, chips that carry them, operators and gates. */
import { over } from "../../core/scene/colour.ts";
import { raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { has, t } from "../../core/words/index.ts";
import { parts, symbol } from "./moves.ts";
import { short } from "../../core/numbers.ts";
import type { ColourScale, Lang, Mark, Region, Wire } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";
import type { Quantity } from "./moves.ts";

type Point = readonly [x: number, y: number];

export const CHIP = 20;
export const OPERATOR = 13;
/** Half the height of a gate's box. */
export const BOX = 20;
const LINE = 17;
const NUMBER = 12;
const LETTER = 13;
const SMALL = 11;
const BEND = 9;
export const ARROW = 8;

const px = (value: number) => Math.round(value * 10) / 10;

/** A line of right angles with round corners. */
function rounded(points: readonly Point[]) {
  const [first = [0, 0]] = points;
  let d = `M${px(first[0])} ${px(first[1])}`;
  points.slice(1).forEach(([x, y], i) => {
    const [fromX, fromY] = points[i] as Point;
    const next = points[i + 2];
    if (!next) {
      d += `L${px(x)} ${px(y)}`;
      return;
    }
    const length = Math.hypot(x - fromX, y - fromY);
    const on = Math.hypot(next[0] - x, next[1] - y);
    const bend = Math.min(BEND, length / 2, on / 2);
    const before = [x - ((x - fromX) / length) * bend, y - ((y - fromY) / length) * bend];
    const after = [x + ((next[0] - x) / on) * bend, y + ((next[1] - y) / on) * bend];
    d += `L${before.map(px).join(" ")}Q${px(x)} ${px(y)} ${after.map(px).join(" ")}`;
  });
  return d;
}

/** The scale of a number's colour: a gate's from 0 to 1, another's as far as the step goes, evenly about 0. */
const colours = ({ scale }: Quantity, most: number) =>
  scale === "gate"
    ? ({ map: "gate", kind: "linear", domain: [0, 1] } as const)
    : ({ map: "signed", kind: "linear", domain: [-most, most] } as ColourScale);

/** @param about the numbers of the step; the gates and the numbers of the move; whether there is little room */
export function createPen(
  data: StepData,
  {
    numbers,
    gates,
    active,
    lang,
    tight,
  }: {
    numbers: Map<string, Quantity>;
    gates: ReadonlySet<string>;
    active: ReadonlySet<string>;
    lang: Lang;
    tight: boolean;
  },
) {
  const digits = tight ? SMALL : NUMBER;
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const wires: Wire[] = [];
  const most = Math.max(1, ...[...numbers.values()].map(({ value }) => Math.abs(value)));
  const known = (id: string) => {
    const found = numbers.get(id);
    if (!found) throw new RangeError(`no number ${id}`);
    return found;
  };
  const none = { rows: 1, columns: 1, row: { kind: "none" } as const, column: { kind: "none" } as const };
  const region = (id: string, x: number, y: number, width: number, height: number) =>
    regions.push({ id, role: "label", quiet: true, x, y, width, height, ...none });

  const chipWidth = (id: string) =>
    Math.max(36, Math.ceil(textWidth(short(known(id).value), digits, true)) + (tight ? 7 : 10));

  /** As wide as the number is large. */
  const thickness = (id: string) => {
    const { value, scale } = known(id);
    return scale === "gate" ? 1.25 + 4 * value : 1.25 + (6 * Math.abs(value)) / most;
  };

  /** A wire that carries a number, or, with a number of its own for its width, a bundle. */
  function wire(
    id: string,
    points: readonly Point[],
    {
      arrow = false,
      on = active.has(id),
      width = thickness(id),
    }: { arrow?: boolean; on?: boolean; width?: number } = {},
  ) {
    const all = [...points];
    const stroke = on ? "ink" : "faint";
    if (arrow) {
      const [x, y] = all.pop() as Point;
      const [fromX, fromY] = all.at(-1) as Point;
      const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)];
      const wing = 3.5 + width / 2;
      all.push([x - dx * ARROW, y - dy * ARROW]);
      const [left, right] = [
        [x - dx * ARROW - dy * wing, y - dy * ARROW - dx * wing],
        [x - dx * ARROW + dy * wing, y - dy * ARROW + dx * wing],
      ];
      marks.push({
        type: "path",
        d: `M${px(x)} ${px(y)}L${left.map(px).join(" ")}L${right.map(px).join(" ")}z`,
        fill: stroke,
      });
    }
    const d = rounded(all);
    marks.push({ type: "path", d, fill: "none", stroke, strokeWidth: px(width) });
    wires.push({ id, d, width: px(width), on });
  }

  /**
   * A number on its wire, with its letter beside it, and its name where there is room.
   * @param y the middle
   * @param room for the letter and the name
   */
  function chip(id: string, x: number, y: number, side: "above" | "left" | "right" | "corner", room: number = 0) {
    const quantity = known(id);
    const on = active.has(id);
    const width = chipWidth(id);
    const box = { x: x - width / 2, y: y - CHIP / 2, width, height: CHIP };
    const scale = colours(quantity, most);
    if (on) marks.push(raster({ ...box, columns: 1, rows: 1, values: [quantity.value], scale }));
    marks.push(rect({ ...box, fill: on ? "none" : "paper", stroke: on ? "ink" : "faint" }));
    const fill = on ? over(quantity.value, scale) : "soft";
    marks.push(text(short(quantity.value), x, y + 4.2, { size: digits, bold: on, fill, anchor: "middle" }));

    const letter = symbol(lang, data.kind, id);
    const key = `step-short-${data.kind}-${id}`;
    const name = has(key) ? t(lang, key) : "";
    const letterWidth = textWidth(letter, LETTER, true);
    const named = name !== "" && letterWidth + textWidth(name, SMALL) + 6 <= room;
    const wide = letterWidth + (named ? textWidth(name, SMALL) + 6 : 0);
    const start = {
      above: Math.max(0, x - wide / 2),
      corner: x - 7 - wide,
      left: x - width / 2 - 6 - wide,
      right: x + width / 2 + 6,
    }[side];
    const base = y + { above: -CHIP / 2 - 6, corner: -CHIP / 2 - 5, left: 4.2, right: 4.2 }[side];
    marks.push(text(letter, start, base, { size: LETTER, bold: true, fill: on ? "ink" : "soft" }));
    if (named) marks.push(text(name, start + letterWidth + 6, base, { size: SMALL, fill: "soft" }));
    region(id, box.x - 2, box.y - 2, width + 4, CHIP + 4);
  }

  function operator(sign: string, x: number, y: number, on: boolean) {
    const look = on ? ({ fill: "ink", stroke: "ink" } as const) : ({ fill: "paper", stroke: "soft" } as const);
    marks.push(
      rect({
        x: x - OPERATOR,
        y: y - OPERATOR,
        width: 2 * OPERATOR,
        height: 2 * OPERATOR,
        radius: OPERATOR,
        strokeWidth: 1.25,
        ...look,
      }),
    );
    marks.push(text(sign, x, y + 6, { size: 18, bold: true, anchor: "middle", fill: on ? "paper" : "soft" }));
  }

  /** A function of one number. */
  function pill(words: string, x: number, y: number, on: boolean) {
    const width = Math.max(30, textWidth(words, NUMBER, true) + 16);
    const look = on ? ({ fill: "ink", stroke: "ink" } as const) : ({ fill: "paper", stroke: "soft" } as const);
    marks.push(rect({ x: x - width / 2, y: y - 11, width, height: 22, radius: 11, strokeWidth: 1.25, ...look }));
    marks.push(text(words, x, y + 4.2, { size: NUMBER, bold: true, anchor: "middle", fill: on ? "paper" : "soft" }));
    return width;
  }

  /**
   * A gate: its box, its pre-activation, and what that is the sum of.
   * @param x the middle
   * @param y the middle of the box
   * @returns where its inputs enter
   */
  function column(
    gate: string,
    x: number,
    y: number,
    width: number,
  ): { bottom: number; width: number; lines: Map<string, number> } {
    const on = gates.has(gate);
    const { fromInput, fromState, bias, inputBias, admitted, own, reset, sum } = parts(data, gate);
    const boxWidth = Math.min(width - 6, 132);
    const box = { x: x - boxWidth / 2, y: y - BOX, width: boxWidth, height: 2 * BOX };
    marks.push(
      rect({ ...box, radius: 4, fill: on ? "band" : "paper", stroke: on ? "ink" : "soft", strokeWidth: on ? 1.75 : 1 }),
    );
    const name = fit(t(lang, `step-gate-${data.kind}-${gate}`), boxWidth - 4, SMALL);
    marks.push(text(name, x, y - 4, { size: SMALL, anchor: "middle", fill: on ? "ink" : "soft" }));
    const letter = data.gates[gate]?.function === "sigmoid" ? "σ" : "tanh";
    marks.push(text(letter, x, y + 13, { size: 14, bold: true, anchor: "middle", fill: on ? "ink" : "soft" }));

    const cardWidth = Math.min(width - 6, 168);
    const left = x - cardWidth / 2;
    const top = y + BOX + 34;
    const rows = (
      own !== null
        ? [
            ["input_sum", "W·x", fromInput],
            ["others", t(lang, "step-others"), fromState - own],
            ["own", t(lang, "step-own"), own],
            ["bias", "b", bias],
          ]
        : reset === null
          ? [
              ["input_sum", "W·x", fromInput],
              ["recurrent_sum", "U·h", fromState],
              ["bias", "b", bias],
            ]
          : [
              ["input_sum", "W·x", fromInput],
              ["input_bias", "b", inputBias],
              ["admitted", "r·(U·h+b)", admitted],
            ]
    ) as [string, string, number][];
    const height = rows.length * LINE + 7;
    wire(
      `${gate}.sum`,
      [
        [x, top],
        [x, y + BOX],
      ],
      { arrow: true, on, width: 1.5 },
    );
    marks.push(text("Σ", x - 8, y + BOX + 22, { size: LETTER, bold: true, anchor: "end", fill: on ? "ink" : "soft" }));
    marks.push(text(short(sum), x + 8, y + BOX + 22, { size: digits, bold: on, fill: on ? "ink" : "soft" }));
    region(`${gate}.sum`, left, y + BOX + 8, cardWidth, 20);
    marks.push(
      rect({ x: left, y: top, width: cardWidth, height, radius: 3, fill: "paper", stroke: on ? "ink" : "faint" }),
    );
    const pad = tight ? 3 : 7;
    const lines: Map<string, number> = new Map();
    rows.forEach(([id, label, value], row) => {
      const base = top + 16 + row * LINE;
      marks.push(text(label, left + pad, base, { size: SMALL, fill: "soft" }));
      marks.push(
        text(short(value), left + cardWidth - pad, base, { size: digits, anchor: "end", fill: on ? "ink" : "soft" }),
      );
      region(`${gate}.${id}`, left, base - 12.5, cardWidth, LINE);
      lines.set(id, base - 4);
    });
    return { bottom: top + height, width: cardWidth, lines };
  }

  return {
    marks,
    regions,
    wires,
    most,
    tight,
    wire,
    chip,
    chipWidth,
    operator,
    pill,
    column,
    region,
    is: (id: string) => active.has(id),
    has: (gate: string) => gates.has(gate),
  };
}
