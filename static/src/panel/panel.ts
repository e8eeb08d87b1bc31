/** What the two panels share: heading with machine twins, introduction, status, problem, notes. */
import { el } from "./dom.ts";
import { problemBox, showProgress } from "./status.ts";
import { modelName } from "../plots/labels.ts";
import { t } from "../core/words/index.ts";
import type { Lang } from "../core/types.ts";
import type { ModelInfo, ModelRef, Resource } from "../data/types.ts";

/** @param choices what stays whatever the answer is */
export function createPanel(section: HTMLElement, figures: HTMLElement[], choices: HTMLElement[] = []) {
  const title = section.querySelector("h2") as HTMLElement;
  const same = el("span", { class: "twins" });
  const links = el("span", { class: "links" }, same);
  const head = el("div", { class: "panel-head" });
  title.replaceWith(head);
  const intro = el("p", { class: "intro" });
  const status = el("div", { class: "status", role: "status" });
  const trouble = el("div", { class: "trouble" });
  const skeleton = el("div", { class: "skeleton", "aria-hidden": "true" });
  const notes = el("div", { class: "notes" });
  head.append(title, status, links);
  section.append(head, ...choices, intro, trouble, skeleton, ...figures, notes);

  return {
    intro,
    notes,
    links,
    /** Whether there is something to see, or nothing to wait for. */
    hasPicture(has: boolean) {
      if (has) skeleton.hidden = true;
    },
    show<T>(
      lang: Lang,
      { status: now, data, problem }: Resource<T>,
      { doing, model, retry }: { doing: string; model: ModelInfo | undefined; retry: () => void },
    ) {
      section.setAttribute("aria-busy", now === "loading" ? "true" : "false");
      section.classList.toggle("stale", now !== "ready");
      skeleton.hidden = data !== null || now === "error";
      intro.hidden = data === null;
      notes.hidden = data === null;
      if (now === "loading") showProgress(status, lang, doing, model);
      else status.replaceChildren();
      trouble.replaceChildren(...(now === "error" && problem ? [problemBox(lang, problem, retry)] : []));
    },
    /** @param tensors addresses of the same resource */
    twins(lang: Lang, json: string, tensors?: string) {
      same.replaceChildren(el("a", { href: json, type: "application/json", rel: "alternate" }, t(lang, "as-json")));
      if (tensors === undefined) return;
      same.append(
        el("a", { href: tensors, type: "application/vnd.safetensors", rel: "alternate" }, t(lang, "as-safetensors")),
      );
    },
  };
}

/**
 * Which numbers these are.
 * @param description the listing's
 */
export function provenance(lang: Lang, model: ModelRef, description: string | undefined) {
  const { revision, weights_sha256: sha, converted_from: from, dtype, libraries } = model;
  const versions = Object.entries(libraries)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
  const line = t(lang, "provenance-line", { id: modelName(lang, model), revision, sha, dtype, libraries: versions });
  const origin = from ? t(lang, "converted-from", { from }) : "";
  const about = description ? [el("p", { class: "note", lang: "en" }, description)] : [];
  const numbers = el("p", { class: "note" }, el("code", {}, line + origin));
  return el("details", {}, el("summary", {}, t(lang, "provenance")), ...about, numbers);
}
