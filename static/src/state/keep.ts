/** Where an answer goes, and what follows from it. */
import { ready } from "./answers.ts";
import type { AnswerMap, AnswerName } from "./answers.ts";
import type { AppState, Store } from "./app.ts";
import type { How, Source } from "./source.ts";

/**
 * @param asked the state that was asked about
 * @param how settles: whether the state follows the answer; asks: whether an answer of that name is asked for
 */
export function keepAnswer(
  store: Store,
  source: Source,
  data: any,
  asked: AppState,
  how: How & { settles: boolean; asks: (name: AnswerName) => boolean },
) {
  const now = store.snapshot();
  const lent = Object.entries(source.lends?.(data) ?? {}).filter(([name]) => !how.asks(name as AnswerName));
  const placed = [...lent, [source.name, data] as const].map(([name, one]) => [name, ready(one)]);
  store.set({
    answers: { ...now.answers, ...Object.fromEntries(placed) } as AnswerMap,
    ...(how.settles ? source.settles?.(data, asked, now, how) : {}),
  });
}
