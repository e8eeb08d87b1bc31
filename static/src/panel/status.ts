/** What is happening, and what went wrong, in a panel. */
import { el } from "./dom.ts";
import { listedLayers } from "../state/listed.ts";
import { has, t } from "../core/words/index.ts";
import type { Lang } from "../core/types.ts";
import type { ModelInfo, Problem } from "../data/types.ts";

const MB = 1_000_000;

/** Stages of fetching a model that are told apart; another one is called fetching. */
const STAGES = new Set(["wait", "download", "verify", "extract", "convert"]);

/** How far a model's files are: a line and, where bytes are counted, a bar. */
function fetched(lang: Lang, { title, progress, fetch_bytes: expected }: ModelInfo) {
  const {
    stage,
    done_bytes: done,
    total_bytes: total,
  } = progress ?? { stage: "fetching", done_bytes: 0, total_bytes: expected ?? 0 };
  const words = { model: title, done: (done / MB).toFixed(0), total: (total / MB).toFixed(0) };
  return { line: t(lang, `stage-${STAGES.has(stage) ? stage : "fetching"}`, words), done, total };
}

/** A line of progress: the model's own stage where there is one, else what the panel is doing. */
export function showProgress(host: HTMLElement, lang: Lang, doing: string, model: ModelInfo | undefined) {
  if (model?.state === "fetching") {
    const { line, done, total } = fetched(lang, model);
    const bar = el("progress", { max: Math.max(total, 1), "aria-label": line });
    if (total > 0 && done > 0) bar.value = done; // without a value the bar shows that something goes on
    host.replaceChildren(el("span", {}, line), bar);
    return;
  }
  const line = model?.state === "loading" ? t(lang, "stage-loading", { model: model.title }) : doing;
  if (host.textContent !== line) host.replaceChildren(el("span", {}, line));
}

/** What a choice of the model picker says: title, size, and what is to happen before it answers. */
export function optionWords(lang: Lang, model: ModelInfo) {
  const { title, state, progress, fetch_bytes: bytes } = model;
  const layers = listedLayers(model);
  const about = layers && { layers: layers.total, attending: layers.numbers.length, heads: layers.width };
  const size = about ? ` · ${t(lang, about.attending < about.layers ? "picker-size-some" : "picker-size", about)}` : "";
  const total = progress?.total_bytes ?? 0;
  let note = state === "ready" ? "" : t(lang, `state-${state}`);
  if (state === "to fetch" && bytes) note = t(lang, "picker-fetch", { size: (bytes / MB).toFixed(0) });
  if (state === "fetching" && progress && total > 0) {
    note = t(lang, "picker-fetching", { percent: Math.floor((100 * progress.done_bytes) / total) });
  }
  return `${title}${size}${note && ` · ${note}`}`;
}

/** The server's words, or ours where the server did not get to speak; a title in the reader's language. */
export function wordsOf(lang: Lang, problem: Problem) {
  if (problem.type === "no-connection") {
    return { title: t(lang, "no-connection"), detail: t(lang, "no-connection-detail") };
  }
  if (problem.type === "frozen") return { title: t(lang, "frozen"), detail: t(lang, "frozen-detail") };
  if (problem.type === "bad-answer") return { title: t(lang, "bad-answer"), detail: problem.detail };
  const key = `problem-${problem.type.split("#")[1] ?? ""}`;
  return { title: has(key) ? t(lang, key) : problem.title, detail: problem.detail };
}

export function problemBox(lang: Lang, problem: Problem, retry: () => void): HTMLElement {
  const { title, detail } = wordsOf(lang, problem);
  const box = el(
    "div",
    { class: "problem", role: "alert" },
    el("h3", {}, title),
    el("p", detail === problem.detail ? { lang: "en" } : {}, detail),
  );
  for (const { pointer, detail: one } of problem.errors ?? []) {
    if (one !== detail) box.append(el("p", { class: "soft" }, `${pointer}: ${one}`));
  }
  const { limit = null, got = null } = problem;
  if (limit !== null && got !== null) {
    box.append(
      el(
        "p",
        { class: "soft" },
        t(lang, "limit-got", { limit: limit.toLocaleString("en"), got: got.toLocaleString("en") }),
      ),
    );
  }
  if (problem.type === "frozen") return box; // asking again gets no other answer
  const button = el("button", { type: "button" }, t(lang, "retry"));
  button.addEventListener("click", retry);
  const line = el("p", {}, button);
  if (problem.type.startsWith("/docs#")) line.append(" ", el("a", { href: problem.type }, t(lang, "what-this-means")));
  box.append(line);
  return box;
}
