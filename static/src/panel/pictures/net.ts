/** What the figures of one recurrent net share: its introduction, the step that is read, and what it expects there. */
import { arraysOf } from "../../data/units.ts";
import { litNow } from "../../state/lit.ts";
import { symbolOf } from "../../plots/bands.ts";
import { expected } from "../../plots/expected.ts";
import { spoken, t } from "../../core/words/index.ts";
import { decimals, gateMean, gateValue, name } from "../../plots/say.ts";
import { cell } from "./tables.ts";
import type { Lang, Picture, TableModel } from "../../core/types.ts";
import type { GatesData } from "../../data/types.ts";
import type { Sorted } from "../../data/units.ts";
import type { Store } from "../../state/app.ts";

/** Alone in a figure, a column may be as narrow as this: nobody points at it. */
export const THIN = 0.5;

/** In lines that wrap, no letter stands apart from its number. */
const UNBROKEN = { is: "=", next: ", " };

export function netIntro(store: Store, key: "gates-intro" | "unit-intro") {
  const {
    answers: {
      gates: { data },
    },
    langInForce: lang,
  } = store.snapshot();
  return spoken(
    lang,
    t(lang, key, { net: data ? t(lang, `cell-${data.cell}-long`) : "" }),
    data?.checkpoint === "initial" ? t(lang, "intro-untrained") : "",
  );
}

/** How the order of the units was computed, as the API says it. */
export function orderDefined(
  { orderDefinition, saturationDefinition, halfLifeDefinition }: GatesData,
  sort: Sorted["sort"],
) {
  const said = { carrier: orderDefinition, saturation: saturationDefinition, "half-life": halfLifeDefinition }[
    sort as string
  ];
  return said ? [said] : [];
}

/**
 * The step that is read: the last of those that are lit, or else the sentence's last.
 * @param steps that are lit
 */
export function stepRead({ tokens }: GatesData, steps: readonly number[]) {
  const lit = steps.at(-1);
  const found = lit === undefined ? undefined : tokens[lit];
  return { token: found?.index ?? tokens.length - 1, found };
}

/**
 * The numbers of the step that is read.
 * @param steps that are lit
 * @param unit none: the mean over all
 * @param between a letter and its number; a number and the next letter
 */
export function stepNumbers(
  lang: Lang,
  data: GatesData,
  steps: readonly number[],
  unit: number | undefined,
  { is, next }: { is: string; next: string } = { is: " ", next: "   " },
) {
  const { token } = stepRead(data, steps);
  const values = arraysOf(data).map((array) => {
    const value = unit === undefined ? gateMean(data, array, token) : gateValue(data, array, token, unit);
    return `${symbolOf(data.kind, array)}${is}${decimals(value)}`;
  });
  const whose = unit === undefined ? t(lang, "mean") : t(lang, "unit-n", { unit });
  const among = { count: steps.length, tokens: steps.map((each) => name(data.tokens, each)).join(" ") };
  const several = steps.length > 1 ? ` (${t(lang, "several-steps", among)})` : "";
  return `${several} · ${whose}: ${values.join(next)}`;
}

/** Every expectation after every token, in full. */
export function expectedTable(lang: Lang, { tokens, predictions, cell: net }: GatesData): TableModel {
  const head = ["table-token", "figure-rank", "figure-expected", "figure-probability"].map((key) => t(lang, key));
  const rows = tokens.flatMap((_, token) =>
    (predictions?.[token] ?? []).map(({ text, probability }, rank) => [
      name(tokens, token),
      cell(rank + 1, String),
      text,
      cell(probability, decimals),
    ]),
  );
  return { caption: t(lang, "figure-expected-of", { cell: t(lang, `cell-${net}`) }), head, rows };
}

/**
 * What the net expects after the step that is pinned, or the last.
 * @param unit whose numbers are read out; none: the mean
 * @returns none, where the net predicts nothing
 */
export function expectedPictures(
  store: Store,
  data: GatesData,
  unit: number | undefined,
  { width }: { width: number },
): Picture[] {
  const state = store.snapshot();
  const { langInForce: lang } = state;
  const { rows: steps } = litNow(state).gates;
  const { token, found } = stepRead(data, steps);
  const list = data.predictions?.[token] ?? [];
  if (list.length === 0) return [];
  const heading = t(lang, "figure-expects", { token: name(data.tokens, token) });
  const title = t(lang, "figure-expected-of", { cell: t(lang, `cell-${data.cell}`) });
  return [
    {
      id: "expected",
      heading,
      scene: expected([{ heading: t(lang, `cell-${data.cell}`), list }], { width, title, description: heading }),
      notes: found ? [`${name(data.tokens, token)}${stepNumbers(lang, data, steps, unit, UNBROKEN)}`] : [],
      tables: [{ title, make: () => expectedTable(lang, data) }],
    },
  ];
}
