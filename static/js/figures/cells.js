/** Three cells on one sentence: what each expects, what it pays for what came, and its gates in brief. */
import { litNow } from "../state/lit.js";
import { script, visible } from "../scene/text.js";
import { bitsOf, cells } from "../views/cells.js";
import { expected } from "../views/expected.js";
import { tokenName } from "../views/labels.js";
import { ordinal, series, spoken, t } from "../ui/i18n.js";
import { apartWords } from "../ui/memory-notes.js";
import { decimals, gateMean, gateValue, name, percent } from "../ui/say.js";
import { lightBy, THIN } from "./net.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../views/cells.js").CellReading} CellReading */
/** @typedef {import("../views/cells.js").CellsData} CellsData */
/** @typedef {import("../views/cells.js").Following} Following */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Store} store @returns {CellsData | null} */
export const cellsShown = (store) => store.get("labData")["cells"]?.data ?? null;

/** @param {Lang} lang @param {Exclude<Following, null>} one */
const cameWords = (lang, { text, probability, rank, bits }) =>
  ({ came: visible(text), percent: percent(probability), rank: ordinal(lang, rank), bits: decimals(bits) });

/** What a cell expected after a token, and what came. @param {Lang} lang @param {CellReading} reading @param {number} token */
export function sayStep(lang, { data, following }, token) {
  const list = (data.predictions?.[token] ?? []).slice(0, 3).map(({ text, probability }) => `${visible(text)} ${percent(probability)}`);
  const one = following[token];
  const words = { cell: data.cell.toUpperCase(), token: name(data.tokens, token), list: series(lang, list) };
  const rest = one ? t(lang, "cells-say-came", cameWords(lang, one)) : token === data.read.length - 1 ? t(lang, "cells-say-last") : "";
  return t(lang, "cells-say", words) + rest;
}

/** @param {Lang} lang @param {CellReading} reading @param {string} array @param {boolean} mean or of the strongest carrier @param {number} token */
export function sayStrip(lang, { data }, array, mean, token) {
  const unit = data.order[0] ?? 0;
  const whose = mean ? t(lang, "cells-whose-mean", { count: data.units }) : t(lang, "cells-whose-unit", { unit });
  const value = decimals(mean ? gateMean(data, array, token) : gateValue(data, array, token, unit));
  return t(lang, "cells-say-strip", { cell: data.cell.toUpperCase(), band: t(lang, array), token: name(data.tokens, token), whose, value });
}

/** What came after a token, of one cell. @param {Lang} lang @param {CellReading} reading @param {number} token @returns {{words: string, lang: string}} */
export function sayCame(lang, { data, following }, token) {
  const one = following[token];
  if (one) return { words: t(lang, "cells-came", cameWords(lang, one)), lang: script(one.text).lang ?? "" };
  return { words: token === data.read.length - 1 ? t(lang, "cells-nothing-came") : "", lang: "" };
}

/** The step that is read: the lit one, or the last. @param {Store} store @param {CellsData} data @returns {{token: number, words: string}} */
export function cellsStep(store, { readings }) {
  const { gates, cursor, words: lang } = store.snapshot();
  const { tokens, read, text } = /** @type {CellReading} */ (readings[0]).data;
  const lit = gates.data?.text === text ? litNow(store.snapshot()).gates.rows.at(-1) : cursor?.token;
  const last = tokens.length - 1;
  const token = lit !== undefined && tokens[lit] ? lit : last;
  const found = tokens[token];
  return { token, words: t(lang, token === read.length - 1 ? "cells-after-last" : "cells-after", { token: found ? tokenName(found) : "" }) };
}

/** @param {Lang} lang @param {CellsData} data @returns {import("../types.js").TableModel} */
export function cellsTable(lang, { readings }) {
  const { tokens, read } = /** @type {CellReading} */ (readings[0]).data;
  const head = [t(lang, "table-token"), t(lang, "cells-table-next")];
  for (const { data } of readings) {
    const net = { cell: data.cell.toUpperCase() };
    head.push(...["expected", "probability", "rank", "bits"].map((part) => t(lang, `cells-table-${part}`, net)));
  }
  const rows = tokens.map((_, at) => [
    name(tokens, at), at + 1 < read.length ? name(read, at + 1) : "",
    ...readings.flatMap(({ data, following }) => {
      const one = following[at];
      const said = (data.predictions?.[at] ?? []).map(({ text, probability }) => `${visible(text)} ${percent(probability)}`).join(" · ");
      return [said, cell(one?.probability, percent), cell(one?.rank, String), cell(one?.bits, decimals)];
    }),
  ]);
  rows.push([t(lang, "cells-total"), "", ...readings.flatMap(({ following }) => ["", "", "", cell(bitsOf(following), decimals)])]);
  return { caption: t(lang, "lab-cells"), head, rows };
}

/** What the sentence costs each cell. @param {Lang} lang @param {CellsData} data @returns {string[]} sentences */
export function sumUpCells(lang, { readings }) {
  if (readings.some(({ data }) => data.tokens.length < data.read.length)) return []; // it is not the sentence that would be summed
  if (!readings.every(({ following }) => following.some((one) => one !== null))) return [];
  const costs = readings.map(({ data, following }) => t(lang, "cells-summary-one", { bits: bitsOf(following).toFixed(1), cell: data.cell.toUpperCase() }));
  return [t(lang, "cells-summary", { costs: costs.join(t(lang, "list-comma")) }), t(lang, "cells-summary-note")];
}

/** Why the picture ends before the sentence does: of each cell that is lost first. @param {Lang} lang @param {CellsData} data */
const apartNotes = (lang, { readings }) => {
  const first = Math.min(...readings.map(({ data: { apart } }) => apart ?? Infinity));
  return readings.flatMap(({ data }) => (data.apart === first ? [apartWords(lang, data), t(lang, "cells-apart")] : []));
};

/** How the picture is read; narrow columns have no expectations to frame. @param {Lang} lang @param {import("../types.js").Scene} scene @param {CellsData} data */
export const cellsLegend = (lang, { regions }, data) =>
  [...apartNotes(lang, data), ...(regions.some(({ id }) => id.startsWith("expects-")) ? [t(lang, "cells-framed")] : []), t(lang, "cells-legend")];

/** @param {Store} store @param {CellsData} data @param {{width: number, minColumn?: number}} room */
export const cellsScene = (store, data, room) => cells(data, { ...room, lang: store.get("words") });

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "cells-intro");

/** @param {Store} store @param {CellsData} data @param {number} width @returns {import("../types.js").Picture} what each cell expects after the step that is read */
function expectedPicture(store, data, width) {
  const lang = store.get("words");
  const { token, words } = cellsStep(store, data);
  const lists = data.readings.map((reading) => ({
    heading: reading.data.cell.toUpperCase(), list: reading.data.predictions?.[token] ?? [], note: sayCame(lang, reading, token).words,
  }));
  return { id: "expected", heading: words, scene: expected(lists, { width, title: words, description: spoken(lang, ...data.readings.map((one) => sayStep(lang, one, token))) }) };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const data = cellsShown(store);
  const lang = store.get("words");
  if (!data) return [];
  const title = t(lang, "lab-cells");
  const scene = cellsScene(store, data, { width, minColumn: THIN });
  return [
    {
      id: "cells", heading: title, scene,
      summary: sumUpCells(lang, data).join(lang === "zh" ? "" : " "),
      notes: cellsLegend(lang, scene, data),
      tables: [{ title, make: () => cellsTable(lang, data) }],
    },
    expectedPicture(store, data, width),
  ];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "cells", pictures, intro, lights: (store) => lightBy(store, cellsShown(store)?.readings[0]?.data) };
