/** The sentence as it reads, shaded by what one token looks at and by what looks at it. */
import { cellsOf } from "../../data/matrix.ts";
import { matrices } from "../../state/selection.ts";
import { createChosen, sayAll } from "../../panel/pictures/one-token.ts";
import { figure as still, readingNotes, readingScene, sayReading, tokenAt, tokenTables } from "./pictures.ts";
import { tokenOf } from "../../core/scene/hit.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import { sayDrawn } from "../../plots/say.ts";
import { tableNode } from "../../panel/tables.ts";
import { repaint } from "../../panel/repaint.ts";
import type { Cursor, Region } from "../../core/types.ts";
import type { DrawnMatrix } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

type End = "from" | "to";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("words");
  const chosen = createChosen(store);
  /** What is drawn now. */
  const now: { all: DrawnMatrix[]; scene: ReturnType<typeof readingScene> | null; query: number; key: number } = {
    all: [],
    scene: null,
    query: -1,
    key: -1,
  };
  /** The block that the keyboard or the pointer was in last: its head is the one that is read off. */
  let block = 0;

  const sideOf = (end: End) => {
    const matrix = now.all[0]?.matrix;
    return end === "from" ? matrix?.keys : matrix?.queries;
  };

  const pairOf = ({ end }: { head: number; end: End }, cell: number): { query: number; key: number } =>
    end === "from" ? { query: now.query, key: cell } : { query: cell, key: now.key };

  /** Pinned, the token stays and what is pointed at is read off; else it becomes the token. */
  function cursorAt(at: { head: number; end: End }, cell: number): Cursor | null {
    const matrix = now.all[0]?.matrix;
    const side = sideOf(at.end);
    const token = side?.tokens[cell]?.[0];
    if (!matrix || !side || token === undefined) return null;
    if (!store.get("pin")) return { source: side.source, token };
    const pair = pairOf(at, cell);
    const [looking, key] = [matrix.queries.tokens[pair.query]?.[0], matrix.keys.tokens[pair.key]?.[0]];
    return looking === undefined || key === undefined ? null : { source: matrix.queries.source, token: looking, key };
  }

  function say(at: { head: number; end: End }, cell: number) {
    const lang = words();
    const drawn = now.all[at.head];
    if (!drawn) return "";
    if (store.get("pin")) {
      const { query, key } = pairOf(at, cell);
      return query < 0 || key < 0 ? "" : sayDrawn(lang, drawn, query, key);
    }
    const { queries, keys } = drawn.matrix;
    // What the token under the pointer becomes, it shows: in a cross-attention it stands on one side only.
    const end = queries.source === keys.source ? at.end : at.end === "from" ? "to" : "from";
    return sayAll(lang, [drawn], end, cell);
  }

  function pick(at: { head: number; end: End }, cell: number) {
    const side = sideOf(at.end);
    const token = side?.tokens[cell]?.[0];
    if (side && token !== undefined) hands.pin({ source: side.source, token });
  }

  function placeOf(region: Region): { at: { head: number; end: End }; cell: number } | null {
    const found = now.scene?.blocks.findIndex(({ id }) => id === region.id) ?? -1;
    const at = now.scene?.blocks[found];
    const side = at && sideOf(at.end);
    const [cell] = side ? cellsOf(side, [tokenOf(region.column, 0, 1)]) : [];
    if (!at || cell === undefined) return null;
    block = found;
    return { at, cell };
  }

  const figure = createFigure({
    className: "attn-tokens",
    hands,
    meaning: {
      cursor(region) {
        const place = placeOf(region);
        return place && cursorAt(place.at, place.cell);
      },
      say(region) {
        const place = placeOf(region);
        return place ? say(place.at, place.cell) : "";
      },
      pick(region) {
        const place = placeOf(region);
        if (place) pick(place.at, place.cell);
      },
    },
  });
  const directions = el("span", { class: "segments" });
  const box = el("input", { type: "checkbox" });
  const boxWords = el("span");
  const numbers = el("label", { class: "choice check" }, box, boxWords);
  box.addEventListener("change", () => store.set({ numbers: box.checked }));
  figure.tools.append(directions, numbers);
  const held = el("p", { class: "says" });
  figure.readout.replaceWith(held);

  const scene = () => readingScene(store, now.all, now, figure.room());

  function show() {
    const lang = words();
    const { all } = now;
    const drawn = now.scene ?? scene();
    now.scene = drawn;
    const count = (row: number) => drawn.blocks[row]?.places.length ?? 1;
    const at = (row: number, column: number) => Math.min(column, count(row) - 1);
    const longest = Math.max(...drawn.blocks.map(({ places }) => places.length));
    figure.show(drawn, store.get("look"), [
      [
        "tokens",
        {
          label: titled(lang, drawn.title, t(lang, "keys")),
          rows: drawn.blocks.length,
          columns: longest,
          box(row, column) {
            const { places, top } = drawn.blocks[row] as (typeof drawn.blocks)[number];
            const place = places[at(row, column)] ?? { x: 0, y: 0, width: 0 };
            return { x: place.x, y: top + place.y, width: place.width, height: drawn.tall };
          },
          find: (id) => {
            const row = drawn.blocks.findIndex((one) => one.id === id);
            return row < 0 ? null : [row, Math.max(0, drawn.blocks[row]?.end === "from" ? now.key : now.query)];
          },
          say: (row, column) => {
            const own = drawn.blocks[row];
            return own ? say(own, at(row, column)) : "";
          },
          enter(row, column) {
            const own = drawn.blocks[row];
            block = row;
            if (own) hands.hover(cursorAt(own, at(row, column)));
          },
          pick(row, column) {
            const own = drawn.blocks[row];
            if (own) pick(own, at(row, column));
          },
        },
      ],
    ]);
    figure.heading.textContent = all.map(({ label }) => label).join(" · ");
  }

  let said = "";
  function follow() {
    const lang = words();
    const { query, key, all } = now;
    const about = all[now.scene?.blocks[block]?.head ?? 0] ?? all[0];
    const id = JSON.stringify([lang, query, key, about?.id, store.get("pin"), store.get("direction")]);
    if (!about || id === said) return;
    said = id;
    const lines = sayReading(store, about, now);
    held.replaceChildren(...lines.map((line) => el("span", {}, line)), hands.release() ?? "");
    figure.table.set(labelled(lang, t(lang, "table"), tokenAt(about, now)), () =>
      el("div", {}, ...tokenTables(store, all, now).map(tableNode)),
    );
  }

  function draw() {
    now.all = matrices(store);
    const [first] = now.all;
    const {
      words: lang,
      answers: { oneHead },
      direction,
      numbers: every,
    } = store.snapshot();
    figure.node.hidden = !first;
    figure.node.classList.toggle("stale", oneHead.status === "loading");
    const named = ["both", "from", "to"].map((value) => ({ value, words: t(lang, `direction-${value}`) }));
    segments(directions, t(lang, "direction"), named, direction, (value) => store.set({ direction: value as "both" }));
    boxWords.textContent = t(lang, "reading-numbers");
    box.checked = every;
    if (!first || figure.room() < 1) return;
    Object.assign(now, chosen.now(first.matrix));
    now.scene = scene();
    show();
    figure.summary.textContent = readingNotes(store, now.all).join(" · ");
    said = "";
    follow();
  }

  /** Another token: the words stay where they are, and only their shades change. */
  function light() {
    const [first] = now.all;
    if (!first || !now.scene) return;
    const next = chosen.now(first.matrix);
    if (next.query !== now.query || next.key !== now.key) {
      Object.assign(now, next);
      const before = now.scene;
      now.scene = scene();
      if (!repaint(figure.stage.inner, before, now.scene, store.get("look"))) show();
    }
    follow();
  }

  const { node } = figure;
  return {
    node,
    draw,
    light,
    controls: ["heads", "mix", "part", "by", "quarter", "special", "filter", "scale", "colour", "quantity"],
    intro: () => still.intro?.(store) ?? "",
  };
}
