/** The choices over the pictures of the attention panel, drawn once for all its views: which heads, what of them, and how they are coloured. */
import { allHeads, contiguous, headsIn, nearestHead } from "../data/layers.ts";
import { chosenHeads, headId, toggled } from "../state/selection.ts";
import { isPair } from "../data/matrix.ts";
import { COLOURS, SCALES } from "../core/scene/colour.ts";
import { el, segments } from "./dom.ts";
import { t } from "../core/words/index.ts";
import { layerChoices, numberChoices } from "../plots/say-layers.ts";
import type { HeadRef } from "../data/types.ts";
import type { AttentionControl } from "./types.ts";
import type { Choice } from "../plots/say-layers.ts";
import type { Store } from "../state/app.ts";

const TEMPERATURES = [0.2, 0.5, 1, 1.5, 2];

function fill(select: HTMLSelectElement, choices: readonly Choice[], chosen: string) {
  const same =
    choices.length === select.options.length &&
    choices.every(({ value, words }, i) => select.options[i]?.value === value && select.options[i]?.text === words);
  if (!same) {
    select.replaceChildren(
      ...choices.map(({ value, words, off = false }) => el("option", { value, disabled: off }, words)),
    );
  }
  select.value = chosen;
}

export function createHeadChoices(store: Store) {
  const words = () => store.get("langInForce");

  /** Words, and what is chosen under them. */
  function labelled(...nodes: Node[]) {
    const label = el("span", { class: "soft choice-label" });
    return { label, node: el("span", { class: "choice" }, label, ...nodes) };
  }

  /** A list of values of one key. */
  function list(key: "scale" | "colour" | "filter") {
    const select = el("select", { class: "small" });
    const { label, node } = {
      label: el("span", { class: "soft choice-label" }),
      node: el("label", { class: "choice" }),
    };
    node.append(label, select);
    select.addEventListener("change", () => store.set({ [key]: select.value } as any));
    return {
      node,
      draw(name: string, values: readonly string[]) {
        label.textContent = name;
        fill(
          select,
          values.map((value) => ({ value, words: t(words(), `${key}-${value}`) })),
          store.get(key),
        );
      },
    };
  }

  /** A row of values of one key. */
  function row(key: "mix" | "part" | "by" | "quarter" | "quantity") {
    const host = el("span", { class: "segments" });
    return {
      node: host,
      draw(name: string, values: readonly string[]) {
        const choices = values.map((value) => ({ value, words: t(words(), `${key}-${value || "all"}`) }));
        segments(host, name, choices, store.get(key), (value) => store.set({ [key]: value } as any));
      },
    };
  }

  function box(key: "special" | "renormalise", set: (on: boolean) => object) {
    const input = el("input", { type: "checkbox" });
    const label = el("span", {});
    input.addEventListener("change", () => store.set(set(input.checked) as any));
    return { node: el("label", { class: "choice check-choice" }, input, label), input, label, key };
  }

  function slider(key: "least" | "mass") {
    const input = el("input", { type: "range", min: 0, max: 1, step: 0.01 });
    const number = el("output", { class: "number" });
    input.addEventListener("input", () => store.set({ [key]: Number(input.value) }));
    return {
      node: el("span", { class: "choice filter-slider" }, input, number),
      draw() {
        const value = store.get(key);
        input.setAttribute("aria-label", t(words(), `filter-${key}-value`));
        if (Number(input.value) !== value) input.value = String(value);
        number.textContent = String(value);
      },
    };
  }

  // Which heads.
  const layer = el("select", { class: "small" });
  const head = el("select", { class: "small" });
  const [layerLabel, headLabel] = [
    el("span", { class: "soft choice-label" }),
    el("span", { class: "soft choice-label" }),
  ];
  const add = el("select", { class: "small add-head" });
  const others = el("span", { class: "chosen-heads" });
  const alone = el("button", { type: "button", class: "plain" });
  const which = el(
    "span",
    { class: "choice which-heads" },
    el("label", { class: "choice" }, layerLabel, layer),
    el("label", { class: "choice" }, headLabel, head),
    others,
    add,
    alone,
  );
  layer.addEventListener("change", () => {
    const layers = store.get("answers").attention.data?.thumbnails.layers;
    const chosen = { layer: Number(layer.value), head: store.get("head") };
    // Another layer may have fewer heads.
    store.set(layers ? nearestHead(layers, chosen) : chosen);
  });
  head.addEventListener("change", () => store.set({ head: Number(head.value) }));
  add.addEventListener("change", () => {
    const [l = NaN, h = NaN] = add.value.split(".").map(Number);
    const chosen = { layer: l, head: h };
    if (!Number.isNaN(h) && !chosenHeads(store.snapshot()).some((one) => headId(one) === headId(chosen))) {
      store.set(toggled(store.snapshot(), chosen));
    }
    add.value = "";
  });
  alone.addEventListener("click", () => {
    store.set({ heads: [], mix: "apart" });
    layer.focus();
  });

  function chip(one: HeadRef) {
    const name = t(words(), "drop-head", { ...one });
    const drop = el(
      "button",
      { type: "button", class: "chip", "data-head": headId(one), "aria-label": name, title: name },
      `${headId(one)} ×`,
    );
    drop.addEventListener("click", () => {
      store.set(toggled(store.snapshot(), one));
      add.focus();
    });
    return drop;
  }

  function drawWhich() {
    const state = store.snapshot();
    const layers = state.answers.attention.data?.thumbnails.layers ?? contiguous(0, 0);
    which.setAttribute("role", "group");
    which.setAttribute("aria-label", t(words(), "choose-heads"));
    layerLabel.textContent = t(words(), "choose-layer");
    headLabel.textContent = t(words(), "choose-head");
    fill(layer, layerChoices(words(), layers, state.layer), String(state.layer));
    fill(head, numberChoices(headsIn(layers, state.layer), state.head), String(state.head));
    const all = allHeads(layers).map(headId);
    add.setAttribute("aria-label", t(words(), "add-head"));
    fill(
      add,
      [{ value: "", words: `+ ${t(words(), "add-head")}` }, ...all.map((value) => ({ value, words: value }))],
      "",
    );
    const rest = chosenHeads(state).slice(1);
    others.replaceChildren(...rest.map(chip));
    alone.hidden = rest.length === 0;
    alone.textContent = t(words(), "only-head");
    return rest.length;
  }

  const mix = row("mix");
  const part = row("part");
  const by = row("by");
  const quarter = row("quarter");
  const quantity = row("quantity");
  const special = box("special", (on) => ({ special: on ? "hide" : "show" }));
  const renormalise = box("renormalise", (on) => ({ renormalise: on }));
  const filter = list("filter");
  const [least, mass] = [slider("least"), slider("mass")];
  const scale = list("scale");
  const colour = list("colour");
  const temperature = el("span", { class: "segments" });
  const warm = labelled(temperature);
  const first = el(
    "div",
    { class: "tools choices" },
    which,
    mix.node,
    part.node,
    by.node,
    quarter.node,
    quantity.node,
    warm.node,
  );
  const second = el(
    "div",
    { class: "tools choices" },
    scale.node,
    colour.node,
    special.node,
    renormalise.node,
    filter.node,
    least.node,
    mass.node,
  );
  const node = el("div", { class: "attn-choices" }, first, second);

  return {
    node,
    /** @param wanted what the shown view names */
    draw(wanted: readonly AttentionControl[], { predicts }: { predicts: boolean }) {
      const lang = words();
      const {
        answers: {
          oneHead: { data },
        },
        special: specials,
        filter: kind,
        temperature: warmth,
        quarter: cut,
      } = store.snapshot();
      const has = (name: AttentionControl) => wanted.includes(name);
      const both = Boolean(data?.targetTokens);
      const pair = isPair(data?.tokens ?? []);
      which.hidden = !has("heads");
      const count = drawWhich();
      const shown = [
        [mix.node, has("mix") && count > 0],
        [part.node, has("part") && both],
        [by.node, has("by") && !both],
        [quarter.node, has("quarter") && pair],
        [quantity.node, has("quantity") && !both],
        [warm.node, has("temperature") && predicts],
        [scale.node, has("scale")],
        [colour.node, has("colour")],
        [special.node, has("special")],
        [renormalise.node, has("special") && (specials === "hide" || (pair && cut !== ""))],
        [filter.node, has("filter")],
        [least.node, has("filter") && kind === "least"],
        [mass.node, has("filter") && kind === "mass"],
      ] as const;
      for (const [one, on] of shown) one.hidden = !on;
      mix.draw(t(lang, "mix"), ["apart", "mean"]);
      part.draw(t(lang, "part"), ["encoder", "decoder", "cross"]);
      by.draw(t(lang, "by"), ["pieces", "words"]);
      quarter.draw(t(lang, "quarter"), ["", "aa", "ab", "ba", "bb"]);
      quantity.draw(t(lang, "quantity"), ["weight", "value"]);
      scale.draw(t(lang, "scale"), SCALES);
      colour.draw(t(lang, "colour"), COLOURS);
      filter.draw(t(lang, "filter"), ["none", "least", "mass"]);
      special.label.textContent = t(lang, "special-hide");
      special.input.checked = specials === "hide";
      renormalise.label.textContent = t(lang, "renormalise");
      renormalise.input.checked = store.get("renormalise");
      least.draw();
      mass.draw();
      warm.label.textContent = t(lang, "temperature");
      const steps = [...new Set([...TEMPERATURES, warmth])].sort((a, b) => a - b);
      const choices = steps.map((value) => ({
        value: String(value),
        words: value === 1 ? t(lang, "temperature-own") : String(value),
      }));
      segments(temperature, t(lang, "temperature"), choices, String(warmth), (value) =>
        store.set({ temperature: Number(value) }),
      );
      first.hidden = !shown.slice(0, 6).some(([, on]) => on) && which.hidden;
      second.hidden = !shown.slice(6).some(([, on]) => on);
    },
  };
}
