/** What attention and a cell cost, measured when asked. */
import { cost, linesOf, MEASURES } from "../../views/cost.js";
import { modelName } from "../../views/labels.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { table } from "../tables.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../views/cost.js").CostData} CostData */
/** @typedef {import("../../views/cost.js").Measure} Measure */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** Counts whole, times to four significant digits. @param {Measure} measure @param {number} value */
export const amount = (measure, value) => (measure === "ms" ? String(Number(value.toPrecision(4))) : value.toLocaleString("en-US"));

/** @param {Lang} lang @param {CostData} data @param {Measure} measure @param {number} at @param {number} [row] one line, or all */
export function sayCost(lang, data, measure, at, row) {
  const lines = linesOf(lang, data, measure).filter((_, i) => row === undefined || i === row);
  const list = lines.map(({ name, values }) => t(lang, "cost-say-one", { name, value: amount(measure, values[at] ?? NaN) })).join("; ");
  return t(lang, `cost-say-${measure}`, { count: data.lengths[at] ?? 0, list });
}

/** @param {Lang} lang @param {CostData} data */
function costTable(lang, data) {
  const columns = MEASURES.flatMap((measure) => linesOf(lang, data, measure).map(({ name, values }) => ({ measure, name, values })));
  const head = [t(lang, "cost-table-tokens"), t(lang, "cost-table-pairs"), ...columns.map(({ measure, name }) => t(lang, `cost-table-${measure}`, { name }))];
  const rows = data.lengths.map((n, at) => [n, data.attention.pairs?.[at] ?? "", ...columns.map(({ measure, values }) => amount(measure, values[at] ?? NaN))]);
  return table(t(lang, "lab-cost"), head, rows);
}

/** @param {Store} store @param {Hands} hands */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @returns {CostData | null} */
  const shown = () => store.get("labData")["cost"]?.data ?? null;

  /** @param {string} id such as ms-3, or ms-3-1 for one line */
  function say(id) {
    const [measure, at, row] = id.split("-");
    const data = shown();
    return data ? sayCost(words(), data, /** @type {Measure} */ (measure), Number(at), row === undefined ? undefined : Number(row)) : "";
  }
  const figure = createFigure({
    className: "cost",
    hands: { ...hands, hover: () => {} },
    meaning: { cursor: () => null, say: (region) => say(region.id), pick: () => {} },
  });
  const again = el("button", { type: "button", class: "plain" });
  again.addEventListener("click", () => hands.again("cost"));
  figure.tools.append(again);
  const here = el("p");
  figure.box.before(here);

  /** How many tokens the sentence at hand is to either model. */
  function lengths() {
    const { text, attention, gates } = store.snapshot();
    const of = (/** @type {{text: string, tokens: readonly unknown[]} | null} */ data) => (data?.text === text ? data.tokens.length : null);
    return { attention: of(attention.data), gates: of(gates.data) };
  }

  /** @param {Lang} lang @param {CostData} data @returns {string[]} */
  function summary(lang, data) {
    const { model, threads, repeats, lengths: all, cell } = data;
    const libraries = Object.entries(model.libraries).map(([name, version]) => `${name} ${version}`).join(", ");
    const net = t(lang, `cell-${cell}`);
    const times = (/** @type {readonly number[]} */ values) => String(Number(((values.at(-1) ?? NaN) / (values[0] ?? NaN)).toPrecision(3)));
    return [
      t(lang, "cost-measured", { threads, repeats, model: modelName(lang, model), cell: net, libraries }),
      t(lang, "cost-ratio", {
        from: all[0] ?? 0, to: all.at(-1) ?? 0, times: times(all), cell: net, attention: times(data.attention.milliseconds),
        fused: times(data.cell_fused.milliseconds), unrolled: times(data.cell_unrolled.milliseconds),
      }),
      t(lang, "cost-honest"),
    ];
  }

  function draw() {
    const data = shown();
    const { words: lang, look } = store.snapshot();
    const { status } = store.get("labData")["cost"] ?? { status: "idle" };
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", status === "loading");
    if (!data || figure.room() < 1) return;
    const { attention, gates } = lengths();
    const scene = cost(data, { width: figure.room(), lang, tokens: gates });
    const region = (/** @type {string} */ id) => /** @type {Region} */ (scene.regions.find((one) => one.id === id));
    figure.show(scene, look, MEASURES.map((measure) => [measure, {
      label: `${t(lang, `cost-plot-${measure}`)}. ${t(lang, "keys")}`,
      rows: linesOf(lang, data, measure).length, columns: data.lengths.length,
      box: (row, column) => region(`${measure}-${column}-${row}`),
      find: (id) => {
        const [name, at] = id.split("-");
        return name === measure ? [0, Number(at)] : null;
      },
      say: (row, column) => say(`${measure}-${column}-${row}`),
      enter: () => {},
      pick: () => {},
    }]));
    figure.heading.textContent = scene.title;
    again.textContent = t(lang, "cost-again");
    again.disabled = status === "loading";
    here.hidden = attention === null || gates === null;
    if (attention !== null && gates !== null) {
      const model = modelName(lang, store.get("attention").data?.model ?? data.model);
      here.textContent = t(lang, "cost-here-words", { attention, pairs: (attention ** 2).toLocaleString("en-US"), model, gates, cell: t(lang, `cell-${data.cell}`) });
    }
    figure.summary.textContent = summary(lang, data).join(lang === "zh" ? "" : " ");
    figure.table.set(t(lang, "table"), () => costTable(lang, data));
  }

  return {
    node: figure.node, draw,
    pickers: /** @type {const} */ (["cell"]),
    intro: () => t(words(), "cost-intro"),
    twins: () => ({ json: `/api/v1/cost?${new URLSearchParams({ model: store.get("model"), cell: store.get("cell") })}` }),
    gates: true,
    notes: false,
  };
}
