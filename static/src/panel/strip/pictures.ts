/** The tokens of both models, lined up under the sentence. */
import { modelName } from "../../plots/labels.ts";
import { strip } from "../../plots/strip.ts";
import { name } from "../../plots/say.ts";
import { t } from "../../core/words/index.ts";
import type { Lang, Source, TableModel } from "../../core/types.ts";
import type { Figure, Maker } from "../../state/view.ts";
import type { Lines, Row } from "../../plots/strip.ts";
import type { Store } from "../../state/app.ts";

/** What each model reads, as far as it is one and the same sentence. */
export function linesIn(store: Store): (Lines & { pair: Lines | null }) | null {
  const {
    answers: { attention, gates },
    langInForce: lang,
  } = store.snapshot();
  // Only tokenizations of one and the same sentence may be lined up.
  const sentence =
    (attention.status === "ready" ? attention.data : null)?.text ?? gates.data?.text ?? attention.data?.text;
  if (sentence === undefined) return null;
  const rows: Row[] = [];
  let pair: Lines | null = null;
  if (attention.data?.text === sentence) {
    const { model, tokens, textPair, targetTokens } = attention.data;
    const second = tokens.findIndex((token) => token.sequence === 1);
    const paired = textPair !== null && second > 0;
    const source = "attention" as Source;
    const called = modelName(lang, model);
    rows.push({ source, name: paired ? `${called} A` : called, tokens: paired ? tokens.slice(0, second) : tokens });
    if (paired) pair = { sentence: textPair, rows: [{ source, name: `${called} B`, tokens: tokens.slice(second) }] };
    if (targetTokens && textPair !== null) {
      pair = { sentence: textPair, rows: [{ source: "target" as Source, name: called, tokens: targetTokens }] };
    }
  }
  if (gates.data?.text === sentence) {
    const { model, read: tokens } = gates.data;
    rows.push({
      source: "gates" as Source,
      name: pair ? `${modelName(lang, model)} A` : modelName(lang, model),
      tokens,
    });
  }
  return rows.length ? { sentence, rows, pair } : null;
}

/** The rows of both sentences, as they stand under each other. */
export const rowsOf = ({ rows, pair }: NonNullable<ReturnType<typeof linesIn>>) => [...rows, ...(pair?.rows ?? [])];

/** @returns a row a model */
function stripTable(lang: Lang, lines: NonNullable<ReturnType<typeof linesIn>>): TableModel {
  const rows = rowsOf(lines);
  const most = Math.max(...rows.map(({ tokens }) => tokens.length));
  return {
    caption: t(lang, "strip-title"),
    head: [t(lang, "figure-table-model"), ...Array.from({ length: most }, (_, i) => String(i))],
    rows: rows.map((row) => [row.name, ...Array.from({ length: most }, (_, i) => name(row.tokens, i))]),
  };
}

/** On the page it is the ruler under the sentence, which needs no heading and no words. */
export const pictures: Maker = (store, { width, live = false }) => {
  const lines = linesIn(store);
  if (!lines) return [];
  const lang = store.get("langInForce");
  const scene = strip(lines, { width, lang });
  if (live) return [{ id: "strip", heading: "", scene }];
  return [
    {
      id: "strip",
      heading: scene.title,
      scene,
      summary: rowsOf(lines)
        .map((row) => t(lang, "figure-strip-row", { model: row.name, count: row.tokens.length }))
        .join(lang === "zh" ? "" : " "),
      tables: [{ title: scene.title, make: () => stripTable(lang, lines) }],
    },
  ];
};

export const figure: Figure = { id: "strip", pictures, why: () => "" };
