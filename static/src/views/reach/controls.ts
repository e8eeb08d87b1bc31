/** Sliders and presets that change the untrained nets: how strongly they keep, and how strongly they feed back. */
import { activeNear, el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import type { Store } from "../../state/app.ts";

/** A slider asks when it has come to rest for this long. */
const REST_MS = 220;
/** What a slider stands at while the net is as it was initialised. */
const NEUTRAL = { forget_bias: 0, recurrent_scale: 1 };
const RANGE = {
  forget_bias: { least: -3, most: 6, step: 0.1, words: "reach-bias" },
  recurrent_scale: { least: 0.2, most: 5, step: 0.1, words: "reach-scale" },
} as const;
const PRESETS = [
  { words: "preset-default", sets: { forget_bias: null, recurrent_scale: null } },
  { words: "preset-1", sets: { forget_bias: 1, recurrent_scale: null } },
  { words: "preset-3", sets: { forget_bias: 3, recurrent_scale: null } },
  { words: "preset-scale", sets: { forget_bias: null, recurrent_scale: 3 } },
] as const;

const printed = (value: number) => value.toFixed(1).replace("-", "−");

export function createReachControls(store: Store) {
  const legend = el("legend");
  const presetLabel = el("span", { class: "choice-label soft" });
  const presets = el("span", { class: "segments presets", role: "group" });
  const reset = el("button", { type: "button", class: "plain" });
  const status = el("span", { class: "soft computing", role: "status" });
  const note = el("p", { class: "note" });
  let resting: ReturnType<typeof setTimeout> | undefined;

  const sliders = (Object.keys(RANGE) as ("forget_bias" | "recurrent_scale")[]).map((key) => {
    const { least, most, step, words } = RANGE[key];
    const input = el("input", { type: "range", id: `slider-${key}`, min: least, max: most, step });
    const label = el("label", { for: `slider-${key}` });
    const value = el("output", { for: `slider-${key}` });
    input.addEventListener("input", () => {
      value.textContent = printed(Number(input.value));
      input.setAttribute("aria-valuetext", value.textContent);
      clearTimeout(resting);
      resting = setTimeout(() => store.set({ [key]: Number(input.value) }), REST_MS);
    });
    return { key, words, input, label, value, node: el("div", { class: "slider" }, label, input, value) };
  });
  for (const { words, sets } of PRESETS) {
    const button = el("button", { type: "button", "data-words": words });
    button.addEventListener("click", () => put(sets));
    presets.append(button);
  }
  reset.addEventListener("click", () => put(PRESETS[0].sets));

  function put(sets: { forget_bias: number | null; recurrent_scale: number | null }) {
    clearTimeout(resting);
    store.set({ ...sets });
  }

  return {
    node: el(
      "fieldset",
      { class: "reach-sliders" },
      legend,
      el("div", { class: "choice" }, presetLabel, presets),
      ...sliders.map(({ node }) => node),
      el("div", {}, reset, " ", status),
      note,
    ),
    /** @param computing whether an answer is waited for */
    draw(computing: boolean) {
      const { langInForce: lang, forget_bias, recurrent_scale } = store.snapshot();
      const state = { forget_bias, recurrent_scale };
      legend.textContent = t(lang, "reach-sliders");
      presetLabel.textContent = t(lang, "reach-presets");
      presets.setAttribute("aria-label", t(lang, "reach-presets"));
      PRESETS.forEach(({ words, sets }, i) => {
        const button = presets.children[i] as HTMLElement;
        button.textContent = t(lang, words);
        const held = sets.forget_bias === forget_bias && sets.recurrent_scale === recurrent_scale;
        button.setAttribute("aria-pressed", held ? "true" : "false");
      });
      for (const { key, words, input, label, value } of sliders) {
        const own = state[key];
        label.textContent = t(lang, words);
        // A slider under the reader's hand is ahead of the state.
        if (own !== null || activeNear(input) !== input) input.value = String(own ?? NEUTRAL[key]);
        value.textContent = own === null ? t(lang, "reach-default") : printed(own);
        input.setAttribute("aria-valuetext", value.textContent);
      }
      reset.textContent = t(lang, "reach-reset");
      reset.hidden = forget_bias === null && recurrent_scale === null;
      status.textContent = computing ? t(lang, "reach-computing") : "";
      note.textContent = t(lang, "reach-sliders-note");
    },
  };
}
