/** Three cells on one sentence: what each expects, what it pays for what came, and its gates in brief. */
import { litNow } from "../../state/lit.ts";
import { script, visible } from "../../core/scene/text.ts";
import { bitsOf, cells } from "./scene.ts";
import { expected } from "../../plots/expected.ts";
import { tokenName } from "../../plots/labels.ts";
import { ordinal, series, spoken, t } from "../../core/words/index.ts";
import { apartWords } from "../../panel/memory-notes.ts";
import { decimals, gateMean, gateValue, name, percent } from "../../plots/say.ts";
import { THIN } from "../../panel/pictures/net.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, Picture, Scene, TableModel } from "../../core/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { CellReading, CellsData, Following } from "./scene.ts";

export const cellsShown = (store: Store): CellsData | null => store.get("answers").cells?.data ?? null;

const cameWords = (lang: Lang, { text, probability, rank, bits }: Exclude<Following, null>) => ({
  came: visible(text),
  percent: percent(probability),
  rank: ordinal(lang, rank),
  bits: decimals(bits),
});

/** What a cell expected after a token, and what came. */
export function sayStep(lang: Lang, { data, following }: CellReading, token: number) {
  const list = (data.predictions?.[token] ?? [])
    .slice(0, 3)
    .map(({ text, probability }) => `${visible(text)} ${percent(probability)}`);
  const one = following[token];
  const words = { cell: data.cell.toUpperCase(), token: name(data.tokens, token), list: series(lang, list) };
  const rest = one
    ? t(lang, "cells-say-came", cameWords(lang, one))
    : token === data.read.length - 1
      ? t(lang, "cells-say-last")
      : "";
  return t(lang, "cells-say", words) + rest;
}

/** @param mean or of the strongest carrier */
export function sayStrip(lang: Lang, { data }: CellReading, array: string, mean: boolean, token: number) {
  const unit = data.order[0] ?? 0;
  const whose = mean ? t(lang, "cells-whose-mean", { count: data.units }) : t(lang, "cells-whose-unit", { unit });
  const value = decimals(mean ? gateMean(data, array, token) : gateValue(data, array, token, unit));
  return t(lang, "cells-say-strip", {
    cell: data.cell.toUpperCase(),
    band: t(lang, array),
    token: name(data.tokens, token),
    whose,
    value,
  });
}

/** What came after a token, of one cell. */
export function sayCame(lang: Lang, { data, following }: CellReading, token: number): { words: string; lang: string } {
  const one = following[token];
  if (one) return { words: t(lang, "cells-came", cameWords(lang, one)), lang: script(one.text).lang ?? "" };
  return { words: token === data.read.length - 1 ? t(lang, "cells-nothing-came") : "", lang: "" };
}

/** The step that is read: the lit one, or the last. */
export function cellsStep(store: Store, { readings }: CellsData): { token: number; words: string } {
  const {
    answers: { gates },
    cursor,
    langInForce: lang,
  } = store.snapshot();
  const { tokens, read, text } = (readings[0] as CellReading).data;
  const lit = gates.data?.text === text ? litNow(store.snapshot()).gates.rows.at(-1) : cursor?.token;
  const last = tokens.length - 1;
  const token = lit !== undefined && tokens[lit] ? lit : last;
  const found = tokens[token];
  return {
    token,
    words: t(lang, token === read.length - 1 ? "cells-after-last" : "cells-after", {
      token: found ? tokenName(found) : "",
    }),
  };
}

function cellsTable(lang: Lang, { readings }: CellsData): TableModel {
  const { tokens, read } = (readings[0] as CellReading).data;
  const head = [t(lang, "table-token"), t(lang, "cells-table-next")];
  for (const { data } of readings) {
    const net = { cell: data.cell.toUpperCase() };
    head.push(...["expected", "probability", "rank", "bits"].map((part) => t(lang, `cells-table-${part}`, net)));
  }
  const rows = tokens.map((_, at) => [
    name(tokens, at),
    at + 1 < read.length ? name(read, at + 1) : "",
    ...readings.flatMap(({ data, following }) => {
      const one = following[at];
      const said = (data.predictions?.[at] ?? [])
        .map(({ text, probability }) => `${visible(text)} ${percent(probability)}`)
        .join(" · ");
      return [said, cell(one?.probability, percent), cell(one?.rank, String), cell(one?.bits, decimals)];
    }),
  ]);
  rows.push([
    t(lang, "cells-total"),
    "",
    ...readings.flatMap(({ following }) => ["", "", "", cell(bitsOf(following), decimals)]),
  ]);
  return { caption: t(lang, "lab-cells"), head, rows };
}

/**
 * What the sentence costs each cell.
 * @returns sentences
 */
export function sumUpCells(lang: Lang, { readings }: CellsData): string[] {
  if (readings.some(({ data }) => data.tokens.length < data.read.length)) return []; // it is not the sentence that would be summed
  if (!readings.every(({ following }) => following.some((one) => one !== null))) return [];
  const costs = readings.map(({ data, following }) =>
    t(lang, "cells-summary-one", { bits: bitsOf(following).toFixed(1), cell: data.cell.toUpperCase() }),
  );
  return [t(lang, "cells-summary", { costs: costs.join(t(lang, "list-comma")) }), t(lang, "cells-summary-note")];
}

/** Why the picture ends before the sentence does: of each cell that is lost first. */
const apartNotes = (lang: Lang, { readings }: CellsData) => {
  const first = Math.min(...readings.map(({ data: { apart } }) => apart ?? Infinity));
  return readings.flatMap(({ data }) => (data.apart === first ? [apartWords(lang, data), t(lang, "cells-apart")] : []));
};

/** How the picture is read; narrow columns have no expectations to frame. */
export const cellsLegend = (lang: Lang, { regions }: Scene, data: CellsData) => [
  ...apartNotes(lang, data),
  ...(regions.some(({ id }) => id.startsWith("expects-")) ? [t(lang, "cells-framed")] : []),
  t(lang, "cells-legend"),
];

export const intro = (store: Store) => t(store.get("langInForce"), "cells-intro");

/** @returns what each cell expects after the step that is read */
function expectedPicture(store: Store, data: CellsData, width: number): Picture {
  const lang = store.get("langInForce");
  const { token, words } = cellsStep(store, data);
  const lists = data.readings.map((reading) => ({
    heading: reading.data.cell.toUpperCase(),
    list: reading.data.predictions?.[token] ?? [],
    note: sayCame(lang, reading, token).words,
  }));
  return {
    id: "expected",
    heading: words,
    scene: expected(lists, {
      width,
      title: words,
      description: spoken(lang, ...data.readings.map((one) => sayStep(lang, one, token))),
    }),
  };
}

/** On the page, what the cells expect is read off beside the cursor. */
export const pictures: Maker = (store, { width, live = false }) => {
  const data = cellsShown(store);
  const lang = store.get("langInForce");
  if (!data) return [];
  const title = t(lang, "lab-cells");
  const scene = cells(data, { width, lang, ...(live ? {} : { minColumn: THIN }) });
  return [
    {
      id: "cells",
      heading: title,
      scene,
      summary: spoken(lang, ...sumUpCells(lang, data)),
      notes: cellsLegend(lang, scene, data),
      tables: [{ title, make: () => cellsTable(lang, data) }],
    },
    ...(live ? [] : [expectedPicture(store, data, width)]),
  ];
};

export const figure: Drawing = {
  pictures,
  intro,
};
