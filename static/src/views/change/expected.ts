/** What a model expects at one token, before a change and after it. */
import { visible } from "../../core/scene/text.ts";
import { litNow } from "../../state/lit.ts";
import { small } from "../../plots/difference.ts";
import { spoken, t } from "../../core/words/index.ts";
import { beforeAfter, pairs, shareWords } from "./before-after.ts";
import { tokenName } from "../../plots/labels.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { ChangeData } from "./source.ts";
import type { Pair } from "./before-after.ts";
import type { Run } from "./runs.ts";

/** atMost: how many the second run names, where that limits what is known; else 0 */
type Expected = { token: number; title: string; list: Pair[]; atMost: number; variation: number };

/** Longer bars are not compared any better. */
const WIDEST = 640;

/** Whether the answer says what is expected. */
export const expects = (run: Run | null | undefined) =>
  Boolean(run?.effect?.predictions_before && run.effect.predictions_after);

/** The token that is lit, or the last. */
export function expectedToken(store: Store, { tokens }: Run) {
  const lit = litNow(store.snapshot()).attention.rows.filter((token) => token < tokens.length);
  return lit.at(-1) ?? tokens.length - 1;
}

/** @param run that `expects` */
export function expectedAt(store: Store, { tokens, effect }: Run, token: number): Expected {
  const {
    langInForce: lang,
    answers: {
      attention: { data: all },
    },
  } = store.snapshot();
  const { predictions_before: before, predictions_after: after, total_variation: variation } = effect ?? {};
  const list = pairs(before?.[token] ?? [], after?.[token] ?? []);
  const own = tokens[token];
  const title = t(lang, all?.predicts === "masked" ? "change-expected-masked" : "change-expected", {
    token: own ? tokenName(own) : "",
  });
  const limited = list.some((one) => one.beforeAtMost || one.afterAtMost);
  return {
    token,
    title,
    list,
    atMost: limited ? (after?.[token]?.length ?? 0) : 0,
    variation: variation?.[token] ?? NaN,
  };
}

const expectedScene = (lang: Lang, { list, title }: Expected, width: number) =>
  beforeAfter(list, {
    width: Math.min(width, WIDEST),
    names: [t(lang, "change-expected-before"), t(lang, "change-expected-after")],
    title,
  });

const sayExpected = (lang: Lang, { atMost, variation }: Expected, temperature: number): string[] => [
  t(lang, "change-variation", { value: small(variation) }),
  ...(atMost ? [t(lang, "change-at-most", { count: atMost })] : []),
  ...(temperature === 1 ? [] : [t(lang, "change-warm", { temperature })]),
];

const expectedTable = (lang: Lang, { title, list }: Expected): TableModel => ({
  caption: title,
  head: [t(lang, "table-next"), t(lang, "change-expected-before"), t(lang, "change-expected-after")],
  rows: list.map((one) => [
    visible(one.text),
    cell(one.before, (value) => shareWords(value, one.beforeAtMost)),
    cell(one.after, (value) => shareWords(value, one.afterAtMost)),
  ]),
});

/** What is expected at the token that is lit, or at the last; on the page it follows the cursor. */
export const expectedPictures: Maker = (store, { width, live = false }) => {
  const data = store.get("answers").change?.data as ChangeData | null | undefined;
  const run = data?.after;
  if (!run || !expects(run)) return [];
  const lang = store.get("langInForce");
  const expected = expectedAt(store, run, expectedToken(store, run));
  const said = [
    ...sayExpected(lang, expected, data?.temperature ?? 1),
    ...(live ? [t(lang, "change-pick-token")] : []),
  ];
  return [
    {
      id: "expected",
      heading: expected.title,
      scene: expectedScene(lang, expected, width),
      notes: [spoken(lang, ...said)],
      tables: [{ title: t(lang, "change-table-expected"), make: () => expectedTable(lang, expected) }],
    },
  ];
};

/** One of those that are expected, before and after. */
export const sayPair = (lang: Lang, { text, before, beforeAtMost, after, afterAtMost }: Pair) =>
  t(lang, "change-say-expected", {
    text: visible(text),
    before: shareWords(before, beforeAtMost),
    after: shareWords(after, afterAtMost),
  });
