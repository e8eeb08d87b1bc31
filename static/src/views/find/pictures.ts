/** Which heads link these tokens, or have this habit: all heads ranked. */
import { chanceIn } from "../../data/stats.ts";
import { linkOf } from "./source.ts";
import { titleIn } from "../../state/listed.ts";
import { find, perLine, question, score } from "./scene.ts";
import { t } from "../../core/words/index.ts";
import { sayEven } from "../../panel/pictures/statistics.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { AttentionData } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { FindData } from "./scene.ts";

/** So many are shown with their pictures before the reader asks for all. */
export const MANY = 24;
/** So many lines of them at most: a narrow figure would be a ladder. */
const LINES = 8;

/** What was found last. */
export const foundIn = (store: Store): FindData | null => store.get("answers").find?.data ?? null;

/** What was found, and the small pictures of the same sentence; null before both have come. */
function findingIn(store: Store): { data: FindData; all: AttentionData } | null {
  const data = foundIn(store);
  const all = store.get("answers").attention.data;
  return data && all && data.tokens.length === all.tokens.length && data.model.id === all.model.id
    ? { data, all }
    : null;
}

/** The chance level of a head's layer, as it is printed. */
const chanceOf = (data: FindData, layer: number) => {
  const level = chanceIn(data, layer);
  return level === null ? "–" : score(level);
};

/** What a head does most, apart from the link that was asked for. */
const sayMostly = (lang: Lang, { mostly }: FindData["heads"][number]) =>
  mostly
    ? t(lang, "find-say-mostly", {
        name: t(lang, `stat-${mostly.name}`),
        share: score(mostly.share),
        chance: score(mostly.chance),
      })
    : "";

/** @param rank counted from 0 */
export function sayFound(lang: Lang, data: FindData, rank: number) {
  const one = data.heads[rank];
  if (!one) return "";
  const { layer, head } = one;
  const words = {
    rank: rank + 1,
    count: data.heads.length,
    layer,
    head,
    score: score(one.score),
    chance: chanceOf(data, layer),
  };
  return t(lang, data.chanceIs === "level" ? "find-say" : "find-say-even", words) + sayMostly(lang, one);
}

export function sayFinding(lang: Lang, data: FindData) {
  const [best] = data.heads;
  if (!best) return t(lang, "find-nothing");
  const level = chanceIn(data, best.layer);
  const words = { layer: best.layer, head: best.head, score: score(best.score), count: data.heads.length };
  const levels = data.chanceByLayer.filter((one) => one !== null);
  // Of a link that cannot be, or that cannot be missed, no head tells anything.
  if (levels.length && levels.every((one) => one === 0)) return t(lang, "find-summary-never");
  if (data.from && levels.length && levels.every((one) => one === 1)) return t(lang, "find-summary-forced");
  if (level === null || level === 0 || data.chanceIs !== "level") {
    return t(lang, "find-summary-plain", { ...words, mostly: sayMostly(lang, best) });
  }
  const above = data.heads.filter((one) => one.score > (chanceIn(data, one.layer) ?? Infinity)).length;
  return t(lang, "find-summary", {
    ...words,
    above,
    times: Number((best.score / level).toPrecision(3)),
    mostly: sayMostly(lang, best),
  });
}

/**
 * What the score is, and its chance level where that is known.
 * @param habit empty: a link
 */
export function sayFormula(lang: Lang, habit: string, data: FindData | null) {
  const said = [habit === "" ? t(lang, "find-formula-link") : t(lang, `stat-def-${habit}`)];
  if (data && data.habit === (habit || null)) {
    said.push(data.heads.length ? sayEven(lang, data, score) : t(lang, "find-nothing"));
  }
  if (data?.from) said.push(t(lang, "find-formula-mostly"));
  return said.join(lang === "zh" ? "" : " ");
}

function foundTable(lang: Lang, data: FindData): TableModel {
  const even = t(lang, data.chanceIs === "level" ? "stats-table-chance" : "stats-table-even");
  const own = data.heads.some(({ mostly }) => mostly)
    ? ["find-table-mostly", "find-table-share", "find-table-share-chance"].map((key) => t(lang, key))
    : [];
  const head = [
    t(lang, "find-table-rank"),
    t(lang, "layer"),
    t(lang, "head"),
    t(lang, "find-table-score"),
    even,
    ...own,
  ];
  const rows = data.heads.map(({ layer, head: of, score: value, mostly }, rank) => {
    const level = chanceIn(data, layer);
    const habit = own.length
      ? [mostly ? t(lang, `stat-${mostly.name}`) : "", cell(mostly?.share, score), cell(mostly?.chance, score)]
      : [];
    return [
      String(rank + 1),
      cell(layer, String),
      cell(of, String),
      cell(value, score),
      level === null ? chanceOf(data, layer) : cell(level, score),
      ...habit,
    ];
  });
  return { caption: question(lang, data), head, rows };
}

/** @param options most: heads with pictures; still: nobody can click */
function findScene(
  store: Store,
  { data, all }: { data: FindData; all: AttentionData },
  { width, most, still = false }: { width: number; most: number; still?: boolean },
) {
  const { langInForce: lang, layer, head, scale, colour } = store.snapshot();
  return find(data, all, { width, lang, scale, colour, layer, head, most, still });
}

/** On the page the first of many are drawn until all are asked for; in a file so many as do not make a ladder. */
export const pictures: Maker = (store, { width, live = false }) => {
  const finding = findingIn(store);
  if (!finding) return [];
  const { langInForce: lang, habit, all_heads: every } = store.snapshot();
  const { data } = finding;
  if (data.heads.length === 0) return [];
  return [
    {
      id: "found",
      heading: question(lang, data),
      summary: sayFinding(lang, data),
      notes: live ? [] : [sayFormula(lang, habit, data)],
      scene: findScene(store, finding, {
        width,
        most: every ? Infinity : live ? MANY : Math.min(MANY, LINES * perLine(width)),
        still: !live,
      }),
      tables: [{ title: t(lang, "find-table"), make: () => foundTable(lang, data) }],
    },
  ];
};

export const intro = (store: Store) => t(store.get("langInForce"), "find-intro", { model: titleIn(store) });

export const figure: Drawing = {
  pictures,
  intro,
  why(store) {
    const state = store.snapshot();
    const { from, to } = linkOf(state);
    if (foundIn(store)?.heads.length === 0) return sayFormula(state.langInForce, state.habit, foundIn(store));
    if (state.habit === "" && !(from && to)) return t(state.langInForce, "find-unasked");
    return t(
      state.langInForce,
      state.answers.find?.status === "ready" && !foundIn(store) ? "find-missing-still" : "figure-nothing",
    );
  },
};
