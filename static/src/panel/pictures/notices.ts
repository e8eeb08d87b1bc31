/** What a reader must know before the numbers: what a model could not read, or read otherwise than a person would think. */
import { memoryView } from "../../state/view.ts";
import { has, series, t } from "../../core/words/index.ts";
import { modelName } from "../../plots/labels.ts";
import type { Lang } from "../../core/types.ts";
import type { ModelRef, Notice, Token } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";

/** So many words or characters are named. */
const NAMED = 8;
/** Views of the memory panel that read no sentence, or sentences of their own. */
const APART = new Set(["gaps", "cost", "order"]);

function named(lang: Lang, all: readonly string[]) {
  const each = [...new Set(all)];
  return series(lang, [...each.slice(0, NAMED), ...(each.length > NAMED ? ["…"] : [])]);
}

export function noticeWords(
  lang: Lang,
  { code, detail, tokens, spans, layers = [], names = [] }: Notice,
  { model, tokens: all }: { model: ModelRef; tokens: readonly Token[] },
) {
  const about = tokens.flatMap((index) => all[index] ?? []);
  const read = all.filter(({ special, sequence }) => !special && (about[0]?.sequence ?? 0) === (sequence ?? 0));
  const whole = about.filter(({ part }) => part === 0);
  const words = {
    id: modelName(lang, model),
    total: read.length,
    count: tokens.length || spans.reduce((sum, [start, end]) => sum + end - start, 0),
    words: [...new Set(about.map(({ text }) => text))].join(" "),
    layers: series(lang, layers),
    whole: names[0] ?? "",
    part: names[1] ?? "",
    characters: named(
      lang,
      whole.map(({ text }) => text),
    ),
    pieces: named(
      lang,
      spans.map(([start, end]) =>
        whole
          .filter((token) => token.start >= start && token.end <= end)
          .map(({ text }) => text)
          .join("·"),
      ),
    ),
  };
  const known = has(`notice-${code}-detail`);
  return {
    title: known ? t(lang, `notice-${code}`) : code,
    said: known ? t(lang, `notice-${code}-detail`, words) : detail,
  };
}

/** Answers that say nothing of a recurrent net. */
const ELSEWHERE: ReadonlySet<string> = new Set(["models", "attention", "oneHead", "predictions", "context"]);

/** Of two sentences a recurrent net reads the first. */
function firstOnly(state: AppState) {
  const { answers, text_pair: second, langInForce: lang } = state;
  const shown = memoryView(state);
  const drawn = Object.entries(answers).some(([name, one]) => one?.data && !ELSEWHERE.has(name));
  if (second.trim() === "" || shown === null || APART.has(shown) || !drawn) return [];
  return [{ title: t(lang, "notice-first-only"), said: t(lang, "notice-first-only-detail") }];
}

/** The notices of all answers that are shown, each once. */
export function noticesIn(state: AppState): { title: string; said: string }[] {
  const {
    answers: {
      attention: all,
      gates: net,
      context: { data: compared },
    },
    view,
    langInForce: lang,
  } = state;
  const pairs = compared ? [compared.main, ...(compared.reference ? [compared.reference] : [])] : [];
  const sources =
    view === "context"
      ? pairs.map(({ model, tokensA, notices }) => ({ model, tokens: tokensA, notices }))
      : [all.data, net.data].flatMap((data) => (data ? [data] : []));
  const said = [
    ...sources.flatMap((from) => from.notices.map((notice) => noticeWords(lang, notice, from))),
    ...firstOnly(state),
  ];
  // Two comparisons share a sentence, and may say the same of it.
  return said.filter((one, i) => said.findIndex((other) => other.said === one.said) === i);
}
