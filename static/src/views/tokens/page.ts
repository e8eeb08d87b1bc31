/** The sentence as it reads, shaded by what one token looks at and by what looks at it. */
import { cellsOf } from "../../data/matrix.ts";
import { matrices } from "../../state/selection.ts";
import { createChosen, sayAll } from "../../panel/pictures/one-token.ts";
import { figure as still, pictureAt, sayReading } from "./pictures.ts";
import { tokenOf } from "../../core/scene/hit.ts";
import { el, segments } from "../../panel/dom.ts";
import { overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayDrawn } from "../../plots/say.ts";
import type { Cursor, Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Grid } from "../../panel/grids.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Place } from "./pictures.ts";

type End = "from" | "to";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const chosen = createChosen(store);
  const all = () => matrices(store);
  /** The token that is shown. */
  const now: Place = { query: -1, key: -1 };
  const scene = () => mount.shown()[0]?.scene as ReturnType<typeof pictureAt>["scene"] | undefined;
  const blocks = () => scene()?.blocks ?? [];
  /** The block that the keyboard or the pointer was in last: its head is the one that is read off. */
  let block = 0;

  const sideOf = (end: End) => {
    const matrix = all()[0]?.matrix;
    return end === "from" ? matrix?.keys : matrix?.queries;
  };

  const pairOf = ({ end }: { head: number; end: End }, cell: number): { query: number; key: number } =>
    end === "from" ? { query: now.query, key: cell } : { query: cell, key: now.key };

  /** Pinned, the token stays and what is pointed at is read off; else it becomes the token. */
  function cursorAt(at: { head: number; end: End }, cell: number): Cursor | null {
    const matrix = all()[0]?.matrix;
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
    const drawn = all()[at.head];
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
    const found = blocks().findIndex(({ id }) => id === region.id);
    const at = blocks()[found];
    const side = at && sideOf(at.end);
    const [cell] = side ? cellsOf(side, [tokenOf(region.column, 0, 1)]) : [];
    if (!at || cell === undefined) return null;
    block = found;
    return { at, cell };
  }

  /** A row a block, in which a token stands where its line put it. */
  function grids({ scene: { title, regions } }: Picture): Grid[] {
    const drawn = scene();
    if (!drawn) return [];
    const rows = blocks().map((block) => regions.filter(({ id }) => id === block.id));
    return [
      overPlaces("tokens", rows, titled(words(), title, t(words(), "keys")), {
        box(row, column) {
          const { places, top } = blocks()[row] as ReturnType<typeof blocks>[number];
          const place = places[Math.min(column, places.length - 1)] ?? { x: 0, y: 0, width: 0 };
          return { x: place.x, y: top + place.y, width: place.width, height: drawn.tall };
        },
        find(id) {
          const row = blocks().findIndex((one) => one.id === id);
          return row < 0 ? null : [row, Math.max(0, blocks()[row]?.end === "from" ? now.key : now.query)];
        },
      }),
    ];
  }
  const mount = createMount(store, hands, {
    pictures: (_, room) => (all().length ? [pictureAt(store, all(), now, room)] : []),
    busy: () => store.get("answers").oneHead.status === "loading",
    parts: {
      tokens: {
        className: "attn-tokens",
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
        grids,
        lit: () => null,
      },
    },
  });
  const figure = mount.figures.tokens;
  const directions = el("span", { class: "segments" });
  const box = el("input", { type: "checkbox" });
  const boxWords = el("span");
  const numbers = el("label", { class: "choice check" }, box, boxWords);
  box.addEventListener("change", () => store.set({ numbers: box.checked }));
  figure.tools.append(directions, numbers);
  const held = el("p", { class: "says" });
  figure.readout.replaceWith(held);

  let said = "";
  function follow() {
    const about = all()[blocks()[block]?.head ?? 0] ?? all()[0];
    const id = JSON.stringify([words(), now, about?.id, store.get("pin"), store.get("direction")]);
    if (!about || id === said) return;
    said = id;
    const lines = sayReading(store, about, now);
    held.replaceChildren(...lines.map((line) => el("span", {}, line)), hands.release() ?? "");
  }

  function draw() {
    const [first] = all();
    const { langInForce: lang, direction, numbers: every } = store.snapshot();
    const named = ["both", "from", "to"].map((value) => ({ value, words: t(lang, `direction-${value}`) }));
    segments(directions, t(lang, "direction"), named, direction, (value) => store.set({ direction: value as "both" }));
    boxWords.textContent = t(lang, "reading-numbers");
    box.checked = every;
    if (first) Object.assign(now, chosen.now(first.matrix));
    if (!mount.draw()) return;
    said = "";
    follow();
  }

  /** Another token: the words stay where they are, and only their shades change. */
  function light() {
    const [first] = all();
    if (!first || !scene()) return;
    const next = chosen.now(first.matrix);
    if (next.query !== now.query || next.key !== now.key) {
      Object.assign(now, next);
      mount.replace(pictureAt(store, all(), now, { width: figure.room(), live: true }));
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
