/** One row of attention with all of its numbers: a key a line, and the four steps from left to right. */
import { line, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { tokenLabel, tokenLook, tokenName, widestLabel } from "../../plots/labels.ts";
import { createCells } from "./cells.ts";
import { columnsOf, lines } from "./columns.ts";
import { wholeSum } from "./digits.ts";
import { ROW, SMALL, STRIP, largest, ramps, strip } from "./marks.ts";
import { sidesOf, total } from "./numbers.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { HeadStep, InspectorRow } from "../../data/types.ts";

const HEAD = 38;
const BETWEEN = 24;
const NARROWEST = 220;
const WIDEST = 1500;
/** What the toy changes. */
const CHANGED = new Set(["scaled", "capped", "added", "score", "weight", "parts"]);

/** Room for the tokens' numbers, which stand before their names where these do not tell them apart, or not in order. */
function numbers(step: HeadStep, rows: readonly InspectorRow[]) {
  const inOrder = rows.every(({ kind, keys: [key] }, i) => kind === "key" && key === i);
  return inOrder ? 0 : textWidth(String(step.weights.length - 1), SMALL) + 7;
}

/** How wide the column of names is. */
function labelWidth(step: HeadStep, rows: readonly InspectorRow[], restNames: readonly string[], width: number) {
  const { queries, keys } = sidesOf(step);
  const numbered = numbers(step, rows);
  const own = rows
    .filter(({ kind }) => kind === "key")
    .flatMap((row) => row.keys.flatMap((key) => keys.tokens[key] ?? []));
  const asks = 18 + widestLabel(queries.tokens.slice(step.query_token, step.query_token + 1), 12);
  const wanted = Math.max(
    56,
    asks,
    numbered + widestLabel(own, 12) + 8,
    ...restNames.map((name) => textWidth(name, 12) + 6),
  );
  return Math.ceil(Math.min(width < 560 ? 88 : 140, wanted));
}

/** @param options own: the model's own step, where the one that is drawn leaves the scaling out */
export function headRow(
  step: HeadStep,
  {
    width: room,
    rows,
    lang = "en",
    strips = "keys",
    own = null,
  }: { width: number; rows: readonly InspectorRow[]; lang?: Lang; strips?: "keys" | "products"; own?: HeadStep | null },
): Scene {
  const width = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(room)));
  const { queries, keys } = sidesOf(step);
  const query = queries.tokens[step.query_token];
  const name = query ? tokenName(query) : "";
  const same = queries.source === keys.source;
  const restNames = rows.map(({ kind, keys: own0 }) =>
    kind === "key" ? "" : t(lang, `inspect-${kind}`, { count: own0.length }),
  );
  const label = labelWidth(step, rows, restNames, width);
  const shrink = Math.max(
    0.16,
    Math.min(1, largest([step.scores.map((score) => score ?? 0)]) / largest([step.raw_scores])),
  );
  const placed = lines(columnsOf(step, lang, strips), { width, label, shrink });
  const cells = createCells(step, { rows, strips, own, lang, lines: placed });

  const marks: Mark[] = [];
  const regions: Region[] = [];
  const bands: Region[] = [];
  const none = { kind: "none" } as const;
  const row = { kind: "token", source: keys.source, part: "key", tokens: rows.map((one) => one.keys) } as const;
  const alone = (id: string, x: number, y: number, wide: number, columns: number) =>
    regions.push({
      id,
      role: "label",
      quiet: true,
      x,
      y,
      width: wide,
      height: ROW,
      rows: 1,
      columns,
      row: none,
      column: none,
    });

  /** The query, above its keys. */
  function asking({ x, width: wide }: { x: number; width: number }, y: number) {
    marks.push(text("q", 0, y + 14, { bold: true, italic: true }));
    marks.push(text(fit(name, label - 14, 12), 14, y + 14, { ...(query ? tokenLook(query) : {}), bold: true }));
    marks.push(...strip(step.query, { x, y: y + 3, width: wide, height: STRIP }, cells.scales.query, "ink"));
    alone("query", x, y, wide, step.query.length);
  }

  function names(top: number) {
    const numbered = numbers(step, rows);
    rows.forEach(({ kind, keys: [key = 0] }, i) => {
      const token = keys.tokens[key];
      const y = top + i * ROW + 14;
      if (kind !== "key" || !token) {
        marks.push(text(fit(restNames[i] ?? "", label + 10, 12), 0, y, { fill: "soft", italic: true }));
      } else {
        if (numbered) marks.push(text(String(key), numbered - 7, y, { size: SMALL, fill: "soft", anchor: "end" }));
        marks.push(
          tokenLabel(token, numbered, y, label - numbered, {
            bold: same && key === step.query_token,
            ...(cells.hidden[i] ? { fill: "soft" } : {}),
          }),
        );
      }
    });
  }

  let y = 0;
  placed.forEach(({ columns }, index) => {
    const asks = columns.find(({ id }) => id === strips);
    const top = y + HEAD + (asks ? ROW + 4 : 0);
    const height = rows.length * ROW;
    const end = columns.reduce((most, column) => Math.max(most, column.x + column.width), 0);
    columns.forEach(({ id, title, sub, x, width: taken }, i) => {
      const wide = columns[i + 1] ? taken + 6 : taken;
      const toy = own !== null && CHANGED.has(id);
      marks.push(text(fit(title, wide, 12), x, y + 12, { bold: true, fill: toy ? "warn" : "ink" }));
      marks.push(
        text(fit(toy ? t(lang, "inspect-toy-word") : sub, wide, SMALL), x, y + 27, {
          size: SMALL,
          fill: toy ? "warn" : "soft",
        }),
      );
    });
    if (asks) asking(asks, y + HEAD - 2);
    marks.push(line(0, top - 2, end, top - 2, { stroke: "faint" }));
    names(top);
    marks.push(...cells.masked(columns, top));
    for (const column of columns) {
      marks.push(...cells.column(column, top));
      const { id, kind, x, width: wide } = column;
      regions.push({
        id,
        role: "label",
        quiet: true,
        x,
        y: top,
        width: wide,
        height,
        rows: rows.length,
        columns: kind === "strip" ? step.query.length : 1,
        row,
        column: none,
      });
    }
    bands.push({
      id: `line-${index}`,
      role: "label",
      x: 0,
      y: top,
      width: end,
      height,
      rows: rows.length,
      columns: 1,
      row,
      column: none,
    });
    y = top + height;
    if (columns.some(({ id }) => id === "weight" || id === "parts")) {
      marks.push(line(0, y + 1, end, y + 1, { stroke: "soft" }), text("Σ", 0, y + 17, { bold: true }));
      for (const column of columns) {
        marks.push(...cells.sum(column, y + 2));
        if (column.id === "weight") alone("sum", column.x, y + 2, column.width, 1);
        if (column.id === "parts") alone("output", column.x, y + 2, column.width, step.output.length);
      }
      y += ROW + 4;
    }
    y += BETWEEN;
  });

  const named = [
    ["query", "query"],
    ["strips", strips],
    ["values", "values"],
    ["parts", "parts"],
  ] as [keyof typeof cells.scales, string][];
  const legend = ramps(
    named.map(([scale, words]) => ({ most: cells.scales[scale].domain[1], said: t(lang, `inspect-ramp-${words}`) })),
    y - BETWEEN + 12,
    width,
  );
  marks.push(...legend.marks);
  const about = {
    query: name,
    layer: step.layer,
    head: step.head,
    count: step.weights.length,
    sum: wholeSum(total(step.weights)),
  };
  return {
    width,
    height: legend.bottom + 2,
    title: t(lang, own ? "inspect-title-unscaled" : "inspect-title", about),
    description: t(lang, "inspect-description", about),
    marks,
    regions: [...regions, ...bands],
  };
}
