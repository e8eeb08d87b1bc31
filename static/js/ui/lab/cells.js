/** Three cells on one sentence: what each expects, what it pays for what came, and its gates in brief. */
import { cellBox } from "../../scene/hit.js";
import { bitsOf, cells } from "../../views/cells.js";
import { tokenName } from "../../views/labels.js";
import { script, visible } from "../../scene/text.js";
import { createBars } from "../bars.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { ordinal, t } from "../i18n.js";
import { decimals, gateMean, gateValue, name, percent } from "../say.js";
import { table } from "../tables.js";

/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../views/cells.js").CellReading} CellReading */
/** @typedef {import("../../views/cells.js").CellsData} CellsData */
/** @typedef {import("../../views/cells.js").Following} Following */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {Lang} lang @param {Exclude<Following, null>} one */
const cameWords = (lang, { text, probability, rank, bits }) =>
  ({ came: visible(text), percent: percent(probability), rank: ordinal(lang, rank), bits: decimals(bits) });

/** What a cell expected after a token, and what came. @param {Lang} lang @param {CellReading} reading @param {number} token */
export function sayStep(lang, { data, following }, token) {
  const list = (data.predictions?.[token] ?? []).slice(0, 3).map(({ text, probability }) => `${visible(text)} ${percent(probability)}`).join(", ");
  const one = following[token];
  const words = { cell: data.cell.toUpperCase(), token: name(data.tokens, token), list };
  const rest = one ? t(lang, "cells-say-came", cameWords(lang, one)) : token === data.tokens.length - 1 ? t(lang, "cells-say-last") : "";
  return t(lang, "cells-say", words) + rest;
}

/** @param {Lang} lang @param {CellReading} reading @param {string} array @param {boolean} mean or of the strongest carrier @param {number} token */
export function sayStrip(lang, { data }, array, mean, token) {
  const unit = data.order[0] ?? 0;
  const whose = mean ? t(lang, "cells-whose-mean", { count: data.units }) : t(lang, "cells-whose-unit", { unit });
  const value = decimals(mean ? gateMean(data, array, token) : gateValue(data, array, token, unit));
  return t(lang, "cells-say-strip", { cell: data.cell.toUpperCase(), band: t(lang, array), token: name(data.tokens, token), whose, value });
}

/** @param {Lang} lang @param {CellsData} data */
function cellsTable(lang, { readings }) {
  const { tokens } = /** @type {CellReading} */ (readings[0]).data;
  const head = [t(lang, "table-token"), t(lang, "cells-table-next")];
  for (const { data } of readings) {
    const cell = { cell: data.cell.toUpperCase() };
    head.push(...["expected", "probability", "rank", "bits"].map((part) => t(lang, `cells-table-${part}`, cell)));
  }
  const rows = tokens.map((_, at) => [
    name(tokens, at), at + 1 < tokens.length ? name(tokens, at + 1) : "",
    ...readings.flatMap(({ data, following }) => {
      const one = following[at];
      const expected = (data.predictions?.[at] ?? []).map(({ text, probability }) => `${visible(text)} ${percent(probability)}`).join(" · ");
      return [expected, one ? percent(one.probability) : "", one ? one.rank : "", one ? decimals(one.bits) : ""];
    }),
  ]);
  rows.push([t(lang, "cells-total"), "", ...readings.flatMap(({ following }) => ["", "", "", decimals(bitsOf(following))])]);
  return table(t(lang, "lab-cells"), head, rows);
}

/** @param {Store} store @param {Hands} hands */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @returns {CellsData | null} */
  const shown = () => store.get("labData")["cells"]?.data ?? null;

  /** What a region's row is about. @param {string} id */
  function about(id) {
    const [kind = "", cell = "", array = ""] = id.split("-");
    const reading = shown()?.readings.find(({ data }) => data.cell === cell);
    return { kind, array, reading };
  }

  /** @param {Region} region @param {number} column @returns {Cursor} */
  const pointed = (region, column) => ({ source: "gates", token: column, ...(region.array === undefined ? {} : { array: region.array }) });

  /** @param {Region} region @param {number} row @param {number} column */
  function say(region, row, column) {
    const { kind, array, reading } = about(region.id);
    const data = shown();
    if (!data) return "";
    if (!reading) return data.readings.map((one) => sayStep(words(), one, column)).join(" · ");
    if (kind === "strip") return sayStrip(words(), reading, array, row === 0, column);
    return sayStep(words(), reading, column);
  }

  const figure = createFigure({
    className: "cells",
    hands,
    readout: true,
    meaning: {
      cursor: (region, _, column) => pointed(region, column),
      say,
      pick: (region, _, column) => hands.pin(pointed(region, column)),
    },
  });
  figure.box.before(figure.readout);
  const lead = el("p", { class: "says" });
  const columns = el("div", { class: "side-by-side" });
  const boxes = [0, 1, 2].map(() => {
    const heading = el("b");
    const came = el("p", { class: "soft" });
    const bars = createBars(5);
    const node = el("div", {}, heading, bars.node, came);
    columns.append(node);
    return { node, heading, came, bars };
  });
  figure.readout.append(lead, columns);

  function draw() {
    const data = shown();
    const { words: lang, look } = store.snapshot();
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", store.get("labData")["cells"]?.status === "loading");
    const first = data?.readings[0]?.data;
    if (!data || !first || figure.room() < 1) return;
    const scene = cells(data, { width: figure.room(), lang });
    figure.show(scene, look, data.readings.map(({ data: own }) => {
      const rows = scene.regions.filter(({ id }) => about(id).reading?.data.cell === own.cell)
        .flatMap((region) => Array.from({ length: region.rows }, (_, row) => ({ region, row })));
      const at = (/** @type {number} */ row) => /** @type {{region: Region, row: number}} */ (rows[row]);
      return [own.cell, {
        label: `${own.cell.toUpperCase()}: ${scene.title}. ${t(lang, "keys")}`,
        rows: rows.length, columns: own.tokens.length,
        box: (row, column) => cellBox(at(row).region, at(row).row, column),
        find: (id, row, column) => {
          const first = rows.findIndex(({ region }) => region.id === id);
          return first < 0 ? null : [first + row, column];
        },
        say: (row, column) => say(at(row).region, at(row).row, column),
        enter: (row, column) => hands.hover(pointed(at(row).region, column)),
        pick: (row, column) => hands.pin(pointed(at(row).region, column)),
      }];
    }));
    figure.heading.textContent = t(lang, "lab-cells");
    const known = data.readings.every(({ following }) => following.some((one) => one !== null));
    const costs = data.readings.map(({ data: own, following }) => t(lang, "cells-summary-one", { bits: bitsOf(following).toFixed(1), cell: own.cell.toUpperCase() }));
    const said = [...(known ? [t(lang, "cells-summary", { costs: costs.join(lang === "zh" ? "," : ", ") }), t(lang, "cells-summary-note")] : []), t(lang, "cells-framed"), t(lang, "cells-legend")];
    figure.summary.textContent = said.join(lang === "zh" ? "" : " ");
    figure.table.set(t(lang, "table"), () => cellsTable(lang, data));
    read();
  }

  /** The step that the cursor is on; without a cursor, the last. */
  function read() {
    const data = shown();
    const lang = words();
    const first = data?.readings[0]?.data;
    if (!data || !first) return;
    const lit = store.get("gates").data?.text === first.text ? hands.lit().gates.rows.at(-1) : store.get("cursor")?.token;
    const at = lit !== undefined && first.tokens[lit] ? lit : first.tokens.length - 1;
    const token = first.tokens[at];
    lead.textContent = t(lang, at === first.tokens.length - 1 ? "cells-after-last" : "cells-after", { token: token ? tokenName(token) : "" });
    const release = hands.release();
    if (release) lead.append(release);
    data.readings.forEach(({ data: own, following }, i) => {
      const box = boxes[i];
      if (!box) return;
      box.heading.textContent = own.cell.toUpperCase();
      const one = following[at];
      box.bars.show("", (own.predictions?.[at] ?? []).map(({ text, probability }) => ({ words: text, share: probability })));
      box.came.textContent = one ? t(lang, "cells-came", cameWords(lang, one)) : at === own.tokens.length - 1 ? t(lang, "cells-nothing-came") : "";
      box.came.lang = one ? (script(one.text).lang ?? "") : "";
    });
  }

  return {
    node: figure.node, draw, read,
    stages: [figure.stage],
    pickers: /** @type {const} */ (["checkpoint"]),
    intro: () => t(words(), "cells-intro"),
    notes: false,
  };
}
