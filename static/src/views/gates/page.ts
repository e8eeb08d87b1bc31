/** The gates view: choosing a unit and the order of units, and reading off a step. */
import { arraysOf, sorted } from "../../data/units.ts";
import { bands, intro, tracks as tracksOf, unitOpen } from "./pictures.ts";
import { el } from "../../panel/dom.ts";
import { overRows } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayGate, sayToken } from "../../plots/say.ts";
import { createSortChoice } from "../../panel/unit-order.ts";
import { createStepReadout } from "../../panel/unit-readout.ts";
import { createTracks } from "../../panel/tracks.ts";
import type { Cursor, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { MemoryPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): MemoryPart {
  const words = () => store.get("langInForce");
  const shown = () => store.get("answers").gates.data;
  const order = () => {
    const { sort: key, track } = store.snapshot();
    const data = shown();
    return data ? sorted(data, key, track).order : [];
  };

  function pointed(region: Region, row: number, column: number): Cursor {
    const unit = region.row.kind === "unit" ? order()[(region.row.from ?? 0) + row] : undefined;
    return {
      source: "gates",
      token: column,
      ...(unit === undefined ? {} : { unit }),
      ...(region.array === undefined ? {} : { array: region.array }),
    };
  }

  function say({ token, unit, array }: Cursor) {
    const data = shown();
    const found = data?.tokens[token];
    if (!data || !found) return "";
    return array === undefined ? sayToken(words(), found, data.model) : sayGate(words(), data, array, token, unit);
  }

  /** A step is pinned; a unit's row also opens the unit's tracks. */
  function pick(cursor: Cursor) {
    hands.pin(cursor);
    if (cursor.unit !== undefined) store.set({ unit: cursor.unit });
  }

  const mount = createMount(store, hands, {
    pictures: bands,
    // Moving a threshold draws no band again.
    inputs() {
      const { sort: key, track, view } = store.snapshot();
      return [shown(), key, track, view === "gates"];
    },
    parts: {
      gates: {
        className: "gates",
        readout: true,
        cursor: pointed,
        say: (...spot) => say(pointed(...spot)),
        pick: (region, row, column) => pick(pointed(region, row, column)),
        grids({ scene: { regions } }) {
          const data = shown();
          const found = (...ids: string[]) => ids.flatMap((id) => regions.find((region) => region.id === id) ?? []);
          return (data ? arraysOf(data) : []).map((band) =>
            overRows(
              band,
              found(`mean-${band}`, band, `rest-${band}`),
              titled(words(), t(words(), band), t(words(), "keys")),
            ),
          );
        },
      },
    },
  });
  const figure = mount.figures.gates;
  const sort = createSortChoice(store);
  figure.tools.append(sort.node);
  figure.box.before(figure.readout); // under the heading: the bands are taller than most windows
  const close = el("button", { type: "button", class: "small close" });
  close.addEventListener("click", () => {
    store.set({ unit: null });
    figure.box.focus();
  });
  const tracks = createTracks(store, hands, {
    pictures: tracksOf,
    shown() {
      const data = shown();
      const unit = data ? unitOpen(store, data) : undefined;
      return data && unit !== undefined ? { data, unit } : null;
    },
    after: [close],
  });
  tracks.node.classList.add("under");
  const node = el("div", {}, figure.node);

  function draw() {
    const data = shown();
    const open = data !== null && unitOpen(store, data) !== undefined;
    if (!open) tracks.node.remove();
    else if (!tracks.node.parentNode) node.append(tracks.node);
    node.closest("html")?.classList.toggle("tracks-open", open); // inside a shadow root there is none
    close.textContent = t(words(), "unit-close");
    mount.draw();
    if (!data) return;
    const by = sort.draw(data);
    if (open) tracks.draw(by);
    read();
  }

  const showStep = createStepReadout(figure.readout);
  function read() {
    const cursor = store.get("cursor");
    const steps = hands.lit().gates.rows;
    const own = cursor?.source === "gates" && cursor.array !== undefined && cursor.token === steps.at(-1);
    showStep(words(), shown(), {
      steps,
      unit: own ? cursor?.unit : undefined,
      hint: t(words(), "hint-units"),
      release: hands.release(),
    });
    tracks.read();
  }

  return {
    node,
    light(lit) {
      mount.light(lit);
      tracks.light(lit);
    },
    draw,
    read,
    intro: () => intro(store),
  };
}
