/** The largest weights as set in type: who looks, who is looked at, the number and a bar, in as many columns as there is room for. */
import { group, line, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { modelName, tokenLook, tokenName } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { Side } from "../../data/types.ts";
import type { Cell as WeightCell } from "./cells.ts";

/** What is printed of a weight. */
export const DIGITS = 6;
const SIZE = 12;
const SMALL = 10;
const ROW = 19;
/** In a column of rows; and columns at most. */
const ROWS = 20;
const BLOCKS = 3;
const GAP = 30;
const LONGEST = 110;
const BAR = 48;
/** Where the first row begins, below what they are and what stands over the columns. */
const TOP = 42;
/** Fewer rows are not worth a block of their own. */
const FEW = 4;

const placeOf = ({ tokens }: Side, at: number) => tokens[at]?.join("+") ?? "";

/** @param at pixels of a name and its place in the sentence */
function nameWidth(side: Side, at: number) {
  const label = side.labels[at];
  return (label ? textWidth(tokenName(label), SIZE) : 0) + textWidth(placeOf(side, at), SMALL) + 5;
}

/**
 * How wide the columns of one block are.
 * @param options heads: what stands over names and numbers
 */
function columnsOf(
  rows: readonly WeightCell[],
  {
    width,
    several,
    heads: [query = "", key = "", number = "", again = ""],
  }: { width: number; several: boolean; heads: readonly string[] },
) {
  const id = several ? textWidth("00.00", SIZE) + 10 : 0;
  const digits = Math.max(textWidth("0.000000", SIZE), textWidth(number, 11)) + 4;
  // Its name may stand over the bar, too.
  const other = again ? textWidth("0.000000", SIZE) + 14 : 0;
  const least = again ? 30 : 16;
  const fixed = id + digits + other + 14 + 14;
  const widest = (name: string, of: (one: WeightCell) => number) => Math.max(textWidth(name, 11), ...rows.map(of)) + 2;
  const names = [
    widest(query, ({ shown, row }) => nameWidth(shown.truth.queries, row)),
    widest(key, ({ shown, column }) => nameWidth(shown.truth.keys, column)),
  ].map((own) => Math.min(own, LONGEST, Math.max(36, (width - fixed - 10 - least) / 2)));
  const [first = 0, second = 0] = names;
  const bar = Math.max(least, Math.min(BAR, width - fixed - first - second - 10));
  return { id, first, second, digits, other, bar, width: fixed + first + 10 + second + bar };
}

function nameMarks(side: Side, at: number, x: number, y: number, room: number): Mark[] {
  const label = side.labels[at];
  if (!label) return [];
  const place = placeOf(side, at);
  const words = fit(tokenName(label), room - textWidth(place, SMALL) - 5, SIZE);
  return [
    text(words, x, y, { ...tokenLook(label), size: SIZE }),
    text(place, x + textWidth(words, SIZE) + 4, y, { size: SMALL, fill: "soft" }),
  ];
}

const nameRegion = (part: string, side: Side, at: number, box: { x: number; y: number; width: number }): Region => ({
  id: part,
  role: "label",
  ...box,
  height: ROW,
  rows: 1,
  columns: 1,
  column: { kind: "none" },
  row: { kind: "token", source: side.source, part: part as "query", tokens: [side.tokens[at] ?? []] },
});

/**
 * One block of rows, between two rules.
 * @param options id: what stands over the heads' numbers, where there are several
 */
function blockOf(
  rows: readonly WeightCell[],
  { id: first, first: queryWidth, second: keyWidth, digits, other, bar, width }: ReturnType<typeof columnsOf>,
  {
    left,
    heads: [query = "", key = "", number = "", again = ""],
    id,
    largest,
  }: { left: number; heads: readonly string[]; id: string; largest: number },
): { marks: Mark[]; regions: Region[]; bars: string } {
  const [queryAt, keyAt] = [left + first, left + first + queryWidth + 10];
  const right = keyAt + keyWidth + 14 + digits;
  const barAt = right + other + 14;
  const over = { size: 11, fill: "soft" as const };
  const foot = TOP + rows.length * ROW + 3;
  const marks: Mark[] = [
    text(id, left, TOP - 7, over),
    text(query, queryAt, TOP - 7, over),
    text(key, keyAt, TOP - 7, over),
    text(number, right, TOP - 7, { ...over, anchor: "end" }),
    text(fit(again, other + bar, 11), right + 12, TOP - 7, over),
    line(left, TOP - 1, left + width, TOP - 1, { stroke: "soft" }),
    line(left, foot, left + width, foot, { stroke: "soft" }),
  ];
  const regions: Region[] = [];
  let bars = "";
  rows.forEach(({ shown, row, column, weight, again: derived }, i) => {
    const y = TOP + i * ROW;
    const base = y + 14;
    const { queries, keys } = shown.truth;
    if (id) marks.push(text(shown.id, left, base, { size: SIZE }));
    marks.push(
      ...nameMarks(queries, row, queryAt, base, queryWidth),
      ...nameMarks(keys, column, keyAt, base, keyWidth),
    );
    marks.push(text(weight.toFixed(DIGITS), right, base, { size: SIZE, anchor: "end" }));
    if (derived !== null) {
      marks.push(text(derived.toFixed(DIGITS), right + other, base, { size: SIZE, anchor: "end", fill: "soft" }));
    }
    const long = Math.round(Math.min(weight / largest, 1) * bar * 10) / 10;
    bars += `M${barAt} ${y + 6}h${long}v7h${-long}z`;
    regions.push(nameRegion("query", queries, row, { x: queryAt - 3, y, width: queryWidth + 6 }));
    regions.push(nameRegion("key", keys, column, { x: keyAt - 3, y, width: keyWidth + 6 }));
  });
  return { marks, regions, bars };
}

/**
 * @param cells the largest first; how many are drawn, and how many there are
 * @param options the heads that they are of; what was left out, in words
 */
export function weightList(
  { count, all, at }: { count: number; all: number; at: (i: number) => WeightCell },
  {
    width,
    heads,
    lang = "en",
    aside = "",
  }: { width: number; heads: readonly { id: string; label: string }[]; lang?: Lang; aside?: string },
): Scene & { shown: number } {
  const most = Array.from({ length: Math.min(count, ROWS * BLOCKS) }, (_, i) => at(i));
  const [first] = most;
  const several = heads.length > 1;
  const quantity = first?.shown.truth.quantity;
  const again = most.some((one) => one.again !== null);
  const names = [
    t(lang, "query"),
    t(lang, "key"),
    t(lang, quantity ? "table-value" : "table-weight"),
    again ? t(lang, "derived-renormalised") : "",
  ];
  const columns = columnsOf(most, { width, several, heads: names });
  const fits = Math.max(1, Math.min(BLOCKS, Math.floor((width + GAP) / (columns.width + GAP))));
  const rows = most.slice(0, ROWS * fits);
  const blocks = Math.max(1, Math.min(fits, Math.ceil(rows.length / FEW)));
  const deep = Math.ceil(rows.length / blocks);
  const what = t(lang, quantity ? "weights-what-value" : "weights-what-attention");
  const counts = { shown: rows.length, count, all, what, aside };
  const [some, every] = count < all ? ["weights-some-drawn", "weights-all-drawn"] : ["weights-some", "weights-all"];
  const said = wrapped(t(lang, rows.length < count ? some : every, counts), width, SIZE);
  // A bar of a weight runs to 1; of what has no upper bound, to the largest.
  const largest = quantity ? first?.weight || 1 : 1;
  const made = Array.from({ length: blocks }, (_, block) =>
    blockOf(rows.slice(block * deep, (block + 1) * deep), columns, {
      left: block * (columns.width + GAP),
      heads: names,
      id: several ? t(lang, "head") : "",
      largest,
    }),
  );
  const down = (said.length - 1) * 15;
  return {
    width: Math.max(blocks * (columns.width + GAP) - GAP, ...said.map((words) => textWidth(words, SIZE))),
    height: down + TOP + deep * ROW + 6,
    title: t(lang, "weights-title", {
      what,
      heads: heads.map(({ label }) => label).join(" · "),
      model: first ? modelName(lang, first.shown.truth.model) : "",
    }),
    description: t(lang, "weights-description", counts),
    marks: [
      ...said.map((words, i) => text(words, 0, 11 + i * 15, { size: SIZE, fill: "soft" })),
      group(0, down, [
        ...made.flatMap(({ marks }) => marks),
        { type: "path", d: made.map(({ bars }) => bars).join(""), fill: "hue-0" },
      ]),
    ],
    regions: made.flatMap(({ regions }) => regions.map((region) => ({ ...region, y: region.y + down }))),
    shown: rows.length,
  };
}
