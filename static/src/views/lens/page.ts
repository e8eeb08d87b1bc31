/** The logit lens: pointing at a layer, looking into a token, following a candidate. */
import {
  candidateIn,
  chosenIn,
  intro,
  lensIn,
  pictures,
  sayCandidates,
  sayLens,
  saySpeechless,
  speechless,
  whereWords,
} from "./pictures.ts";
import { script, visible } from "../../core/scene/text.ts";
import { tokenName } from "../../plots/labels.ts";
import { createBars } from "../../panel/bars.ts";
import { activeNear, el } from "../../panel/dom.ts";
import { overCells, overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { percent, sayToken } from "../../plots/say.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Token } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { LensData } from "./scene.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
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

  const status = () => store.get("answers").lens?.status ?? "idle";
  const keys = ({ scene: { title } }: Picture) => titled(words(), title, t(words(), "keys"));
  const mount = createMount(store, hands, {
    pictures,
    busy: () => status() === "loading",
    gone: () => status() === "error",
    parts: {
      lens: {
        className: "lens",
        readout: true,
        cursor: (...spot) => cursorOf(place(...spot)),
        say(region, row, column) {
          const data = shown();
          if (!data) return "";
          const { at, token } = place(region, row, column);
          const label = data.tokens[token];
          return at === null ? (label ? sayToken(words(), label, data.model) : "") : sayLens(words(), data, at, token);
        },
        pick: (region, row, column) => pin(place(region, row, column)),
        grids(picture) {
          const cells = picture.scene.regions[0] as Region;
          const last = (shown()?.tokens.length ?? 1) - 1;
          return [overCells(cells, keys(picture), { start: cells.column.kind === "token" ? [0, last] : [last, 0] })];
        },
      },
      candidates: {
        className: "lens-one",
        say({ id }) {
          const data = shown();
          if (!data) return "";
          const [kind, n] = id.split("-");
          const token = chosen(data);
          if (kind === "layer") return sayCandidates(words(), data, Number(n), token);
          const end = data.layers.at(-1)?.[token]?.[Number(n)];
          return end ? `${visible(end.text)} ${percent(end.probability)}` : "";
        },
        pick({ id }) {
          const [kind, n] = id.split("-");
          if (kind === "candidate") store.set({ candidate: Number(n) });
        },
        grids: (picture) => [
          overPlaces("layers", [picture.scene.regions.filter(({ id }) => id.startsWith("layer-"))], keys(picture)),
        ],
      },
    },
  });
  const { lens: whole, candidates: one } = mount.figures;
  whole.box.before(whole.readout);
  const says = el("p", { class: "says" });
  const bars = createBars(5);
  whole.readout.append(says, bars.node);

  const follow = el("span", { class: "segments candidates", role: "group" });
  const followLabel = el("span", { class: "choice-label soft" });
  one.box.before(el("div", { class: "tools" }, el("span", { class: "choice" }, followLabel, follow)));
  const no = el("div", { class: "lens-no" });
  const node = el("div", { class: "lens-all" }, no, whole.node, one.node);

  /** Why there is nothing, and what to read the sentence with instead. */
  function drawNo() {
    const lang = words();
    const models = store.get("answers").models.data;
    no.hidden = !speechless(store);
    if (no.hidden) return;
    const others = models?.models.filter(({ family, predicts }) => family === "decoder" && predicts === "next") ?? [];
    const offers = others.map(({ id, title }) => {
      const button = el("button", { type: "button", class: "plain" }, t(lang, "lens-choose", { model: title }));
      button.addEventListener("click", () => store.set({ model: id, pin: null, cursor: null }));
      return button;
    });
    no.replaceChildren(el("p", {}, saySpeechless(store)), ...offers);
  }

  /** Which of the final candidates is followed. */
  function drawFollow() {
    const data = shown();
    if (!data) return;
    const lang = words();
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
  }

  function draw() {
    drawNo();
    drawFollow();
    const data = shown();
    if (data && of !== data.text) [of, layer] = [data.text, null];
    if (!mount.draw() || !data) return;
    drawnFor = chosen(data);
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
    light: mount.light,
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
