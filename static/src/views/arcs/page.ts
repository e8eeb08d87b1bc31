/** Lines from every token that looks to every token that is looked at; of one token alone with their numbers. */
import { cellsOf } from "../../data/matrix.ts";
import { matrices } from "../../state/selection.ts";
import {
  chosenEnds,
  figure as still,
  fitsLine,
  focusMarks,
  focusedOf,
  isLine,
  litBy,
  pictures,
  placed,
  sayFocus,
  sayLines,
} from "./pictures.ts";
import { isPairOf, sayAll } from "../../panel/pictures/one-token.ts";
import { toDOM } from "../../core/scene/dom.ts";
import { tokenOf } from "../../core/scene/hit.ts";
import { el, segments } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayDrawn } from "../../plots/say.ts";
import type { Cursor, Picture, Region } from "../../core/types.ts";
import type { Grid } from "../../panel/grids.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { ArcsScene, Focus } from "./pictures.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const all = () => matrices(store);
  const drawn = () => (mount.shown()[0]?.scene ?? null) as ArcsScene | null;
  /** What this picture's own pointer or keyboard is on. */
  let own: Focus[] | null = null;

  /** @returns on one line, a token is both what looks and what is looked at */
  function focusOf(region: Region, row: number, column: number): Focus[] {
    const matrix = all()[0]?.matrix;
    if (!matrix) return [];
    if (region.id === "keys") return [{ end: "key", cell: row }];
    if (region.id === "queries") return [{ end: "query", cell: row }];
    const [cell] = cellsOf(matrix.queries, [tokenOf(region.column, column, region.columns)]);
    return cell === undefined ? [] : chosenEnds(store).map((end) => ({ end, cell }));
  }

  /** The pinned token's rows or columns. */
  function pinned(): Focus[] {
    const matrix = all()[0]?.matrix;
    return matrix ? placed(store, matrix, store.get("pin")) : [];
  }

  /** The pinned token's links with what is pointed at. */
  function pairsAt(at: readonly Focus[]): { query: number; key: number }[] {
    return pinned().flatMap((held) =>
      at.flatMap(({ end, cell }) => {
        if (end === held.end) return [];
        return [held.end === "query" ? { query: held.cell, key: cell } : { query: cell, key: held.cell }];
      }),
    );
  }

  function cursorAt(at: readonly Focus[]): Cursor | null {
    const matrix = all()[0]?.matrix;
    const [first] = at;
    if (!matrix || !first) return null;
    const [pair] = pairsAt(at);
    if (pair) {
      const [token, key] = [matrix.queries.tokens[pair.query]?.[0], matrix.keys.tokens[pair.key]?.[0]];
      return token === undefined || key === undefined ? null : { source: matrix.queries.source, token, key };
    }
    const side = first.end === "query" ? matrix.queries : matrix.keys;
    const token = side.tokens[first.cell]?.[0];
    return token === undefined ? null : { source: side.source, token };
  }

  /** The pointer or the keyboard comes to a token. */
  function enter(at: Focus[]): Cursor | null {
    // The same token at its other end is the same cursor to the page: the lines turn all the same.
    if (JSON.stringify(at) !== JSON.stringify(own)) requestAnimationFrame(light);
    own = at;
    return cursorAt(at);
  }

  function say(at: readonly Focus[]) {
    const lang = words();
    const pairs = pairsAt(at);
    if (pairs.length) {
      return pairs.flatMap(({ query, key }) => all().map((one) => sayDrawn(lang, one, query, key))).join(" · ");
    }
    return at.map(({ end, cell }) => sayAll(lang, all(), end === "query" ? "from" : "to", cell)).join(" · ");
  }

  function pick(at: readonly Focus[]) {
    const matrix = all()[0]?.matrix;
    const [first] = at;
    if (!first || !matrix) return;
    const side = first.end === "query" ? matrix.queries : matrix.keys;
    const token = side.tokens[first.cell]?.[0];
    if (token === undefined) return;
    const { pin } = store.snapshot();
    const isPinned = pin?.source === side.source && pin.token === token && pin.key === undefined;
    const scene = drawn();
    if (scene && !isLine(scene)) {
      const wanted = first.end === "query" ? "from" : "to";
      // The same token at its other end stays pinned, and the other direction is shown.
      if (store.get("direction") !== wanted) {
        store.set({ direction: wanted });
        if (isPinned) return;
      }
    }
    hands.pin({ source: side.source, token });
  }

  /** Two columns are walked through downwards, one line sideways. */
  function grids({ scene }: Picture): Grid[] {
    const lang = words();
    const { regions, title } = scene;
    const matrix = all()[0]?.matrix;
    const onLine = isLine(scene as ArcsScene);
    const counts = [matrix?.queries.labels.length ?? 0, matrix?.keys.labels.length ?? 0];
    return [
      {
        id: "tokens",
        label: titled(lang, title, t(lang, onLine ? "arcs-grid-line" : "arcs-grid"), t(lang, "keys")),
        rows: onLine ? 1 : Math.max(...counts),
        columns: onLine ? (counts[0] ?? 0) : 2,
        at(row, column) {
          const region = regions[column] as Region;
          return onLine ? [region, 0, 0] : [region, Math.min(row, region.rows - 1), 0];
        },
        find: (id, row, column) => (id === "token" ? [0, own?.[0]?.cell ?? column] : [row, id === "keys" ? 1 : 0]),
      },
    ];
  }

  const mount = createMount(store, hands, {
    pictures,
    busy: () => store.get("answers").oneHead.status === "loading",
    parts: {
      arcs: {
        className: "attn-arcs",
        cursor: (...spot) => enter(focusOf(...spot)),
        say: (...spot) => say(focusOf(...spot)),
        pick: (...spot) => pick(focusOf(spot[0], spot[1], spot[2])),
        grids,
        lit: () => litBy(all()[0]?.matrix, focused()),
      },
    },
  });
  const figure = mount.figures.arcs;
  const { stage } = figure;
  const directions = el("span", { class: "segments" });
  const layouts = el("span", { class: "segments" });
  figure.tools.append(layouts, directions);
  const said = el("p", { class: "says", "aria-live": "off" });
  figure.readout.replaceWith(el("div", { class: "beside" }, said, figure.summary));
  /** The lines of the token in focus, over the picture: it is never drawn anew for them. */
  const over = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  over.setAttribute("class", "one-token");
  over.setAttribute("aria-hidden", "true");
  stage.inner.querySelector(".over")?.before(over);
  const leave = () => {
    own = null;
    requestAnimationFrame(light);
  };
  stage.inner.addEventListener("pointerleave", leave);
  stage.inner.addEventListener("focusout", leave);

  function focused(): Focus[] {
    const { cursor, pin } = store.snapshot();
    if (isPairOf(cursor, pin)) return pinned();
    const matrix = all()[0]?.matrix;
    return own && cursor ? own : matrix ? focusedOf(store, matrix) : [];
  }

  /** A token that is pointed at elsewhere may lie beyond the box's edge. */
  function bringIntoView(scene: ArcsScene | null, at: readonly Focus[]) {
    const [first] = at;
    if (!first || !scene || isLine(scene)) return;
    const y = scene.layout.top + first.cell * scene.layout.row;
    const { scrollTop, clientHeight } = figure.box;
    if (y < scrollTop || y > scrollTop + clientHeight - 24) figure.box.scrollTop = Math.max(0, y - clientHeight / 2);
  }

  let lines = "";
  function light() {
    const scene = drawn();
    const at = focused();
    const { themeInForce: theme, langInForce: lang } = store.snapshot();
    stage.light(litBy(all()[0]?.matrix, at));
    const id = JSON.stringify(at);
    if (id === lines) return;
    lines = id;
    figure.box.classList.toggle("focused", at.length > 0);
    if (!own) bringIntoView(scene, at);
    const marks = scene ? focusMarks(store, all(), scene, at) : [];
    const made = toDOM(
      { width: 1, height: 1, title: "", description: "", marks, regions: [] },
      { document, theme, ratio: 1 },
    );
    over.replaceChildren(...(made.querySelector("svg")?.childNodes ?? []));
    const text = sayFocus(store, all(), at);
    said.replaceChildren(
      ...(text.length ? text : [t(lang, "arcs-hint")]).map((one) => el("span", {}, one)),
      hands.release() ?? "",
    );
    said.classList.toggle("soft", text.length === 0);
    const [picture] = mount.shown();
    if (picture && scene) figure.say(lang, { ...picture, notes: sayLines(store, all(), scene, at) });
  }

  function drawTools() {
    const { langInForce: lang, direction, layout } = store.snapshot();
    const matrix = all()[0]?.matrix;
    const named = (prefix: string, values: string[]) =>
      values.map((value) => ({ value, words: t(lang, `${prefix}-${value}`) }));
    segments(directions, t(lang, "direction"), named("direction", ["both", "from", "to"]), direction, (value) =>
      store.set({ direction: value as "both" }),
    );
    layouts.hidden = !matrix || !fitsLine(matrix);
    segments(layouts, t(lang, "arcs-layout"), named("arcs-layout", ["columns", "line"]), layout, (value) =>
      store.set({ layout: value as "line" }),
    );
  }

  function draw() {
    drawTools();
    mount.draw();
    const scene = drawn();
    if (!scene) return;
    figure.node.classList.toggle("on-line", isLine(scene));
    over.setAttribute("width", String(scene.width));
    over.setAttribute("height", String(scene.height));
    lines = "drawn anew";
    light();
  }

  const { node } = figure;
  return {
    node,
    draw,
    light,
    controls: ["heads", "mix", "part", "by", "quarter", "special", "filter", "scale", "quantity"],
    intro: () => still.intro?.(store) ?? "",
  };
}
