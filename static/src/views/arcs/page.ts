/** Lines from every token that looks to every token that is looked at; of one token alone with their numbers. */
import { cellsOf } from "../../data/matrix.ts";
import { matrices } from "../../state/selection.ts";
import {
  arcsScene,
  chosenEnds,
  countLines,
  figure as still,
  fitsLine,
  focusCount,
  focusMarks,
  focusedOf,
  isLine,
  isLong,
  litBy,
  placed,
  sayFocus,
} from "./pictures.ts";
import { isPairOf, notesOf, sayAll } from "../../panel/pictures/one-token.ts";
import { headTable } from "../../panel/pictures/tables.ts";
import { toDOM } from "../../core/scene/dom.ts";
import { cellBox, tokenOf } from "../../core/scene/hit.ts";
import { el, put, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, spoken, t, titled } from "../../core/words/index.ts";
import { sayDrawn } from "../../plots/say.ts";
import { tableNode } from "../../panel/tables.ts";
import type { Cursor, Region } from "../../core/types.ts";
import type { DrawnMatrix } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttnPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Focus } from "./pictures.ts";

export function create(store: Store, hands: Hands): AttnPart {
  const words = () => store.get("words");
  /** What is drawn now. */
  const now: { all: DrawnMatrix[]; scene: ReturnType<typeof arcsScene> | null } = { all: [], scene: null };
  /** What this picture's own pointer or keyboard is on. */
  let own: Focus[] | null = null;

  /** @returns on one line, a token is both what looks and what is looked at */
  function focusOf(region: Region, row: number, column: number): Focus[] {
    const matrix = now.all[0]?.matrix;
    if (!matrix) return [];
    if (region.id === "keys") return [{ end: "key", cell: row }];
    if (region.id === "queries") return [{ end: "query", cell: row }];
    const [cell] = cellsOf(matrix.queries, [tokenOf(region.column, column, region.columns)]);
    return cell === undefined ? [] : chosenEnds(store).map((end) => ({ end, cell }));
  }

  /** The pinned token's rows or columns. */
  function pinned(): Focus[] {
    const matrix = now.all[0]?.matrix;
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
    const matrix = now.all[0]?.matrix;
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
      return pairs.flatMap(({ query, key }) => now.all.map((drawn) => sayDrawn(lang, drawn, query, key))).join(" · ");
    }
    return at.map(({ end, cell }) => sayAll(lang, now.all, end === "query" ? "from" : "to", cell)).join(" · ");
  }

  function pick(at: readonly Focus[]) {
    const matrix = now.all[0]?.matrix;
    const [first] = at;
    if (!first || !matrix) return;
    const side = first.end === "query" ? matrix.queries : matrix.keys;
    const token = side.tokens[first.cell]?.[0];
    if (token === undefined) return;
    const { pin } = store.snapshot();
    const isPinned = pin?.source === side.source && pin.token === token && pin.key === undefined;
    if (now.scene && !isLine(now.scene)) {
      const wanted = first.end === "query" ? "from" : "to";
      // The same token at its other end stays pinned, and the other direction is shown.
      if (store.get("direction") !== wanted) {
        store.set({ direction: wanted });
        if (isPinned) return;
      }
    }
    hands.pin({ source: side.source, token });
  }

  const figure = createFigure({
    className: "attn-arcs",
    hands,
    meaning: {
      cursor(region, row, column) {
        return enter(focusOf(region, row, column));
      },
      say: (region, row, column) => say(focusOf(region, row, column)),
      pick: (region, row, column) => pick(focusOf(region, row, column)),
    },
  });
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
    const matrix = now.all[0]?.matrix;
    return own && cursor ? own : matrix ? focusedOf(store, matrix) : [];
  }

  /** A token that is pointed at elsewhere may lie beyond the box's edge. */
  function bringIntoView(at: readonly Focus[]) {
    const { scene } = now;
    const [first] = at;
    if (!first || !scene || isLine(scene)) return;
    const y = scene.layout.top + first.cell * scene.layout.row;
    const { scrollTop, clientHeight } = figure.box;
    if (y < scrollTop || y > scrollTop + clientHeight - 24) figure.box.scrollTop = Math.max(0, y - clientHeight / 2);
  }

  let lines = "";
  function light() {
    const { all, scene } = now;
    const at = focused();
    const { look, words: lang } = store.snapshot();
    stage.light(litBy(all[0]?.matrix, at));
    const id = JSON.stringify(at);
    if (id === lines) return;
    lines = id;
    figure.box.classList.toggle("focused", at.length > 0);
    if (!own) bringIntoView(at);
    const marks = scene ? focusMarks(store, all, scene, at) : [];
    const made = toDOM(
      { width: 1, height: 1, title: "", description: "", marks, regions: [] },
      { document, theme: look, ratio: 1 },
    );
    over.replaceChildren(...(made.querySelector("svg")?.childNodes ?? []));
    const text = sayFocus(store, all, at);
    said.replaceChildren(
      ...(text.length ? text : [t(lang, "arcs-hint")]).map((one) => el("span", {}, one)),
      hands.release() ?? "",
    );
    said.classList.toggle("soft", text.length === 0);
    put(figure.summary, summary());
  }

  function summary() {
    const lang = words();
    const { scene, all } = now;
    if (!scene) return "";
    const many = isLong(all) ? t(lang, "arcs-numbers") : "";
    const at = focused();
    return [
      spoken(lang, countLines(store, scene, at.length ? focusCount(store, all, at) : null), many),
      ...notesOf(lang, all, store.snapshot()),
    ].join(" · ");
  }

  function drawTools() {
    const { words: lang, direction, layout } = store.snapshot();
    const matrix = now.all[0]?.matrix;
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
    now.all = matrices(store);
    const { words: lang, look, oneHead } = store.snapshot();
    const [first] = now.all;
    figure.node.hidden = !first;
    figure.node.classList.toggle("stale", oneHead.status === "loading");
    drawTools();
    if (!first || figure.room() < 1) return;
    const scene = arcsScene(store, now.all, { width: figure.room() });
    const onLine = isLine(scene);
    now.scene = scene;
    figure.node.classList.toggle("on-line", onLine);
    const { matrix } = first;
    const count = { query: matrix.queries.labels.length, key: matrix.keys.labels.length };
    /** Two columns are walked through downwards, one line sideways. */
    const focus = (row: number, column: number): Focus[] => {
      if (onLine) return chosenEnds(store).map((end) => ({ end, cell: column }));
      const end = column === 0 ? "query" : "key";
      return [{ end, cell: Math.min(row, count[end] - 1) }];
    };
    over.setAttribute("width", String(scene.width));
    over.setAttribute("height", String(scene.height));
    figure.show(scene, look, [
      [
        "tokens",
        {
          label: titled(lang, scene.title, t(lang, onLine ? "arcs-grid-line" : "arcs-grid"), t(lang, "keys")),
          rows: onLine ? 1 : Math.max(count.query, count.key),
          columns: onLine ? count.query : 2,
          box: (row, column) => {
            if (onLine) return scene.regions[column] as Region;
            const where = scene.regions[column] as Region;
            return cellBox(where, Math.min(row, where.rows - 1), 0);
          },
          find: (id, row, column) => {
            if (id !== "token") return [row, id === "keys" ? 1 : 0];
            const cell = own?.[0]?.cell ?? column;
            return [0, cell];
          },
          say: (row, column) => say(focus(row, column)),
          enter: (row, column) => {
            hands.hover(enter(focus(row, column)));
          },
          pick: (row, column) => pick(focus(row, column)),
        },
      ],
    ]);
    figure.heading.textContent = now.all.map(({ label }) => label).join(" · ");
    figure.table.set(labelled(lang, t(lang, "table"), figure.heading.textContent), () =>
      el("div", {}, ...now.all.map(({ matrix: own, label }) => tableNode(headTable(lang, own, label)))),
    );
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
