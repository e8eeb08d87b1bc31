/** The logit lens: what a decoder would say next after each of its layers. */
import {
  candidateIn,
  chosenIn,
  intro,
  lensIn,
  lensTable,
  sayCandidates,
  sayGap,
  sayLens,
  saySpeechless,
  speechless,
  sumUpLens,
  whereWords,
} from "./pictures.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { script, visible } from "../../core/scene/text.ts";
import { candidates, laid, lens } from "./scene.ts";
import { tokenName } from "../../plots/labels.ts";
import { createBars } from "../../panel/bars.ts";
import { activeNear, el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import { percent, sayToken } from "../../plots/say.ts";
import type { Region } from "../../core/types.ts";
import type { Token } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttnPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { LensData } from "./scene.ts";

export function create(store: Store, hands: Hands): AttnPart {
  const words = () => store.get("words");
  const shown = () => lensIn(store);
  /** The row of layers that the pointer was on last: the shared cursor knows tokens only. */
  let layer: number | null = null;
  let of = "";
  let drawnFor = -1;

  const chosen = (data: LensData) => chosenIn(store, data);
  function place(region: Region, row: number, column: number): { at: number | null; token: number } {
    const along = region.column.kind === "token";
    if (region.id === "tokens") return { at: null, token: along ? column : row };
    return along ? { at: row, token: column } : { at: column, token: row };
  }
  const cursorOf = ({ at, token }: { at: number | null; token: number }) => {
    // From layer to layer of one token the shared cursor stays the same, and nobody else says so.
    if (layer !== at) requestAnimationFrame(read);
    layer = at;
    return { source: "attention" as const, token };
  };

  /** Another token has other candidates. */
  function pin(where: { at: number | null; token: number }) {
    store.set({ candidate: 0 });
    hands.pin(cursorOf(where));
  }

  const whole = createFigure({
    className: "lens",
    hands,
    readout: true,
    meaning: {
      cursor: (region, row, column) => cursorOf(place(region, row, column)),
      say(region, row, column) {
        const data = shown();
        if (!data) return "";
        const { at, token } = place(region, row, column);
        const label = data.tokens[token];
        return at === null ? (label ? sayToken(words(), label, data.model) : "") : sayLens(words(), data, at, token);
      },
      pick: (region, row, column) => pin(place(region, row, column)),
    },
  });
  whole.box.before(whole.readout);
  const says = el("p", { class: "says" });
  const bars = createBars(5);
  whole.readout.append(says, bars.node);

  const one = createFigure({
    className: "lens-one",
    hands: { ...hands, hover: () => {} },
    meaning: {
      cursor: () => null,
      say(region) {
        const data = shown();
        if (!data) return "";
        const [kind, n] = region.id.split("-");
        const token = chosen(data);
        if (kind === "layer") return sayCandidates(words(), data, Number(n), token);
        const end = data.layers.at(-1)?.[token]?.[Number(n)];
        return end ? `${visible(end.text)} ${percent(end.probability)}` : "";
      },
      pick(region) {
        const [kind, n] = region.id.split("-");
        if (kind !== "candidate") return;
        store.set({ candidate: Number(n) });
      },
    },
  });
  const follow = el("span", { class: "segments candidates", role: "group" });
  const followLabel = el("span", { class: "choice-label soft" });
  one.box.before(el("div", { class: "tools" }, el("span", { class: "choice" }, followLabel, follow)));
  const derived = el("p", { class: "note derived" });
  const no = el("div", { class: "lens-no" });
  const node = el("div", { class: "lens-all" }, no, whole.node, one.node, derived);

  /** Why there is nothing, and what to read the sentence with instead. */
  function drawNo() {
    const {
      words: lang,
      answers: { models },
    } = store.snapshot();
    no.hidden = !speechless(store);
    if (no.hidden) return;
    const others =
      models.data?.models.filter(({ family, predicts }) => family === "decoder" && predicts === "next") ?? [];
    const offers = others.map(({ id, title }) => {
      const button = el("button", { type: "button", class: "plain" }, t(lang, "lens-choose", { model: title }));
      button.addEventListener("click", () => store.set({ model: id, pin: null, cursor: null }));
      return button;
    });
    no.replaceChildren(el("p", {}, saySpeechless(store)), ...offers);
  }

  function drawOne() {
    const data = shown();
    if (!data || one.room() < 1) return;
    const { words: lang, look } = store.snapshot();
    const token = chosen(data);
    const ends = data.layers.at(-1)?.[token] ?? [];
    const candidate = candidateIn(store, data, token);
    followLabel.textContent = t(lang, "lens-follow");
    follow.setAttribute("aria-label", t(lang, "lens-follow"));
    const focused = follow.contains(activeNear(follow));
    follow.replaceChildren(
      ...ends.map(({ text, probability }, i) => {
        const button = el(
          "button",
          { type: "button", "aria-pressed": i === candidate ? "true" : "false", lang: script(text).lang },
          visible(text),
          " ",
          el("span", { class: "soft" }, percent(probability)),
        );
        button.addEventListener("click", () => store.set({ candidate: i }));
        return button;
      }),
    );
    if (focused) (follow.children[candidate] as HTMLElement | undefined)?.focus();
    const scene = candidates(data, { width: one.room(), lang, token, candidate });
    one.heading.textContent = scene.title;
    const layers = scene.regions.filter(({ id }) => id.startsWith("layer-"));
    one.show(scene, look, [
      [
        "layers",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: 1,
          columns: layers.length,
          box: (_, column) => layers[column] as Region,
          find: (id) => (id.startsWith("layer-") ? [0, Number(id.split("-")[1])] : null),
          say: (_, column) => sayCandidates(lang, data, column, token),
          enter: () => {},
          pick: () => {},
        },
      ],
    ]);
    one.summary.textContent = [sumUpLens(lang, data, token), sayGap(lang, data, token)].join(lang === "zh" ? "" : " ");
    one.table.set(labelled(lang, t(lang, "table"), t(lang, "lens-table")), () => lensTable(lang, data, token));
  }

  function draw() {
    drawNo();
    const data = shown();
    const { words: lang, look, answers } = store.snapshot();
    const { status = "idle" } = answers.lens ?? {};
    const hidden = !data || status === "error" || !no.hidden;
    for (const part of [whole.node, one.node, derived]) part.hidden = hidden;
    for (const { node: part } of [whole, one]) part.classList.toggle("stale", status === "loading");
    if (hidden || !data || whole.room() < 1) return;
    if (of !== data.text) [of, layer] = [data.text, null];
    const scene = lens(data, { width: whole.room(), lang, token: chosen(data) });
    const cells = scene.regions[0] as Region;
    const { sideways } = laid(data, whole.room(), lang);
    whole.heading.textContent = t(lang, "lens-heading");
    whole.show(scene, look, [
      [
        "cells",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: cells.rows,
          columns: cells.columns,
          start: sideways ? [data.tokens.length - 1, 0] : [0, data.tokens.length - 1],
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === "cells" ? [row, column] : null),
          say(row, column) {
            const { at, token } = place(cells, row, column);
            return sayLens(lang, data, at ?? 0, token);
          },
          enter: (row, column) => hands.hover(cursorOf(place(cells, row, column))),
          pick: (row, column) => pin(place(cells, row, column)),
        },
      ],
    ]);
    whole.summary.textContent = t(lang, "lens-pin");
    whole.table.node.hidden = true;
    derived.textContent = t(lang, "lens-derived");
    drawnFor = chosen(data);
    drawOne();
    read();
  }

  /** The candidates at the cursor: after the layer that is pointed at, or after the last. */
  function read() {
    const data = shown();
    if (!data || whole.node.hidden) return;
    const lang = words();
    const cursor = store.get("cursor");
    const token = cursor?.source === "attention" && data.tokens[cursor.token] ? cursor.token : chosen(data);
    const at = cursor && layer !== null ? Math.min(layer, data.layers.length - 1) : data.layers.length - 1;
    says.textContent = t(lang, "lens-say", {
      token: tokenName(data.tokens[token] as Token),
      layer: whereWords(lang, at),
      list: "",
    });
    const release = hands.release();
    if (release) says.append(release);
    bars.show(
      "",
      (data.layers[at]?.[token] ?? []).map(({ text, probability }) => ({ words: text, share: probability })),
    );
    const now = chosen(data);
    if (now !== drawnFor) {
      drawnFor = now;
      requestAnimationFrame(draw);
    }
  }

  return {
    node,
    draw,
    read,
    get stages() {
      return [whole.stage];
    },
    intro: () => intro(store),
    twins() {
      const { text, model } = store.snapshot();
      return (
        shown() && {
          json: `/api/v1/attention?${new URLSearchParams({ text, model, layers: "", heads: "", include: "lens" })}`,
        }
      );
    },
  };
}
