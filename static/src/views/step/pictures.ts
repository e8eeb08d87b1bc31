/** The step player's figures: the cell's diagram at one move, and what its gates add up. */
import { cellDiagram } from "./cell.ts";
import { MOVES, moveOf } from "./moves.ts";
import { FEW, termList } from "./terms.ts";
import { sayMove, sayPlace, sayTruths } from "./say.ts";
import { apartIn } from "../../data/known.ts";
import { t } from "../../core/words/index.ts";
import { apartWords } from "../../panel/memory-notes.ts";
import { GAP } from "../../plots/compose.ts";
import { checkTable, numbersTable, termsTable } from "./tables.ts";
import type { Lang, Picture } from "../../core/types.ts";
import type { Resource, StepData } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** From this width on, the terms of one gate stand beside the diagram, which then takes this share. */
const BESIDE = 1080;
const SHARE = 1.55 / 2.55;
/** Two lists side by side need so much each. */
const LIST = 330;

/** What came for the step player. */
export const stepShown = (store: Store): Resource<StepData> =>
  store.get("answers").step ?? { status: "idle", data: null, problem: null };

/** Why a step is not drawn: its numbers are rounding alone; "" where they are not. */
export function stepLost(lang: Lang, { cell, tokens, token, check }: StepData) {
  const apart = apartIn({ check });
  return apart !== null && token >= apart ? apartWords(lang, { cell, read: tokens, apart, check }) : "";
}

/** The move that is looked at. */
export const moveShown = (store: Store, { kind }: StepData) => moveOf(kind, store.get("move"));

/** @param room steady: as tall at every move */
const stepScene = (store: Store, data: StepData, room: { width: number; steady?: boolean }) =>
  cellDiagram(data, { ...room, move: moveShown(store, data), lang: store.get("langInForce") });

/** The gates that a move looks up; "" for a move that adds what others made. */
export function gatesOf({ kind }: StepData, move: number): readonly string[] {
  const gates = MOVES[kind][moveOf(kind, move)]?.gates ?? [];
  return gates.length ? gates : [""];
}

/**
 * What a gate adds up, or, named "", what the move does.
 * @param room count: the terms that are listed
 */
const termsScene = (
  store: Store,
  data: StepData,
  gate: string,
  { width, count = FEW }: { width: number; count?: number },
) => termList(data, gate, { width, count, move: moveShown(store, data), lang: store.get("langInForce") });

export const intro = (store: Store) => t(store.get("langInForce"), "step-intro");

/** Every term of a gate, and whether the sums come out; on the page the second stands open. */
function termsTables(lang: Lang, data: StepData, gate: string, live: boolean) {
  const title = (key: string) => `${t(lang, `step-gate-${data.kind}-${gate}`)}: ${t(lang, key)}`;
  return [
    { title: title("step-all-terms"), make: () => termsTable(lang, data, gate) },
    { title: title("step-check"), make: () => checkTable(lang, data, gate), open: live },
  ];
}

/**
 * @param room count: the terms that are listed; live: whether more can be asked for
 */
export function termsPicture(
  store: Store,
  data: StepData,
  gate: string,
  { count = FEW, row, live = false, width }: { width: number; count?: number; row?: string; live?: boolean },
): Picture {
  const lang = store.get("langInForce");
  const scene = termsScene(store, data, gate, { width, count });
  const [inputs, units] = [data.input.length, data.hidden_before.length];
  const whole = count >= inputs + units;
  const words = { inputs, units, few: Math.min(FEW, inputs + units) };
  const said = t(
    lang,
    gate === "" ? "step-terms-none" : !live ? "figure-terms" : whole ? "step-terms-all" : "step-terms-few",
    words,
  );
  return {
    id: `terms-${gate || "move"}`,
    heading: scene.title,
    scene,
    ...(row === undefined ? {} : { row }),
    notes: [said],
    tables: gate === "" ? [] : termsTables(lang, data, gate, live),
  };
}

/** On the page the moves are gone through, and one gate's terms stand beside the diagram. */
export const pictures: Maker = (store, { width, live = false }) => {
  const { data } = stepShown(store);
  const lang = store.get("langInForce");
  if (!data || stepLost(lang, data)) return [];
  const move = moveShown(store, data);
  const gates = live ? [] : gatesOf(data, move);
  const beside = width >= BESIDE && gates.length === 1;
  const wide = beside ? Math.floor((width - GAP) * SHARE) : width;
  const across = beside || gates.length * (LIST + GAP) - GAP > width ? 1 : gates.length;
  const scene = stepScene(store, data, { width: wide, ...(live ? {} : { steady: false }) });
  const each = beside ? width - GAP - wide : Math.floor((Math.max(width, scene.width) - GAP * (across - 1)) / across);
  const name = t(lang, `step-move-${data.kind}-${MOVES[data.kind][move]?.key}`);
  return [
    {
      id: "step",
      row: "0",
      heading: live ? sayPlace(lang, data) : t(lang, "figure-step", { place: sayPlace(lang, data), move: name }),
      scene,
      summary: sayMove(lang, data, move),
      notes: sayTruths(lang, data, move),
      definitions: [data.definition],
      tables: [{ title: t(lang, "step-numbers"), make: () => numbersTable(lang, data) }],
    },
    ...gates.map((gate, i) =>
      termsPicture(store, data, gate, { width: each, row: beside ? "0" : `1.${Math.floor(i / across)}` }),
    ),
  ];
};

function why(store: Store) {
  const { data } = stepShown(store);
  return data ? stepLost(store.get("langInForce"), data) : "";
}

export const figure: Drawing = { pictures, intro, why };
