/** The inspector in numbers: tables with every digit that the answer has. */
import { at, productsOf, scoreOf, total } from "./numbers.ts";
import { full } from "../../core/numbers.ts";
import { t } from "../../core/words/index.ts";
import { keyName, queryName } from "./say.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Cell, Lang, TableModel } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";

const digits = (value: number | undefined) => cell(value, full);

/** Every key, from q·k to its weight. */
export function stepTable(lang: Lang, step: HeadStep): TableModel {
  const { cap, added, weights } = step;
  const columns = [
    "raw",
    "scaled",
    ...(cap === null ? [] : ["capped"]),
    ...(added === null ? [] : ["added"]),
    "score",
    "weight",
  ];
  const head = [
    t(lang, "inspect-table-key"),
    ...columns.map((name) => t(lang, `inspect-table-${name}`, { scale: full(step.scale) })),
  ];
  const rows: Cell[][] = weights.map((weight, key) => {
    const found = { ...scoreOf(step, key), weight } as Record<string, any>;
    const hidden = step.masked[key];
    return [
      `${key} ${keyName(step, key)}`,
      ...columns.map((name) => (hidden && (name === "score" || name === "added") ? "−∞" : digits(found[name]))),
    ];
  });
  rows.push(["Σ", ...columns.map((name) => (name === "weight" ? digits(total(weights)) : ""))]);
  return { caption: t(lang, "inspect-table"), head, rows };
}

/** Every vector, a dimension a line, for one key. */
export function vectorsTable(lang: Lang, step: HeadStep, key: number): TableModel {
  const products = productsOf(step, key);
  const names = { query: queryName(step), key: keyName(step, key) };
  const head = ["dim", "q", "k", "product", "v", "part", "output"].map((name) =>
    t(lang, `inspect-table-${name}`, names),
  );
  const rows: Cell[][] = products.map((product, d) => [
    String(d),
    digits(at(step.query, d)),
    digits(step.keys[key]?.[d]),
    digits(product),
    digits(step.values[key]?.[d]),
    digits(step.weighted_values[key]?.[d]),
    digits(at(step.output, d)),
  ]);
  rows.push(["Σ", "", "", digits(total(products)), "", "", ""]);
  return { caption: t(lang, "inspect-table-vectors", names), head, rows };
}

/** Every head of the layer. */
export function headsTable(lang: Lang, step: HeadStep): TableModel {
  const { norms = [], shares = [], bias_share: bias = NaN } = step.contributions ?? {};
  const head = [t(lang, "head"), t(lang, "inspect-norm"), t(lang, "inspect-share")];
  const rows: Cell[][] = norms.map((norm, i) => [String(i), digits(norm), digits(shares[i])]);
  rows.push([t(lang, "inspect-bias"), "", digits(bias)], ["Σ", "", digits(total([...shares, bias]))]);
  return { caption: t(lang, "inspect-heads-title", { layer: step.layer }), head, rows };
}
