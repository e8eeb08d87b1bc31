/** How far gradients reach, and what swapping does: choosing the state that is looked at, and the token that is swapped. */
import { drawnIn, intro, pictures, toldOf } from "./pictures.ts";
import { heldOf } from "../../data/reach.ts";
import { el, segments } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { overRows } from "../../panel/grids.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { sayAllReach, sayReach, saySwap } from "./say.ts";
import { createReachControls } from "./controls.ts";
import { createSwap } from "./swap-page.ts";
import type { Cursor, Picture, Region } from "../../core/types.ts";
import type { ReachCurve } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const shown = () => drawnIn(store);
  const waits = (name: "reach" | "counterfactual") => store.get("answers")[name]?.status === "loading";
  const keys = ({ scene: { title } }: Picture) => titled(words(), title, t(words(), "keys"));
  const cursor = (_: Region, __: number, token: number): Cursor => ({ source: "gates", token });

  /** A state of another token. */
  function look(token: number) {
    const last = (shown()?.plot.tokens.length ?? 0) - 1;
    store.set({
      at: token === last ? null : token,
      ...((store.get("replaced") ?? 0) > token ? { replaced: null, by_piece: "" } : {}),
    });
  }
  function swap(token: number) {
    if (token > (shown()?.swaps.reach.token ?? 0)) look(token);
    else store.set({ replaced: token === 0 || store.get("replaced") === token ? null : token, by_piece: "" });
  }
  /** Which net a region of the second picture is about. */
  const cellOf = (id: string) => shown()?.swaps.cells.findIndex(({ cell }) => id.endsWith(cell)) ?? -1;

  /** A row a curve, all at the plot's height: the pointer reads all curves, the keyboard one. */
  function curves(picture: Picture) {
    const [region] = picture.scene.regions as [Region];
    const plot = shown()?.plot;
    const rows = plot ? heldOf(plot).curves.map((_, row) => ({ ...region, id: `curve-${row}` })) : [];
    return [
      {
        ...overRows("plot", rows, keys(picture)),
        find: (id: string, _: number, column: number): [number, number] | null =>
          id === "plot" || id === "tokens" ? [0, column] : null,
      },
    ];
  }
  const mount = createMount(store, hands, {
    pictures,
    parts: {
      reach: {
        className: "reach",
        cursor,
        say({ id }, _, column) {
          const plot = shown()?.plot;
          if (!plot) return "";
          const held = heldOf(plot);
          const curve = id.startsWith("curve-") ? held.curves[Number(id.slice(6))] : undefined;
          return curve
            ? sayReach(words(), held, curve as ReachCurve, column)
            : sayAllReach(words(), held, store.get("measure"), column);
        },
        pick: (_, __, column) => look(column),
        grids: curves,
      },
      memory: {
        className: "memory",
        cursor,
        say({ id }, _, column) {
          const swaps = shown()?.swaps;
          return swaps ? saySwap(words(), swaps, Math.max(0, cellOf(id)), column) : "";
        },
        pick: (_, __, column) => swap(column),
        grids: (picture) => [
          {
            ...overRows(
              "memory",
              picture.scene.regions.filter((_, i) => i % 2 === 1),
              keys(picture),
            ),
            rows: shown()?.swaps.cells.length ?? 0,
            find(id, _, column) {
              const row = cellOf(id);
              return row < 0 ? null : [row, column];
            },
          },
        ],
      },
    },
  });
  const { reach: plot, memory } = mount.figures;
  const measure = el("span", { class: "segments" });
  plot.tools.append(measure);
  const back = el("button", { type: "button", class: "plain" });
  back.addEventListener("click", () => store.set({ at: null }));
  plot.heading.after(back);
  plot.open.classList.add("reach-numbers");
  plot.summary.before(plot.open);
  const controls = createReachControls(store);
  const lead = el("strong");
  const list = el("ul", { class: "measured" });
  const scope = el("p", { class: "note" });
  const hint = el("p", { class: "note" });
  memory.heading.after(hint);
  memory.box.after(el("div", { class: "not-memory" }, lead, list, scope));
  const swaps = createSwap(store);
  const node = el(
    "div",
    { class: "lab-reach" },
    el("div", { class: "reach-top" }, plot.node, controls.node),
    memory.node,
    swaps.node,
  );

  function draw() {
    const { langInForce: lang, measure: chosen } = store.snapshot();
    controls.draw(waits("reach"));
    const drawn = shown();
    swaps.node.hidden = controls.node.hidden = !drawn;
    const kinds = (["ratio", "norm"] as const).map((value) => ({ value, words: t(lang, `reach-${value}`) }));
    segments(measure, t(lang, "reach-measure"), kinds, chosen, (value) => store.set({ measure: value as "ratio" }));
    back.hidden = !drawn || drawn.plot.token >= drawn.plot.tokens.length - 1;
    back.textContent = t(lang, "reach-last");
    mount.draw();
    plot.node.classList.toggle("stale", waits("reach") || waits("counterfactual"));
    memory.node.classList.toggle("stale", waits("counterfactual"));
    if (!drawn) return;
    hint.textContent = t(lang, "memory-pick");
    const told = toldOf(lang, drawn.swaps);
    lead.textContent = told.lead;
    list.replaceChildren(...told.points.map((one) => el("li", {}, one)));
    scope.textContent = told.after;
    swaps.draw();
  }

  // Its own switch is not among what the memory panel listens to.
  store.on(["measure"], () => {
    if (node.isConnected) requestAnimationFrame(draw);
  });

  return {
    node,
    draw,
    light: mount.light,
    pickers: [] as const,
    notes: false,
    intro: () => intro(store),
    twins() {
      const { text, at: token } = store.snapshot();
      const about: Record<string, string | number> = token === null ? {} : { token };
      const [json, tensors] = twins("/api/v1/gates", {
        text,
        cell: "lstm",
        checkpoint: "trained",
        include: "reach,counterfactual",
        ...about,
      });
      return { json, tensors };
    },
  };
}
