/** What the two panels share: heading with machine twins, introduction, status, problem, notes. */
import { el } from "./dom.js";
import { problemBox, showProgress } from "./status.js";
import { modelName } from "../views/labels.js";
import { t } from "./i18n.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").ModelRef} ModelRef */

/** @param {HTMLElement} section @param {HTMLElement[]} figures @param {HTMLElement[]} [choices] what stays whatever the answer is */
export function createPanel(section, figures, choices = []) {
  const title = /** @type {HTMLElement} */ (section.querySelector("h2"));
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
    intro, notes, links,
    /** Whether there is something to see, or nothing to wait for. @param {boolean} has */
    hasPicture(has) {
      if (has) skeleton.hidden = true;
    },
    /**
     * @template T
     * @param {Lang} lang @param {import("../types.js").Resource<T>} resource
     * @param {{doing: string, model: import("../types.js").ModelInfo | undefined, retry: () => void}} about
     */
    show(lang, { status: now, data, problem }, { doing, model, retry }) {
      section.setAttribute("aria-busy", now === "loading" ? "true" : "false");
      section.classList.toggle("stale", now !== "ready");
      skeleton.hidden = data !== null || now === "error";
      intro.hidden = data === null;
      notes.hidden = data === null;
      if (now === "loading") showProgress(status, lang, doing, model);
      else status.replaceChildren();
      trouble.replaceChildren(...(now === "error" && problem ? [problemBox(lang, problem, retry)] : []));
    },
    /** @param {Lang} lang @param {string} json @param {string} [tensors] addresses of the same resource */
    twins(lang, json, tensors) {
      same.replaceChildren(el("a", { href: json, type: "application/json", rel: "alternate" }, t(lang, "as-json")));
      if (tensors === undefined) return;
      same.append(el("a", { href: tensors, type: "application/vnd.safetensors", rel: "alternate" }, t(lang, "as-safetensors")));
    },
  };
}

/** Which numbers these are. @param {Lang} lang @param {ModelRef} model @param {string | undefined} description the listing's */
export function provenance(lang, model, description) {
  const { revision, weights_sha256: sha, converted_from: from, dtype, libraries } = model;
  const versions = Object.entries(libraries).map(([name, version]) => `${name} ${version}`).join(", ");
  const line = t(lang, "provenance-line", { id: modelName(lang, model), revision, sha, dtype, libraries: versions });
  const origin = from ? t(lang, "converted-from", { from }) : "";
  const about = description ? [el("p", { class: "note", lang: "en" }, description)] : [];
  const numbers = el("p", { class: "note" }, el("code", {}, line + origin));
  return el("details", {}, el("summary", {}, t(lang, "provenance")), ...about, numbers);
}
