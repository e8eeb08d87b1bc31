/** What to compare with: another sentence, another model, another head. */
import { others, secondModel } from "./source.ts";
import { script } from "../../core/scene/text.ts";
import { contiguous, hasHead, headsIn } from "../../data/layers.ts";
import { reversed } from "../../data/reversed.ts";
import { listedLayers } from "../../state/listed.ts";
import { el, segments } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import { layerChoices, numberChoices } from "../../plots/say-layers.ts";
import type { Lang } from "../../core/types.ts";
import type { Layers, Matrix } from "../../data/types.ts";
import type { Choice } from "../../plots/say-layers.ts";
import type { Store } from "../../state/app.ts";
import type { ViewState } from "../../state/keys.ts";

/** Each says only what it changes. */
const EXAMPLES: Record<"text" | "model" | "head", { words: string; sets: Partial<ViewState> }[]> = {
  text: [
    { words: "我吃苹果 / 苹果吃我", sets: { text: "我吃苹果", text_b: "苹果吃我", model: "e5", matched: "moved" } },
    {
      words: "… because it was too tired / wide.",
      sets: {
        text: "The animal didn't cross the street because it was too tired.",
        text_b: "The animal didn't cross the street because it was too wide.",
        model: "minilm",
        layer: 3,
        head: 1,
      },
    },
  ],
  model: [
    {
      words: "MiniLM / e5",
      sets: {
        text: "The animal didn't cross the street because it was too tired.",
        model: "minilm",
        model_b: "e5",
        layer: 3,
        head: 1,
      },
    },
    {
      words: "MiniLM / SmolLM2",
      sets: {
        text: "The animal didn't cross the street because it was too tired.",
        model: "minilm",
        model_b: "smollm2",
        layer: 3,
        head: 1,
      },
    },
  ],
  head: [{ words: "3.1 / 2.4", sets: { layer: 3, head: 1, layer_b: 2, head_b: 4 } }],
};

/**
 * The examples of models that are there and, of another head, of heads that the model has.
 * @param listed ids
 * @param layers the model's; null: not known
 */
export const examplesOf = (kind: "text" | "model" | "head", listed: ReadonlySet<string>, layers: Layers | null) =>
  EXAMPLES[kind].filter(
    ({ sets: { model: own, model_b: other, layer, head, layer_b: layerB, head_b: headB } }) =>
      [own, other].every((id) => id === undefined || listed.has(id)) &&
      (kind !== "head" ||
        (layers !== null &&
          hasHead(layers, { layer: layer ?? 0, head: head ?? 0 }) &&
          hasHead(layers, { layer: layerB ?? 0, head: headB ?? 0 }))),
  );

/** A longer sentence backwards is no offer. */
const LONGEST_OFFER = 80;

function picker(name: string, id: string) {
  const label = el("label", { for: id });
  const select = el("select", { id, name });
  return { node: el("span", { class: "choice" }, label, select), label, select };
}

function fill(select: HTMLSelectElement, choices: readonly Choice[], chosen: string) {
  const now = JSON.stringify([choices, chosen]);
  if (select.dataset["now"] === now) return;
  select.dataset["now"] = now;
  select.replaceChildren(
    ...choices.map(({ value, words, off = false }) =>
      el("option", { value, selected: value === chosen, disabled: off }, words),
    ),
  );
  select.value = chosen;
}

export function createCompareControls(store: Store) {
  const label = el("span", { class: "choice-label soft" });
  const against = el("span", { class: "segments" });
  const sentenceLabel = el("label", { for: "versus-text" });
  const sentence = el("input", {
    id: "versus-text",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
  });
  const model = picker("model_b", "versus-model");
  const layer = picker("layer_b", "versus-layer");
  const head = picker("head_b", "versus-head");
  const swap = el("button", { type: "button", class: "press" });
  const lined = el("span", { class: "segments" });
  const linedLabel = el("span", { class: "choice-label soft" });
  const linedChoice = el("span", { class: "choice" }, linedLabel, lined);
  const sentenceBox = el("div", { class: "versus-sentence" }, sentenceLabel, sentence);
  const tries = el("p", { class: "change-tries" });
  const row = el(
    "div",
    { class: "tools" },
    el("span", { class: "choice" }, label, against),
    model.node,
    layer.node,
    head.node,
    linedChoice,
    swap,
  );
  const node = el("div", { class: "versus-controls" }, row, sentenceBox, tries);

  sentence.addEventListener("input", () => store.set({ text_b: sentence.value, typing: true }));
  sentence.addEventListener("change", () => store.set({ typing: false }));
  model.select.addEventListener("change", () => store.set({ typing: false, model_b: model.select.value }));
  layer.select.addEventListener("change", () => store.set({ typing: false, layer_b: Number(layer.select.value) }));
  head.select.addEventListener("change", () => store.set({ typing: false, head_b: Number(head.select.value) }));
  swap.addEventListener("click", () => {
    const {
      against: kind,
      text,
      text_b,
      model: first,
      model_b,
      layer: l,
      head: h,
      layer_b,
      head_b,
      answers: { models, attention },
    } = store.snapshot();
    const other = secondModel(model_b, attention.data?.model.id ?? first, models.data);
    const turned = {
      text: { text: text_b, text_b: text },
      model: {
        model: other,
        model_b: attention.data?.model.id ?? first,
        layer: layer_b,
        head: head_b,
        layer_b: l,
        head_b: h,
      },
      head: { layer: layer_b, head: head_b, layer_b: l, head_b: h },
    }[kind];
    store.set({ typing: false, pin: null, cursor: null, ...turned });
  });

  function drawTries(lang: Lang, kind: "text" | "model" | "head") {
    const {
      text,
      text_b: second,
      answers: { models, attention },
    } = store.snapshot();
    const listed = new Set(models.data?.models.map(({ id }) => id));
    const backwards = kind === "text" && text.length <= LONGEST_OFFER ? reversed(text) : "";
    const own = examplesOf(kind, listed, attention.data?.thumbnails.layers ?? null);
    const all = [
      ...own,
      ...(backwards && backwards !== second && !own.some(({ sets }) => sets.text_b === backwards)
        ? [{ words: backwards, sets: { text_b: backwards } }]
        : []),
    ];
    tries.hidden = all.length === 0 && kind !== "text";
    tries.replaceChildren(
      el(
        "span",
        { class: "soft" },
        t(lang, kind === "text" && second.trim() === "" ? "versus-empty" : "versus-examples"),
      ),
      ...all.flatMap(({ words, sets }) => {
        const button = el("button", { type: "button", class: "plain", lang: script(words).lang ?? "en" }, words);
        button.addEventListener("click", () => store.set({ typing: false, pin: null, cursor: null, ...sets }));
        return [" ", button];
      }),
    );
  }

  return {
    node,
    draw(shown: { first: Matrix; second: Matrix } | null) {
      const {
        langInForce: lang,
        against: kind,
        text_b: second,
        model: named,
        model_b,
        layer_b,
        head_b,
        answers: { models, attention },
        matched,
      } = store.snapshot();
      label.textContent = t(lang, "versus-against");
      segments(
        against,
        t(lang, "versus-against"),
        ["text", "model", "head"].map((value) => ({ value, words: t(lang, `versus-${value}`) })),
        kind,
        (value) => store.set({ typing: false, against: value as "text" }),
      );
      sentenceBox.hidden = kind !== "text";
      linedChoice.hidden = kind !== "text";
      model.node.hidden = kind !== "model";
      layer.node.hidden = head.node.hidden = kind === "text";
      sentenceLabel.textContent = t(lang, "versus-sentence");
      sentence.placeholder = t(lang, "versus-sentence-hint");
      if (sentence.value !== second) sentence.value = second;
      linedLabel.textContent = t(lang, "versus-lined");
      segments(
        lined,
        t(lang, "versus-lined"),
        ["script", "moved"].map((value) => ({ value, words: t(lang, `versus-lined-${value}`) })),
        matched,
        (value) => store.set({ typing: false, matched: value as "script" }),
      );
      swap.textContent = t(lang, "versus-swap");
      swap.disabled = kind === "text" && second.trim() === "";
      const first = attention.data?.model.id ?? named;
      const other = kind === "model" ? secondModel(model_b, first, models.data) : first;
      const about = models.data?.models.find(({ id }) => id === other);
      const layers =
        (other === attention.data?.model.id ? attention.data.thumbnails.layers : about && listedLayers(about)) ??
        contiguous(1, 1);
      const [l, h] = shown && kind !== "text" ? [shown.second.layer, shown.second.head] : [layer_b, head_b];
      model.label.textContent = t(lang, "versus-model-b");
      layer.label.textContent = t(lang, "versus-layer-b");
      head.label.textContent = t(lang, "versus-head-b");
      fill(
        model.select,
        others(models.data).map(({ id, title }) => ({ value: id, words: title })),
        other,
      );
      fill(layer.select, layerChoices(lang, layers, l), String(l));
      fill(head.select, numberChoices(headsIn(layers, l), h), String(h));
      drawTries(lang, kind);
    },
  };
}
