/** The step player's figures: the cell's diagram at one move, and what its gates add up. */
import { cellDiagram } from "../views/step/cell.js";
import { MOVES, moveOf } from "../views/step/moves.js";
import { FEW, termList } from "../views/step/terms.js";
import { sayMove, sayPlace, sayTruths } from "../ui/lab/step-say.js";
import { apartIn } from "../data/known.js";
import { t } from "../ui/i18n.js";
import { apartWords } from "../ui/memory-notes.js";
import { GAP } from "./compose.js";
import { checkTable, numbersTable, termsTable } from "./step-tables.js";

/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("../types.js").StepData} StepData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** From this width on, the terms of one gate stand beside the diagram, which then takes this share. */
const BESIDE = 1080;
const SHARE = 1.55 / 2.55;
/** Two lists side by side need so much each. */
const LIST = 330;

/** What came for the step player. @param {Store} store @returns {import("../types.js").Resource<StepData>} */
export const stepShown = (store) => store.get("labData")["step"] ?? { status: "idle", data: null, problem: null };

/** Why a step is not drawn: its numbers are rounding alone; "" where they are not. @param {import("../types.js").Lang} lang @param {StepData} data */
export function stepLost(lang, { cell, tokens, token, check }) {
  const apart = apartIn({ check });
  return apart !== null && token >= apart ? apartWords(lang, { cell, read: tokens, apart, check }) : "";
}

/** The move that is looked at. @param {Store} store @param {StepData} data */
export const moveShown = (store, { kind }) => moveOf(kind, store.get("move"));

/** @param {Store} store @param {StepData} data @param {{width: number, steady?: boolean}} room steady: as tall at every move */
export const stepScene = (store, data, room) => cellDiagram(data, { ...room, move: moveShown(store, data), lang: store.get("words") });

/** The gates that a move looks up; "" for a move that adds what others made. @param {StepData} data @param {number} move @returns {readonly string[]} */
export function gatesOf({ kind }, move) {
  const gates = MOVES[kind][moveOf(kind, move)]?.gates ?? [];
  return gates.length ? gates : [""];
}

/**
 * What a gate adds up, or, named "", what the move does.
 * @param {Store} store @param {StepData} data @param {string} gate @param {{width: number, count?: number}} room count: the terms that are listed
 */
export const termsScene = (store, data, gate, { width, count = FEW }) =>
  termList(data, gate, { width, count, move: moveShown(store, data), lang: store.get("words") });

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "step-intro");

/** @param {Store} store @param {StepData} data @param {string} gate @param {{width: number, row: string}} place @returns {Picture} */
function termsPicture(store, data, gate, { width, row }) {
  const lang = store.get("words");
  const scene = termsScene(store, data, gate, { width });
  const [inputs, units] = [data.input.length, data.hidden_before.length];
  const said = gate === "" ? t(lang, "step-terms-none") : t(lang, "figure-terms", { inputs, units, few: Math.min(FEW, inputs + units) });
  const title = (/** @type {string} */ key) => `${t(lang, `step-gate-${data.kind}-${gate}`)}: ${t(lang, key)}`;
  return {
    id: `terms-${gate || "move"}`, heading: scene.title, scene, row,
    notes: [said],
    tables: gate === "" ? [] : [
      { title: title("step-all-terms"), make: () => termsTable(lang, data, gate) },
      { title: title("step-check"), make: () => checkTable(lang, data, gate) },
    ],
  };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const { data } = stepShown(store);
  const lang = store.get("words");
  if (!data || stepLost(lang, data)) return [];
  const move = moveShown(store, data);
  const gates = gatesOf(data, move);
  const beside = width >= BESIDE && gates.length === 1;
  const wide = beside ? Math.floor((width - GAP) * SHARE) : width;
  const across = beside || gates.length * (LIST + GAP) - GAP > width ? 1 : gates.length;
  const scene = stepScene(store, data, { width: wide, steady: false });
  const each = beside ? width - GAP - wide : Math.floor((Math.max(width, scene.width) - GAP * (across - 1)) / across);
  const name = t(lang, `step-move-${data.kind}-${MOVES[data.kind][move]?.key}`);
  return [
    {
      id: "step", row: "0", heading: t(lang, "figure-step", { place: sayPlace(lang, data), move: name }),
      scene,
      summary: sayMove(lang, data, move), notes: sayTruths(lang, data, move), definitions: [data.definition],
      tables: [{ title: t(lang, "step-numbers"), make: () => numbersTable(lang, data) }],
    },
    ...gates.map((gate, i) => termsPicture(store, data, gate, { width: each, row: beside ? "0" : `1.${Math.floor(i / across)}` })),
  ];
}

/** @param {Store} store */
function why(store) {
  const { data } = stepShown(store);
  return data ? stepLost(store.get("words"), data) : "";
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "step", gates: true, pictures, intro, why };
