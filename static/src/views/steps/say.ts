/** Sentences about one query of one head, the same for the eye and the screen reader. No document. */
import { at, checks, productsOf, ranked, scoreOf, sidesOf, summed, total } from "./numbers.ts";
import { signedShare } from "./heads.ts";
import { share, sumDigits, wholeSum } from "./digits.ts";
import { tokenName } from "../../plots/labels.ts";
import { apart, bracketed, short } from "../../core/numbers.ts";
import { t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { HeadStep, InspectorRow } from "../../data/types.ts";

export function queryName(step: HeadStep) {
  const token = sidesOf(step).queries.tokens[step.query_token];
  return token ? tokenName(token) : "";
}
export function keyName(step: HeadStep, key: number) {
  const token = sidesOf(step).keys.tokens[key];
  return token ? tokenName(token) : "";
}

/** Who looks, and where. */
export function sayPlace(lang: Lang, step: HeadStep) {
  const { part, family } = step;
  const where = t(lang, "inspect-place", {
    query: queryName(step),
    index: step.query_token,
    count: sidesOf(step).queries.tokens.length,
    layer: step.layer,
    head: step.head,
  });
  return family === "encoder-decoder" ? `${where} · ${t(lang, `inspect-part-${part}`)}` : where;
}

/** From q·k to the score. */
function sayPath(lang: Lang, step: HeadStep, key: number) {
  const { raw, scaled, capped, added, score } = scoreOf(step, key);
  const about = {
    scale: short(step.scale),
    scaled: short(scaled),
    capped: short(capped ?? NaN),
    score: short(score ?? NaN),
  };
  const steps = [
    step.scale === 1 ? "" : t(lang, "inspect-path-scaled", about),
    capped === null ? "" : t(lang, "inspect-path-capped", about),
    added === null ? "" : t(lang, "inspect-path-added", about),
  ];
  return `q·k = ${short(raw)}${steps.join("")}`;
}

/** The step in a few sentences. */
export function sayStep(lang: Lang, step: HeadStep) {
  const [best = 0, ...others] = ranked(step).filter((key) => !step.masked[key]);
  const { raw, score } = scoreOf(step, best);
  const all = step.weights.length;
  const hidden = step.masked.filter(Boolean).length;
  const about = {
    query: queryName(step),
    key: keyName(step, best),
    path: sayPath(lang, step, best),
    score: short(score ?? NaN),
    percent: share(at(step.weights, best)),
    count: all - hidden,
    sum: wholeSum(total(step.weights)),
    hidden,
    all,
  };
  if (others.length === 0) return t(lang, "inspect-say-alone", about);
  const next = others
    .slice(0, 2)
    .map((key) => t(lang, "inspect-say-next", { key: keyName(step, key), percent: share(at(step.weights, key)) }));
  const matched = [best, ...others].every((key) => at(step.raw_scores, key) <= raw + 1e-4 * Math.abs(raw));
  const words = [
    t(lang, matched ? "inspect-say-best" : "inspect-say-largest", about),
    `${next.join(t(lang, "inspect-and"))}${t(lang, "inspect-stop")}`,
    t(lang, "inspect-say-sum", about),
  ];
  if (hidden) words.push(t(lang, "inspect-say-masked", about));
  return words.join(lang === "zh" ? "" : " ");
}

/** What leaving the scale out would do. */
export function sayUnscaled(lang: Lang, step: HeadStep, toy: HeadStep) {
  const [best = 0] = ranked(toy).filter((key) => !toy.masked[key]);
  const slope = (of: HeadStep) => at(of.weights, best) * (1 - at(of.weights, best));
  return t(lang, "inspect-say-unscaled", {
    key: keyName(step, best),
    before: share(at(step.weights, best)),
    after: share(at(toy.weights, best)),
    slope: short(slope(step)),
    flat: short(slope(toy)),
    factor: Number((1 / step.scale).toPrecision(3)),
  });
}

/**
 * A cell of the list.
 * @param d the dimension, in a strip
 */
export function sayCell(lang: Lang, step: HeadStep, { kind, keys }: InspectorRow, column: string, d: number) {
  const key = keys[0] ?? 0;
  const about = { query: queryName(step), key: keyName(step, key), d, count: keys.length };
  if (kind === "masked") return t(lang, "inspect-tip-all-masked", about);
  if (kind === "rest") {
    const part = summed(step.weighted_values, keys);
    if (column === "parts") return t(lang, "inspect-tip-rest-part", { ...about, value: short(at(part, d)) });
    return t(lang, "inspect-tip-rest", {
      ...about,
      percent: share(total(keys.map((one) => at(step.weights, one)))),
      keys: keys
        .slice(0, 12)
        .map((one) => keyName(step, one))
        .join(" "),
    });
  }
  const { raw, scaled, capped, added, score, masked } = scoreOf(step, key);
  const words = { ...about, raw: short(raw), raw_: bracketed(raw), scaled: short(scaled), scale: short(step.scale) };
  const value = (rows: readonly (readonly number[])[]) => short(rows[key]?.[d] ?? NaN);
  switch (column) {
    case "keys":
      return t(lang, "inspect-tip-key", { ...words, value: value(step.keys) });
    case "products":
      return t(lang, "inspect-tip-product", {
        ...words,
        q: short(at(step.query, d)),
        k: bracketed(step.keys[key]?.[d] ?? NaN),
        value: short(at(productsOf(step, key), d)),
      });
    case "values":
      return t(lang, "inspect-tip-value", { ...words, value: value(step.values) });
    case "raw":
      return t(lang, "inspect-tip-raw", words);
    default:
  }
  if (masked) return t(lang, "inspect-tip-masked", words);
  if (column === "parts") {
    return t(lang, "inspect-tip-part", {
      ...words,
      weight: short(at(step.weights, key)),
      v: bracketed(step.values[key]?.[d] ?? NaN),
      value: value(step.weighted_values),
    });
  }
  if (column === "weight") {
    const sum = total(step.scores.flatMap((one) => (one === null ? [] : [Math.exp(one)])));
    return t(lang, "inspect-tip-weight", {
      ...words,
      score: short(score ?? NaN),
      power: short(Math.exp(score ?? NaN)),
      sum: short(sum),
      weight: short(at(step.weights, key)),
      percent: share(at(step.weights, key)),
    });
  }
  if (column === "scaled") return t(lang, "inspect-tip-scaled", words);
  if (column === "capped") {
    return t(lang, "inspect-tip-capped", { ...words, cap: short(step.cap ?? NaN), value: short(capped ?? NaN) });
  }
  if (column === "added") return t(lang, "inspect-tip-added", { ...words, value: short(added ?? 0) });
  return t(lang, "inspect-tip-score", {
    ...words,
    from: short(capped ?? scaled),
    added: bracketed(added ?? 0),
    value: short(score ?? NaN),
  });
}

/** A number of the query, of the sum of the weights or of the output. */
export function sayWhole(lang: Lang, step: HeadStep, id: string, d: number) {
  if (id === "query") {
    return t(lang, "inspect-tip-query", { query: queryName(step), d, value: short(at(step.query, d)) });
  }
  if (id === "output") {
    return t(lang, "inspect-tip-output", { d, value: short(at(step.output, d)), count: step.weights.length });
  }
  return t(lang, "inspect-tip-sum", {
    whole: wholeSum(total(step.weights)),
    sum: sumDigits(total(step.weights)),
    apart: apart(Math.abs(total(step.weights) - 1)),
  });
}

/** What the dimensions add up to. */
export function sayDimensions(lang: Lang, step: HeadStep, key: number) {
  const products = productsOf(step, key);
  const sum = total(products);
  const order = [...products.keys()].sort((a, b) => Math.abs(at(products, b)) - Math.abs(at(products, a)));
  const few = order.slice(0, 3);
  const model = at(step.raw_scores, key);
  return t(lang, step.masked[key] ? "inspect-say-dims-masked" : "inspect-say-dims", {
    count: products.length,
    sum: sum.toPrecision(8).replace("-", "−"),
    model: model.toPrecision(8).replace("-", "−"),
    apart: apart(Math.abs(sum - model)),
    list: few
      .map((d) => t(lang, "inspect-say-dim", { d, value: short(at(products, d)) }))
      .join(t(lang, "inspect-comma")),
    few: few.length,
    part: short(total(few.map((d) => at(products, d)))),
    query: queryName(step),
    key: keyName(step, key),
  });
}

export const sayDimension = (lang: Lang, step: HeadStep, key: number, d: number) =>
  t(lang, "inspect-tip-product", {
    query: queryName(step),
    key: keyName(step, key),
    d,
    q: short(at(step.query, d)),
    k: bracketed(step.keys[key]?.[d] ?? NaN),
    value: short(at(productsOf(step, key), d)),
  });

/** What this head adds beside the others. */
export function sayHeads(lang: Lang, step: HeadStep) {
  const found = step.contributions;
  if (!found) return t(lang, "inspect-no-projection");
  const { norms, shares, bias_share: bias } = found;
  const rank = 1 + shares.filter((value) => value > at(shares, step.head)).length;
  return t(lang, "inspect-say-heads", {
    head: step.head,
    query: queryName(step),
    norm: short(at(norms, step.head)),
    share: signedShare(at(shares, step.head)),
    rank,
    count: norms.length,
    bias: signedShare(bias),
    sum: wholeSum(total([...shares, bias])),
  });
}

/**
 * One head of the layer.
 * @param head −1: the projection's bias
 */
export function sayHead(lang: Lang, step: HeadStep, head: number) {
  const { norms = [], shares = [], bias_share: bias = NaN } = step.contributions ?? {};
  if (head < 0) return t(lang, "inspect-tip-bias", { share: signedShare(bias) });
  return t(lang, "inspect-tip-head", {
    head,
    layer: step.layer,
    norm: short(norms[head] ?? NaN),
    share: signedShare(shares[head] ?? NaN),
  });
}

/** What the page worked out again. */
export function sayChecks(lang: Lang, step: HeadStep) {
  const found = checks(step);
  return t(lang, "inspect-check", {
    dots: apart(found.dots),
    scores: apart(found.scores),
    weights: apart(found.weights),
    output: apart(found.output),
    rest: apart(Math.abs(found.sum - 1)),
  });
}
