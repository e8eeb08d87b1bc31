/** What is happening, and what went wrong, in a panel. */
import { el } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("../types.js").ModelInfo} ModelInfo */

const MB = 1_000_000;

/**
 * A line of progress: the model's own stage where there is one, else what the panel is doing.
 * @param {HTMLElement} host @param {Lang} lang @param {string} doing @param {ModelInfo | undefined} model
 */
export function showProgress(host, lang, doing, model) {
  if (model?.state === "fetching" && model.progress) {
    const { done_bytes: done, total_bytes: total } = model.progress;
    const words = { model: model.title, done: (done / MB).toFixed(0), total: (total / MB).toFixed(0) };
    const line = t(lang, "stage-fetching", words);
    const bar = el("progress", { max: Math.max(total, 1), "aria-label": line });
    bar.value = done;
    host.replaceChildren(el("span", {}, line), bar);
    return;
  }
  const line = model?.state === "loading" ? t(lang, "stage-loading", { model: model.title }) : doing;
  if (host.textContent !== line) host.replaceChildren(el("span", {}, line));
}

/** The server's words, or ours where the server did not get to speak. @param {Lang} lang @param {Problem} problem */
export function wordsOf(lang, problem) {
  if (problem.type === "no-connection") return { title: t(lang, "no-connection"), detail: t(lang, "no-connection-detail") };
  if (problem.type === "bad-answer") return { title: t(lang, "bad-answer"), detail: problem.detail };
  return { title: problem.title, detail: problem.detail };
}

/**
 * @param {Lang} lang @param {Problem} problem @param {() => void} retry
 * @returns {HTMLElement}
 */
export function problemBox(lang, problem, retry) {
  const { title, detail } = wordsOf(lang, problem);
  const box = el("div", { class: "problem", role: "alert" }, el("h3", {}, title), el("p", {}, detail));
  for (const { pointer, detail: one } of problem.errors ?? []) {
    if (one !== detail) box.append(el("p", { class: "soft" }, `${pointer}: ${one}`));
  }
  if (problem.limit !== undefined && problem.got !== undefined) {
    const { limit, got } = problem;
    box.append(el("p", { class: "soft" }, t(lang, "limit-got", { limit: limit.toLocaleString("en"), got: got.toLocaleString("en") })));
  }
  const button = el("button", { type: "button" }, t(lang, "retry"));
  button.addEventListener("click", retry);
  const line = el("p", {}, button);
  if (problem.type.startsWith("/docs#")) line.append(" ", el("a", { href: problem.type }, t(lang, "what-this-means")));
  box.append(line);
  return box;
}
