/** What a model expects at one token, before a change and after it. */
import { visible } from "../scene/text.js";
import { litNow } from "../state/lit.js";
import { small } from "../ui/attn/difference-words.js";
import { t } from "../ui/i18n.js";
import { beforeAfter, pairs, shareWords } from "../views/before-after.js";
import { tokenName } from "../views/labels.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../data/runs.js").Run} Run */
/** @typedef {import("../views/before-after.js").Pair} Pair */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** @typedef {{token: number, title: string, list: Pair[], atMost: number, variation: number}} Expected atMost: how many the second run names, where that limits what is known; else 0 */

/** Longer bars are not compared any better. */
export const WIDEST = 640;

/** Whether the answer says what is expected. @param {Run | null | undefined} run */
export const expects = (run) => Boolean(run?.effect?.predictions_before && run.effect.predictions_after);

/** The token that is lit, or the last. @param {Store} store @param {Run} run */
export function expectedToken(store, { tokens }) {
  const lit = litNow(store.snapshot()).attention.rows.filter((token) => token < tokens.length);
  return lit.at(-1) ?? tokens.length - 1;
}

/** @param {Store} store @param {Run} run that `expects` @param {number} token @returns {Expected} */
export function expectedAt(store, { tokens, effect }, token) {
  const { words: lang, attention: { data: all } } = store.snapshot();
  const { predictions_before: before, predictions_after: after, total_variation: variation } = effect ?? {};
  const list = pairs(before?.[token] ?? [], after?.[token] ?? []);
  const own = tokens[token];
  const title = t(lang, all?.predicts === "masked" ? "change-expected-masked" : "change-expected", { token: own ? tokenName(own) : "" });
  const limited = list.some((one) => one.beforeAtMost || one.afterAtMost);
  return { token, title, list, atMost: limited ? (after?.[token]?.length ?? 0) : 0, variation: variation?.[token] ?? NaN };
}

/** @param {Lang} lang @param {Expected} expected @param {number} width */
export const expectedScene = (lang, { list, title }, width) =>
  beforeAfter(list, { width: Math.min(width, WIDEST), names: [t(lang, "change-expected-before"), t(lang, "change-expected-after")], title });

/** @param {Lang} lang @param {Expected} expected @param {number} temperature @returns {string[]} */
export const sayExpected = (lang, { atMost, variation }, temperature) => [
  t(lang, "change-variation", { value: small(variation) }),
  ...(atMost ? [t(lang, "change-at-most", { count: atMost })] : []),
  ...(temperature === 1 ? [] : [t(lang, "change-warm", { temperature })]),
];

/** @param {Lang} lang @param {Expected} expected @returns {import("../types.js").TableModel} */
export const expectedTable = (lang, { title, list }) => ({
  caption: title, head: [t(lang, "table-next"), t(lang, "change-expected-before"), t(lang, "change-expected-after")],
  rows: list.map((one) => [visible(one.text), cell(one.before, (value) => shareWords(value, one.beforeAtMost)), cell(one.after, (value) => shareWords(value, one.afterAtMost))]),
});

/** @param {Store} store @param {Run} run @param {number} width @returns {import("../types.js").Picture[]} */
export function expectedPictures(store, run, width) {
  if (!expects(run)) return [];
  const lang = store.get("words");
  const expected = expectedAt(store, run, expectedToken(store, run));
  const said = sayExpected(lang, expected, store.get("attnData")["change"]?.data?.temperature ?? 1);
  return [{
    id: "expected", heading: expected.title, scene: expectedScene(lang, expected, width), notes: [said.join(lang === "zh" ? "" : " ")],
    tables: [{ title: t(lang, "change-table-expected"), make: () => expectedTable(lang, expected) }],
  }];
}
