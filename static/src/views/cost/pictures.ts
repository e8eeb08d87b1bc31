/** What attention and a cell cost, measured when asked. */
import { cost, linesOf, MEASURES } from "./scene.ts";
import { modelName } from "../../plots/labels.ts";
import { clauses, t } from "../../core/words/index.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { CostData, Measure } from "./scene.ts";

export const drawnIn = (store: Store): CostData | null => store.get("answers").cost?.data ?? null;

/** Counts whole, times to four significant digits. */
export const amount = (measure: Measure, value: number) =>
  measure === "ms" ? String(Number(value.toPrecision(4))) : value.toLocaleString("en-US");

/** @param row one line, or all */
export function sayCost(lang: Lang, data: CostData, measure: Measure, at: number, row?: number) {
  const lines = linesOf(lang, data, measure).filter((_, i) => row === undefined || i === row);
  const list = lines.map(({ name, values }) =>
    t(lang, "cost-say-one", { name, value: amount(measure, values[at] ?? NaN) }),
  );
  return t(lang, `cost-say-${measure}`, { count: data.lengths[at] ?? 0, list: clauses(lang, list) });
}

/** How many tokens the sentence at hand is to either model. */
function lengthsIn(store: Store) {
  const {
    text,
    answers: {
      attention: { data: one },
      gates: { data: net },
    },
  } = store.snapshot();
  return {
    attention: one?.text === text ? one.tokens.length : null,
    gates: net?.text === text ? net.read.length : null,
  };
}

const scene = (store: Store, data: CostData, width: number) =>
  cost(data, { width, lang: store.get("langInForce"), tokens: lengthsIn(store).gates });

/** What the sentence at hand costs; empty where one of the two has not read it. */
export function sentenceWords(store: Store, data: CostData) {
  const lang = store.get("langInForce");
  const { attention, gates } = lengthsIn(store);
  if (attention === null || gates === null) return "";
  const read = store.get("answers").attention.data;
  const model = modelName(lang, read?.model ?? data.model);
  const whole = (count: number) => count.toLocaleString("en-US");
  const pairs = whole(attention ** 2);
  const said = t(lang, "cost-here-words", { attention, pairs, model, gates, cell: t(lang, `cell-${data.cell}`) });
  if (read?.family !== "decoder") return said;
  return `${said}${lang === "zh" ? "" : " "}${t(lang, "cost-here-causal", { model, pairs, visible: whole((attention * (attention + 1)) / 2) })}`;
}

/** By whom it was measured, what came out, and what that does not say. */
function saidOf(lang: Lang, data: CostData) {
  const { model, threads, repeats, lengths: all, cell: id } = data;
  const libraries = Object.entries(model.libraries)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
  const net = t(lang, `cell-${id}`);
  const times = (values: readonly number[]) =>
    String(Number(((values.at(-1) ?? NaN) / (values[0] ?? NaN)).toPrecision(3)));
  return {
    measured: t(lang, "cost-measured", { threads, repeats, model: modelName(lang, model), cell: net, libraries }),
    ratio: t(lang, "cost-ratio", {
      from: all[0] ?? 0,
      to: all.at(-1) ?? 0,
      times: times(all),
      cell: net,
      attention: times(data.attention.milliseconds),
      fused: times(data.cell_fused.milliseconds),
      unrolled: times(data.cell_unrolled.milliseconds),
    }),
    honest: t(lang, "cost-honest"),
  };
}

/** @returns a row a length */
export function costTable(lang: Lang, data: CostData): TableModel {
  const columns = MEASURES.flatMap((measure) =>
    linesOf(lang, data, measure)
      .filter(({ id }) => id !== "pairs")
      .map(({ name, values }) => ({ measure, name, values })),
  );
  const visible = data.attention.visible_pairs;
  const head = [
    t(lang, "cost-table-tokens"),
    t(lang, "cost-table-pairs"),
    ...(visible ? [t(lang, "cost-table-visible")] : []),
    ...columns.map(({ measure, name }) => t(lang, `cost-table-${measure}`, { name })),
  ];
  const whole = (value: number | undefined) => cell(value, (one) => amount("products", one));
  const rows = data.lengths.map((n, at) => [
    cell(n, String),
    whole(data.attention.pairs?.[at]),
    ...(visible ? [whole(visible[at])] : []),
    ...columns.map(({ measure, values }) => cell(values[at], (one) => amount(measure, one))),
  ]);
  return { caption: t(lang, "lab-cost"), head, rows };
}

/** When it was measured, as far as the answer says. */
const whenOf = (lang: Lang, { measured_at: at }: CostData) =>
  at ? t(lang, "figure-cost-when", { when: at.slice(0, 16).replace("T", " ") }) : "";

export const pictures: Maker = (store, { width }) => {
  const data = drawnIn(store);
  if (!data) return [];
  const lang = store.get("langInForce");
  const drawn = scene(store, data, width);
  const { measured, ratio, honest } = saidOf(lang, data);
  return [
    {
      id: "cost",
      heading: drawn.title,
      scene: drawn,
      summary: ratio,
      notes: [sentenceWords(store, data), measured, whenOf(lang, data), ratio, honest].filter(Boolean),
      definitions: [data.definition],
      tables: [{ title: drawn.title, make: () => costTable(lang, data) }],
    },
  ];
};

export const intro = (store: Store) => t(store.get("langInForce"), "cost-intro");

export const figure: Drawing = { pictures, intro };
