/** Sentence box, examples, model picker, and the choices of view, theme and language. */
import { attentionView, memoryView } from "../../state/view.ts";
import { CONTEXT_EXAMPLES, EXAMPLES, LAB_EXAMPLES } from "./examples.ts";
import { byId, el, segments } from "../../panel/dom.ts";
import { pointAt } from "../../address/link.ts";
import { optionWords } from "../../panel/status.ts";
import { script } from "../../core/scene/text.ts";
import { LANGS, t } from "../../core/words/index.ts";
import type { Store } from "../../state/app.ts";
import type { ViewState } from "../../state/keys.ts";
import type { MemoryView } from "../../state/view.ts";

type View = ViewState["view"];

/** The boxes beside the first, and the words over them. */
const OTHERS = { text_pair: "text-pair", text_b: "text-b", text_c: "text-c" } as const;
/** A word that was chosen in a sentence is not chosen in another. */
const FORGOTTEN = { token_a: null, token_b: null, token_c: null, at: null, replaced: null, by_piece: "", candidate: 0 };

/** @param offered the memory panel's views */
export function createControls(store: Store, { memory }: { memory: readonly MemoryView[] }) {
  const text = byId("text") as HTMLTextAreaElement;
  const picker = byId("model") as HTMLSelectElement;

  /** A box grows with its sentence, up to a few lines. */
  function grow(box: HTMLTextAreaElement) {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  function listen(box: HTMLTextAreaElement, key: "text" | keyof typeof OTHERS) {
    box.addEventListener("input", () => {
      store.set({ typing: true });
      store.set({ [key]: box.value, pin: null, cursor: null, ...FORGOTTEN });
      grow(box);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault(); // a sentence is one paragraph; Shift+Enter breaks the line
      store.set({ typing: false });
    });
  }
  listen(text, "text");
  const boxes = Object.entries(OTHERS).map(([key, words]) => {
    const id = key.replace("_", "-");
    const label = el("label", { for: id });
    const box = el("textarea", {
      id,
      name: key,
      rows: 1,
      maxlength: text.maxLength,
      spellcheck: "false",
      autocomplete: "off",
      dir: "auto",
    });
    const node = el("div", { class: "field sentence", hidden: true }, label, box);
    listen(box, key as keyof typeof OTHERS);
    return { key: key as keyof typeof OTHERS, words, label, box, node };
  });
  const add = el("button", { type: "button", class: "plain" });
  /** Whether the second box is open although nothing stands in it. */
  let open = false;
  add.addEventListener("click", () => {
    const shown = open || store.get("text_pair") !== "";
    open = !shown;
    store.set({ typing: false });
    if (shown) store.set({ text_pair: "", quarter: "", pin: null, cursor: null });
    drawOthers();
    if (!shown) boxes[0]?.box.focus();
  });
  byId("others").append(...boxes.map(({ node }) => node), add);

  /** The second box of a pair, or the boxes of the context view. */
  function drawOthers() {
    const { langInForce: lang, view } = store.snapshot();
    const shown = memoryView(store.snapshot());
    const comparing = view === "context";
    const ordering = shown === "order";
    // A second sentence is read with the first by the Transformer alone.
    const pairing = !comparing && (view === "" || shown === null);
    const paired = open || store.get("text_pair") !== "";
    for (const { key, words, label, box, node } of boxes) {
      node.hidden = !{ text_pair: pairing && paired, text_b: comparing || ordering, text_c: comparing }[key];
      label.textContent = t(lang, ordering && key === "text_b" ? "text-b-order" : words);
      if (box.value !== store.get(key)) box.value = store.get(key);
      box.lang = script(box.value).lang ?? "";
      if (!node.hidden) grow(box);
    }
    add.hidden = !pairing || (ordering && !paired);
    add.textContent = t(lang, paired ? "remove-pair" : "add-pair");
    byId("text-label").textContent = comparing || ordering ? `A: ${t(lang, "sentence")}` : t(lang, "sentence");
  }

  picker.addEventListener("change", () => store.set({ model: picker.value, pin: null, cursor: null, candidate: 0 }));
  byId("ask").addEventListener("submit", (event) => event.preventDefault());

  function drawSentence() {
    if (text.value !== store.get("text")) text.value = store.get("text");
    const { lang } = script(text.value);
    if (lang) text.lang = lang;
    else text.removeAttribute("lang");
    grow(text);
    drawOthers();
    drawChips();
  }

  function drawChips() {
    const snapshot = store.snapshot();
    const alone = snapshot.view !== "" && memoryView(snapshot) !== null;
    const examples =
      snapshot.view === "context"
        ? CONTEXT_EXAMPLES
        : alone
          ? LAB_EXAMPLES.filter(({ sets }) => !sets.view || memory.some((id) => id === sets.view))
          : EXAMPLES;
    byId("chips").replaceChildren(
      el("span", {}, t(store.get("langInForce"), "examples")),
      ...examples.map(({ words, lang, sets }) => {
        const held = Object.entries(sets).every(([key, value]) => value === null || (snapshot as any)[key] === value);
        const chip = el(
          "button",
          { type: "button", "aria-pressed": held ? "true" : "false", lang: lang ?? script(words).lang ?? "en" },
          words,
        );
        chip.addEventListener("click", () => {
          store.set({ typing: false });
          // The counter reads nothing but its letters.
          const cell = sets.cell ?? (store.get("cell") === "counter" ? "lstm" : store.get("cell"));
          store.set({
            ...FORGOTTEN,
            ...sets,
            cell,
            ...(cell === store.get("cell") ? {} : { unit: null }),
            pin: null,
            cursor: null,
          });
        });
        return chip;
      }),
    );
  }

  function drawPicker() {
    const lang = store.get("langInForce");
    const models = store.get("answers").models.data?.models.filter(({ family }) => family !== "recurrent") ?? [];
    const chosen = store.get("model");
    const found = (
      store.get("view") === "context"
        ? store.get("answers").context.data?.main.model
        : store.get("answers").attention.data?.model
    )?.id;
    const title0 = models.find(({ id }) => id === found)?.title;
    const automatic = t(lang, "model-auto");
    const options = [{ value: "auto", words: chosen === "auto" && title0 ? `${automatic} · ${title0}` : automatic }];
    for (const model of models) options.push({ value: model.id, words: optionWords(lang, model) });
    if (!options.some(({ value }) => value === chosen)) options.push({ value: chosen, words: chosen });
    // Words change in place: new nodes would close the list while it is open.
    const same =
      options.length === picker.options.length && options.every(({ value }, i) => picker.options[i]?.value === value);
    if (!same) picker.replaceChildren(...options.map(({ value, words }) => el("option", { value }, words)));
    options.forEach(({ words }, i) => {
      const option = picker.options[i];
      if (option && option.text !== words) option.text = words;
    });
    picker.value = chosen;
  }

  function drawChoices() {
    const { langInForce: lang, theme, view } = store.snapshot();
    const tongues = LANGS.map((value) => ({ value, words: value === "zh" ? "中文" : "English" }));
    segments(byId("lang"), t(lang, "language"), tongues, lang, (value) => store.set({ lang: value as "en" | "zh" }));
    const themes = ["auto", "light", "dark"].map((value) => ({ value, words: t(lang, `theme-${value}`) }));
    segments(byId("theme"), t(lang, "theme"), themes, theme, (value) => store.set({ theme: value as "auto" }));
    const snapshot = store.snapshot();
    const nav = byId("views");
    const focused = nav.contains(document.activeElement) ? document.activeElement?.getAttribute("data-page") : null;
    // A panel keeps what it showed, alone or beside the other.
    const kept = { attend: attentionView(snapshot) ?? snapshot.attend, lab: memoryView(snapshot) ?? snapshot.lab };
    const pages = [
      { name: "view-all", view: "", on: view === "" },
      { name: "attention", view: kept.attend, on: view !== "" && attentionView(snapshot) !== null },
      { name: "memory", view: kept.lab, on: view !== "" && memoryView(snapshot) !== null },
      { name: "context", view: "context", on: view === "context" },
    ] as { name: string; view: View; on: boolean }[];
    nav.replaceChildren(
      ...pages.map(({ name, view: value, on }) => {
        const sets = { view: value, ...kept };
        const link = el("a", { "data-page": name, "aria-current": on ? "page" : undefined }, t(lang, name));
        pointAt(link, "/", { ...snapshot, ...sets });
        link.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          if (!on) store.set(sets);
        });
        return link;
      }),
    );
    if (focused !== null) [...nav.querySelectorAll("a")].find((link) => link.dataset["page"] === focused)?.focus();
  }

  /** The words that the template holds, in the language in force. */
  function drawWords() {
    const lang = store.get("langInForce");
    document.documentElement.lang = lang;
    for (const node of document.querySelectorAll("[data-i18n]")) {
      node.textContent = t(lang, node.getAttribute("data-i18n") ?? "");
    }
    for (const node of document.querySelectorAll("[data-i18n-placeholder]")) {
      node.setAttribute("placeholder", t(lang, node.getAttribute("data-i18n-placeholder") ?? ""));
    }
    for (const node of document.querySelectorAll("[data-i18n-label]")) {
      node.setAttribute("aria-label", t(lang, node.getAttribute("data-i18n-label") ?? ""));
    }
    drawOthers();
  }

  return { drawSentence, drawOthers, drawChips, drawPicker, drawChoices, drawWords };
}
