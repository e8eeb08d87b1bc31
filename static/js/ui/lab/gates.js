/** The gates view: every gate and state of the recurrent net, and what it expects next. */
import { cellBox } from "../../scene/hit.js";
import { BANDS, SYMBOLS } from "../../views/bands.js";
import { gates } from "../../views/gates.js";
import { tokenName } from "../../views/labels.js";
import { createBars } from "../bars.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { decimals, gateMean, gateValue, name, sayGate, sayToken } from "../say.js";
import { gatesTable } from "../tables.js";

/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").GatesData} GatesData */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {GatesData} data @returns {Record<string, string | number>} */
function summaryWords(data) {
  const mean = (/** @type {string} */ array) => {
    const values = data.arrays[array] ?? new Float32Array(0);
    return decimals(values.reduce((sum, value) => sum + value, 0) / values.length);
  };
  const input = data.arrays["gates.input"] ?? new Float32Array(1);
  let best = 0;
  input.forEach((value, i) => {
    if (value > /** @type {number} */ (input[best])) best = i;
  });
  return {
    input: mean("gates.input"), forget: mean("gates.forget"), output: mean("gates.output"),
    token: name(data.tokens, Math.floor(best / data.units)), unit: best % data.units, value: decimals(input[best] ?? 0),
  };
}

/** @param {Store} store @param {Hands} hands */
export function create(store, hands) {
  const words = () => store.get("words");

  /** @param {Region} region @param {number} row @param {number} column @returns {Cursor} */
  function pointed(region, row, column) {
    const unit = region.row.kind === "unit" ? store.get("gates").data?.order[(region.row.from ?? 0) + row] : undefined;
    return {
      source: "gates", token: column,
      ...(unit === undefined ? {} : { unit }), ...(region.array === undefined ? {} : { array: region.array }),
    };
  }

  /** @param {Cursor} cursor */
  function say({ token, unit, array }) {
    const { data } = store.get("gates");
    const found = data?.tokens[token];
    if (!data || !found) return "";
    return array === undefined ? sayToken(words(), found, data.model) : sayGate(words(), data, array, token, unit);
  }

  const figure = createFigure({
    className: "gates",
    hands,
    readout: true,
    meaning: {
      cursor: pointed,
      say: (region, row, column) => say(pointed(region, row, column)),
      pick: (region, row, column) => hands.pin(pointed(region, row, column)),
    },
  });
  figure.box.before(figure.readout); // under the heading: the bands are taller than most windows

  function draw() {
    const { data } = store.get("gates");
    const { words: lang, look } = store.snapshot();
    figure.node.hidden = !data;
    if (!data || figure.room() < 1) return;
    const full = store.get("view") === "gates";
    const scene = gates(data, { width: figure.room(), lang, maxColumn: full ? 110 : 54 });
    const count = data.tokens.length;
    const bands = BANDS.filter((band) => data.arrays[band]);
    figure.show(
      scene,
      look,
      bands.map((band) => {
        const find = (/** @type {string} */ id) => scene.regions.find((region) => region.id === id);
        const mean = /** @type {Region} */ (find(`mean-${band}`));
        const carriers = /** @type {Region} */ (find(band));
        const rest = find(`rest-${band}`);
        /** @param {number} row of the keyboard's grid: the mean, then the units @returns {[Region, number]} */
        const place = (row) => {
          if (row === 0) return [mean, 0];
          const unit = row - 1;
          return rest && unit >= carriers.rows ? [rest, unit - carriers.rows] : [carriers, unit];
        };
        const at = (/** @type {number} */ row, /** @type {number} */ column) => pointed(...place(row), column);
        return /** @type {[string, import("../keyboard-grid.js").GridModel]} */ ([
          band,
          {
            label: `${t(lang, band)}. ${t(lang, "keys")}`,
            rows: data.units + 1, columns: count,
            box: (row, column) => cellBox(...place(row), column),
            find: (id, row, column) => {
              const first = new Map([[mean.id, 0], [carriers.id, 1], [rest?.id, 1 + carriers.rows]]).get(id);
              return first === undefined ? null : [first + row, column];
            },
            say: (row, column) => say(at(row, column)),
            enter: (row, column) => hands.hover(at(row, column)),
            pick: (row, column) => hands.pin(at(row, column)),
          },
        ]);
      }),
    );
    figure.heading.textContent = `${data.cell.toUpperCase()}`;
    figure.summary.textContent = t(lang, "summary-gates", summaryWords(data));
    figure.table.set(t(lang, "table"), () => gatesTable(lang, data));
  }

  const step = el("b", { dir: "auto" });
  const rest = el("span");
  const bars = createBars(5);
  const line = el("p", { class: "says" }, step, rest);
  figure.readout.append(line, bars.node);

  /** The step that the cursor is on: its gates, and the likeliest next tokens. Without a cursor, the last step. */
  function read() {
    const { data } = store.get("gates");
    const lang = words();
    const cursor = store.get("cursor");
    const steps = hands.lit().gates.rows;
    const lit = steps.at(-1);
    const found = lit === undefined ? undefined : data?.tokens[lit];
    const token = found?.index ?? (data ? data.tokens.length - 1 : 0);
    line.classList.toggle("soft", !found);
    step.textContent = found ? tokenName(found) : "";
    rest.textContent = t(lang, "hint-gates");
    const intro = data ? t(lang, "predicts-next", { token: name(data.tokens, token) }) : "";
    bars.show(intro, (data?.predictions?.[token] ?? []).map(({ text, probability }) => ({ words: text, share: probability })));
    if (!data || !found) return;
    const own = cursor?.source === "gates" && cursor.array !== undefined && cursor.token === token;
    const values = BANDS.filter((band) => data.arrays[band]).map((band) => {
      const value = own && cursor?.unit !== undefined ? gateValue(data, band, token, cursor.unit) : gateMean(data, band, token);
      return `${SYMBOLS[band]} ${decimals(value)}`;
    });
    const whose = own && cursor?.unit !== undefined ? t(lang, "unit-n", { unit: cursor.unit }) : t(lang, "mean");
    const among = { count: steps.length, tokens: steps.map((each) => name(data.tokens, each)).join(" ") };
    const several = steps.length > 1 ? ` (${t(lang, "several-steps", among)})` : "";
    rest.replaceChildren(`${several} · ${whose}: ${values.join("   ")}`, hands.release() ?? "");
  }

  return { node: figure.node, stages: [figure.stage], gates: true, draw, read };
}
