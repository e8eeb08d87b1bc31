/** Two sentences through one cell, token by token: the same words in another order. */
import { reversed } from "../../data/reversed.js";
import { samePieces } from "../../data/edit-script.js";
import { arraysOf, trackOf } from "../../data/units.js";
import { cellBox } from "../../scene/hit.js";
import { script, visible } from "../../scene/text.js";
import { blocksOf, lastStates, order } from "../../views/order.js";
import { tokenName } from "../../views/labels.js";
import { means } from "../../views/bands.js";
import { el, segments } from "../dom.js";
import { createFigure } from "../figure.js";
import { ordinal, t } from "../i18n.js";
import { decimals, percent } from "../say.js";
import { table } from "../tables.js";

/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../types.js").Token} Token */
/** @typedef {import("../../views/order.js").OrderData} OrderData */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

const EXAMPLE = { text: "我吃苹果", text_b: "苹果吃我" };
const BLOCKS = /** @type {const} */ (["a", "b", "between"]);
/** @typedef {(typeof BLOCKS)[number]} Block */

/**
 * What one cell of one block says.
 * @param {Lang} lang @param {OrderData} data @param {string} array @param {Block} block
 * @param {number | null} unit null: the mean @param {number} at the column
 */
export function sayCell(lang, data, array, block, unit, at) {
  const { columns, first, second, between } = blocksOf(data, array);
  const column = columns[at];
  if (!column) return "";
  const token = /** @type {Token} */ (column.a === null ? data.b.tokens[column.b ?? 0] : data.a.tokens[column.a]);
  const { units, order: carriers } = data.a;
  const of = (/** @type {Float32Array} */ values) =>
    decimals((unit === null ? means(values.subarray(at * units, (at + 1) * units), 1, units)[0] : values[at * units + unit]) ?? NaN);
  const whose = unit === null ? t(lang, "order-whose-mean", { count: units }) : t(lang, "order-whose-unit", { unit, rank: carriers.indexOf(unit) + 1, count: units });
  const words = { band: t(lang, array), token: tokenName(token), whose };
  if (block === "between") {
    if (column.kind !== "same") return t(lang, "order-say-unmatched", { ...words, letter: column.kind.toUpperCase() });
    return t(lang, "order-say-between", { ...words, value: of(between), a: of(first), b: of(second) });
  }
  if (column[block] === null) return t(lang, "order-say-gone", { ...words, letter: block === "a" ? "B" : "A", other: block.toUpperCase() });
  return t(lang, "order-say", { ...words, letter: block.toUpperCase(), value: of(block === "a" ? first : second) });
}

/** @param {Lang} lang @param {OrderData} data @param {string} array */
function orderTable(lang, data, array) {
  const { columns, first, second, between } = blocksOf(data, array);
  const { units, order: carriers } = data.a;
  const strongest = carriers[0] ?? 0;
  const band = t(lang, array);
  const head = [t(lang, "order-table-column"), t(lang, "order-table-where")];
  for (const letter of ["A", "B", "B − A"]) head.push(`${letter}, ${band}, ${t(lang, "mean")}`, `${letter}, ${band}, ${t(lang, "unit-n", { unit: strongest })}`);
  const number = (/** @type {number | undefined} */ value) => (value === undefined || Number.isNaN(value) ? "" : decimals(value));
  const rows = columns.map((column, at) => {
    const token = /** @type {Token} */ (column.a === null ? data.b.tokens[column.b ?? 0] : data.a.tokens[column.a]);
    const where = column.kind === "same" ? t(lang, "order-both") : column.kind.toUpperCase();
    return [tokenName(token), where, ...[first, second, between].flatMap((values) =>
      [number(means(values.subarray(at * units, (at + 1) * units), 1, units)[0]), number(values[at * units + strongest])])];
  });
  return table(t(lang, "lab-order"), head, rows);
}

/** @param {Store} store @param {Hands} hands */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @returns {OrderData | null} */
  const shown = () => store.get("labData")["order"]?.data ?? null;
  const array = (/** @type {OrderData} */ data) => trackOf(data.a, store.get("track"));

  /** @param {Region} region @param {number} row @returns {{block: Block, unit: number | null}} */
  function rowOf(region, row) {
    const block = /** @type {Block} */ (region.id.split("-")[0]);
    const unit = region.row.kind === "unit" ? (shown()?.a.order[(region.row.from ?? 0) + row] ?? null) : null;
    return { block, unit };
  }

  /** @param {Region} region @param {number} row @param {number} column @returns {Cursor | null} on the first sentence's own token, where there is one */
  function pointed(region, row, column) {
    const token = region.column.tokens?.[column]?.[0];
    const data = shown();
    if (token === undefined || !data) return null;
    const { unit } = rowOf(region, row);
    return { source: "gates", token, array: array(data), ...(unit === null ? {} : { unit }) };
  }

  /** @param {Region} region @param {number} row @param {number} column */
  function say(region, row, column) {
    const data = shown();
    if (!data) return "";
    const lang = words();
    if (region.id.startsWith("next-")) return sayNext(lang, data, region.id.endsWith("a") ? "a" : "b", row);
    if (region.id.endsWith("-tokens")) return sayLabel(lang, data, column);
    const { block, unit } = rowOf(region, row);
    return sayCell(lang, data, array(data), block, unit, column);
  }

  /** @param {Lang} lang @param {OrderData} data @param {"a" | "b"} letter @param {number} row */
  function sayNext(lang, data, letter, row) {
    const one = data[letter].predictions?.at(-1)?.[row];
    return one ? t(lang, "order-say-next", { letter: letter.toUpperCase(), text: visible(one.text), percent: percent(one.probability), rank: ordinal(lang, row + 1) }) : "";
  }

  /** @param {Lang} lang @param {OrderData} data @param {number} at */
  function sayLabel(lang, data, at) {
    const column = blocksOf(data, array(data)).columns[at];
    const one = (/** @type {"a" | "b"} */ letter) => {
      const token = data[letter].tokens[column?.[letter] ?? -1];
      return token ? [t(lang, "order-say-token", { token: tokenName(token), index: token.index, letter: letter.toUpperCase() })] : [];
    };
    return [...one("a"), ...one("b")].join("; ");
  }

  const figure = createFigure({
    className: "order",
    hands,
    meaning: {
      cursor: pointed, say,
      pick(region, row, column) {
        const cursor = pointed(region, row, column);
        if (cursor) hands.pin(cursor);
      },
    },
  });
  const arrays = el("span", { class: "segments" });
  figure.tools.append(arrays);
  const empty = el("div", { class: "order-empty" });
  const node = el("div", {}, empty, figure.node);

  /** Two ways to begin. @param {Lang} lang */
  function drawEmpty(lang) {
    const text = store.get("text");
    const backwards = reversed(text);
    const offer = (/** @type {string} */ label, /** @type {Partial<import("../../state/permalink.js").ViewState>} */ sets) => {
      const button = el("button", { type: "button", class: "plain", lang: script(label).lang }, label);
      button.addEventListener("click", () => store.set({ typing: false, pin: null, cursor: null, ...sets }));
      return button;
    };
    empty.replaceChildren(
      el("p", {}, t(lang, "order-empty")),
      offer(t(lang, "order-example"), EXAMPLE),
      ...(backwards ? [offer(t(lang, "order-reversed", { text: backwards }), { text_b: backwards })] : []),
    );
  }

  function draw() {
    const { words: lang, look, text_b: second, labData } = store.snapshot();
    const data = second.trim() === "" ? null : shown();
    empty.hidden = second.trim() !== "";
    if (!empty.hidden) drawEmpty(lang);
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", labData["order"]?.status === "loading");
    if (!data || figure.room() < 1) return;
    const chosen = array(data);
    const scene = order(data, { width: figure.room(), lang, array: chosen });
    const found = (/** @type {string} */ id) => scene.regions.find((one) => one.id === id);
    /** @type {[string, import("../keyboard-grid.js").GridModel][]} */
    const grids = BLOCKS.map((block) => {
      const [mean, tall, rest] = [`${block}-mean`, block, `${block}-rest`].map(found);
      /** @param {number} row the mean, then the units @returns {[Region, number]} */
      const place = (row) => {
        if (row === 0) return [/** @type {Region} */ (mean), 0];
        const rows = tall?.rows ?? 0;
        return rest && row - 1 >= rows ? [rest, row - 1 - rows] : [/** @type {Region} */ (tall), row - 1];
      };
      const hover = (/** @type {number} */ row, /** @type {number} */ column) => pointed(...place(row), column);
      return [block, {
        label: `${block === "between" ? "B − A" : block.toUpperCase()}: ${t(lang, chosen)}. ${t(lang, "keys")}`,
        rows: data.a.units + 1, columns: tall?.columns ?? 1,
        box: (row, column) => cellBox(...place(row), column),
        find: (id, row, column) => {
          const from = new Map([[mean?.id, 0], [tall?.id, 1], [rest?.id, 1 + (tall?.rows ?? 0)]]).get(id);
          return from === undefined ? null : [from + row, column];
        },
        say: (row, column) => say(...place(row), column),
        enter: (row, column) => hands.hover(hover(row, column)),
        pick: (row, column) => {
          const cursor = hover(row, column);
          if (cursor) hands.pin(cursor);
        },
      }];
    });
    for (const letter of /** @type {const} */ (["a", "b"])) {
      const region = found(`next-${letter}`);
      if (!region || !data[letter].predictions?.at(-1)?.length) continue;
      grids.push([region.id, {
        label: `${letter.toUpperCase()}: ${t(lang, "order-end")}. ${t(lang, "keys")}`,
        rows: region.rows, columns: 1,
        box: (row) => cellBox(region, row, 0),
        find: (id, row) => (id === region.id ? [row, 0] : null),
        say: (row) => sayNext(lang, data, letter, row),
        enter: () => {},
        pick: () => {},
      }]);
    }
    figure.show(scene, look, grids);
    figure.heading.textContent = t(lang, `cell-${data.a.cell}`);
    segments(arrays, t(lang, "order-array"), arraysOf(data.a).map((value) => ({ value, words: t(lang, value) })), chosen, (value) => store.set({ track: value }));
    figure.summary.textContent = [summary(lang, data), t(lang, "order-method")].join(lang === "zh" ? "" : " ");
    figure.table.set(t(lang, "table"), () => orderTable(lang, data, chosen));
  }

  /** @param {Lang} lang @param {OrderData} data */
  function summary(lang, data) {
    const { columns } = blocksOf(data, "states.hidden");
    const count = (/** @type {string} */ kind) => columns.filter((one) => one.kind === kind).length;
    const distance = decimals(lastStates(data).distance);
    const same = samePieces(data.a.tokens, data.b.tokens, ({ id }) => id);
    return same && count("a") > 0
      ? t(lang, "order-summary-same", { count: data.a.tokens.length, kept: count("same"), distance })
      : t(lang, "order-summary", { kept: count("same"), a: count("a"), b: count("b"), distance });
  }

  return {
    node, draw,
    stages: [figure.stage],
    intro: () => t(words(), "order-intro"),
  };
}
