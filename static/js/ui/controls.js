/** Sentence box, examples, model picker, and the choices of view, theme and language. */
import { toQuery } from "../state/permalink.js";
import { byId, el, segments } from "./dom.js";
import { script } from "../scene/text.js";
import { LANGS, t } from "./i18n.js";

/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

export const EXAMPLES = [
  "The animal didn't cross the street because it was too tired.",
  "The apple was delicious, so I bought three pounds.",
  "I grew up in France, so I speak fluent French.",
  "When Mary and John went to the store, John gave a drink to",
  "苹果很好吃,我买了三斤。",
  "我在法国学习了十年法语",
  "我爱人工智能",
  "我吃苹果",
  "苹果吃我",
];
const VIEWS = /** @type {const} */ (["", "heads", "heatmap", "gates"]);

/** @param {Store} store */
export function createControls(store) {
  const text = /** @type {HTMLTextAreaElement} */ (byId("text"));
  const picker = /** @type {HTMLSelectElement} */ (byId("model"));

  /** The box grows with the sentence, up to a few lines. */
  function grow() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  text.addEventListener("input", () => {
    store.set({ typing: true });
    store.set({ text: text.value, pin: null, cursor: null });
    grow();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault(); // a sentence is one paragraph; Shift+Enter breaks the line
    store.set({ typing: false });
  });
  picker.addEventListener("change", () => store.set({ model: picker.value, pin: null, cursor: null }));
  byId("ask").addEventListener("submit", (event) => event.preventDefault());

  function drawSentence() {
    if (text.value !== store.get("text")) text.value = store.get("text");
    const { lang } = script(text.value);
    if (lang) text.lang = lang;
    else text.removeAttribute("lang");
    grow();
    drawChips();
  }

  function drawChips() {
    const current = store.get("text");
    byId("chips").replaceChildren(
      el("span", {}, t(store.get("words"), "examples")),
      ...EXAMPLES.map((example) => {
        const pressed = example === current ? "true" : "false";
        const chip = el("button", { type: "button", "aria-pressed": pressed, lang: script(example).lang ?? "en" }, example);
        chip.addEventListener("click", () => {
          store.set({ typing: false });
          store.set({ text: example, pin: null, cursor: null });
        });
        return chip;
      }),
    );
  }

  function drawPicker() {
    const lang = store.get("words");
    const models = store.get("models")?.models.filter(({ family }) => family !== "recurrent") ?? [];
    const chosen = store.get("model");
    const found = store.get("attention").data?.model.id;
    const title0 = models.find(({ id }) => id === found)?.title;
    const automatic = t(lang, "model-auto");
    const options = [{ value: "auto", words: chosen === "auto" && title0 ? `${automatic} · ${title0}` : automatic }];
    for (const { id, title, layers, heads, state } of models) {
      const size = layers && heads ? ` · ${layers} × ${heads}` : "";
      const note = state === "ready" ? "" : ` · ${t(lang, `state-${state}`)}`;
      options.push({ value: id, words: `${title}${size}${note}` });
    }
    if (!options.some(({ value }) => value === chosen)) options.push({ value: chosen, words: chosen });
    const made = options.map(({ value, words }) => el("option", { value }, words));
    const same = made.length === picker.options.length && made.every((o, i) => o.text === picker.options[i]?.text);
    if (!same) picker.replaceChildren(...made);
    picker.value = chosen;
  }

  function drawChoices() {
    const { words: lang, theme, view } = store.snapshot();
    const tongues = LANGS.map((value) => ({ value, words: value === "zh" ? "中文" : "English" }));
    segments(byId("lang"), t(lang, "language"), tongues, lang, (value) => store.set({ lang: /** @type {"en" | "zh"} */ (value) }));
    const themes = ["auto", "light", "dark"].map((value) => ({ value, words: t(lang, `theme-${value}`) }));
    segments(byId("theme"), t(lang, "theme"), themes, theme, (value) => store.set({ theme: /** @type {"auto"} */ (value) }));
    const snapshot = store.snapshot();
    byId("views").replaceChildren(
      ...VIEWS.map((value) => {
        const href = `/${toQuery({ ...snapshot, view: value })}`;
        const link = el("a", { href, "aria-current": value === view ? "page" : undefined }, t(lang, `view-${value || "all"}`));
        link.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          store.set({ view: value });
        });
        return link;
      }),
    );
  }

  /** The words that the template holds, in the language in force. */
  function drawWords() {
    const lang = store.get("words");
    document.documentElement.lang = lang;
    for (const node of document.querySelectorAll("[data-i18n]")) node.textContent = t(lang, node.getAttribute("data-i18n") ?? "");
    for (const node of document.querySelectorAll("[data-i18n-placeholder]")) {
      node.setAttribute("placeholder", t(lang, node.getAttribute("data-i18n-placeholder") ?? ""));
    }
    for (const node of document.querySelectorAll("[data-i18n-label]")) {
      node.setAttribute("aria-label", t(lang, node.getAttribute("data-i18n-label") ?? ""));
    }
  }

  return { drawSentence, drawChips, drawPicker, drawChoices, drawWords };
}
