/** One word in two sentences: choosing the word, and reading off its cosine at every layer. */
import { pictures, sayLayer, sayToken } from "./pictures.ts";
import { sentencesOf } from "./scene.ts";
import { el, segments } from "../../panel/dom.ts";
import { overCells, overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const shown = () => store.get("answers").context.data;

  /** @param id such as B-4 */
  function say({ id }: Region, _: number, column: number) {
    const data = shown();
    if (!data) return "";
    if (id === "plot") return sayLayer(words(), data, column);
    const [letter = "", index] = id.split("-");
    return sayToken(words(), data, letter, Number(index));
  }

  function pick({ id }: Region) {
    const data = shown();
    const [letter = "", index] = id.split("-");
    if (
      !data ||
      id === "plot" ||
      sentencesOf(data).find((one) => one.letter === letter)?.tokens[Number(index)] === undefined
    ) {
      return;
    }
    // What the other sentences' places are is settled with the first choice: they do not move under it.
    const { main, reference } = data;
    const held = { token_a: main.tokenA, token_b: main.tokenB, token_c: reference?.tokenB ?? null };
    store.set({ ...held, [`token_${letter.toLowerCase()}`]: Number(index) });
  }

  function grids({ scene: { regions, title } }: Picture) {
    const data = shown();
    const lang = words();
    const lines = (data ? sentencesOf(data) : []).map(({ letter }) =>
      regions.filter(({ id }) => id.startsWith(`${letter}-`)),
    );
    const plot = regions.find(({ id }) => id === "plot") as Region;
    return [
      overPlaces("tokens", lines, titled(lang, t(lang, "context-tokens"), t(lang, "keys"))),
      overCells(plot, titled(lang, title, t(lang, "keys"))),
    ];
  }
  const mount = createMount(store, hands, {
    pictures,
    busy: () => store.get("answers").context.status === "loading",
    gone: () => store.get("view") !== "context",
    parts: { context: { className: "context", say, pick, grids } },
  });
  const figure = mount.figures.context;
  const axis = el("span", { class: "segments" });
  figure.tools.append(axis);

  return {
    nodes: [figure.node],
    figure,
    draw() {
      const lang = words();
      const choices = ["whole", "close"].map((value) => ({ value, words: t(lang, `axis-${value}`) }));
      segments(axis, t(lang, "axis"), choices, store.get("axis"), (value) => store.set({ axis: value as "whole" }));
      mount.draw();
    },
  };
}
