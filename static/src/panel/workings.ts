/** What panels share wherever they stand, on the page or alone in a frame: one cursor, one frame of drawing, one list of what depends on what. */
import { keysWhere } from "../state/keys.ts";
import type { Key } from "../state/keys.ts";
import type { View } from "../state/view.ts";
import { forgetWindow } from "../state/forget.ts";
import { keepWithinModel } from "../state/lacking.ts";
import { litNow } from "../state/lit.ts";
import { el } from "./dom.ts";
import { t } from "../core/words/index.ts";
import type { Cursor, Lit } from "../core/types.ts";
import type { Hands } from "./figure.ts";
import type { AppState, Store } from "../state/app.ts";
import type { Heard } from "../state/store.ts";

const sameCursor = (a: Cursor | null, b: Cursor | null) =>
  a === b ||
  (a &&
    b &&
    a.source === b.source &&
    a.token === b.token &&
    a.key === b.key &&
    a.unit === b.unit &&
    a.array === b.array);

/** A frame of another origin that is out of sight gets no frames of drawing: what stands there is drawn all the same, a little later. */
const UNSEEN_MS = 250;

export function nextFrame(job: () => void) {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(unseen);
    job();
  };
  const unseen = setTimeout(once, UNSEEN_MS);
  requestAnimationFrame(once);
}

/** Jobs at the next frame, each once. */
export function createSoon() {
  const dirty: Set<() => void> = new Set();
  function drawDirty() {
    const now = [...dirty];
    dirty.clear();
    for (const job of now) job();
  }
  return (...jobs: (() => void)[]) => {
    if (dirty.size === 0) nextFrame(drawDirty);
    for (const job of jobs) dirty.add(job);
  };
}

/**
 * What figures do with their events.
 * @param page the label at the pointer, asking a source anew
 */
export function createHands(store: Store, { tip, again }: { tip: Hands["tip"]; again: Hands["again"] }): Hands {
  const unpin = () => store.set({ pin: null, cursor: null });
  return {
    tip,
    again,
    unpin,
    hover(cursor) {
      const next = cursor ?? store.get("pin");
      if (!sameCursor(next, store.get("cursor"))) store.set({ cursor: next });
    },
    // A second time lets go.
    pin(cursor) {
      const pin = sameCursor(cursor, store.get("pin")) ? null : cursor;
      store.set({ pin, cursor });
    },
    release() {
      if (!store.get("pin")) return null;
      const button = el("button", { type: "button", class: "release" }, t(store.get("langInForce"), "unpin"));
      button.addEventListener("click", unpin);
      return el("span", {}, ` · ${t(store.get("langInForce"), "pinned")} `, button);
    },
    lit: () => litNow(store.snapshot()),
  };
}

/** The keys that a panel's pictures depend on besides their data: which view is shown, shared ones, and its views' own. */
const keysOf = (views: readonly View[], panel: "attention" | "memory") => [
  panel === "attention" ? ("attend" as const) : ("lab" as const),
  ...keysWhere([], ({ of }) => of === panel),
  ...views
    .filter((view) => view.panel === panel)
    .flatMap(({ keys = {} }) => Object.keys(keys).filter((key) => keys[key]?.drawn !== false) as Key[]),
];

interface Panel {
  answers: readonly Heard<AppState>[];
  draw: () => void;
  drawWords: () => void;
  light: (lit: Lit) => void;
  read: () => void;
}
/** whichever there are */
interface Panels {
  attention?: Panel;
  memory?: Panel & { drawChoices: () => void };
  context?: { draw: () => void; drawWords: () => void };
  strip?: { draw: () => void; light: (lit: Lit) => void };
  notices?: () => void;
}

/**
 * Draws panels when what they depend on changes.
 * @param room whose width the pictures follow
 * @returns everything at once
 */
export function connect(
  store: Store,
  soon: ReturnType<typeof createSoon>,
  room: HTMLElement,
  { attention, memory, context, strip, notices }: Panels,
): { draw: () => void } {
  const then =
    (...jobs: ((() => void) | undefined)[]) =>
    () =>
      soon(...jobs.flatMap((job) => (job ? [job] : [])));

  function light() {
    const now = litNow(store.snapshot());
    strip?.light(now);
    attention?.light(now);
    memory?.light(now);
    attention?.read();
    memory?.read();
  }
  const words = () => {
    attention?.drawWords();
    context?.drawWords();
  };
  forgetWindow(store);
  keepWithinModel(store);
  const pictures = [strip?.draw, attention?.draw, memory?.draw, context?.draw, light];

  store.on(["answers.models", "model", "answers.attention", "answers.context"], then(words));
  store.on(["answers.models"], then(memory?.drawChoices, memory?.drawWords));
  store.on(["answers.context"], then(context?.draw, notices));
  store.on(
    ["lacking", "mask", "ablate", "attend", "lab", "against", "answers.models", ...(memory?.answers ?? [])],
    then(notices),
  );
  store.on(
    [
      ...keysOf(store.get("views"), "attention"),
      "answers.predictions",
      "answers.oneHead",
      ...(attention?.answers ?? []),
      "answers.models",
    ],
    then(attention?.draw, words, light),
  );
  store.on(["axis"], then(context?.draw));
  store.on(["answers.attention"], then(strip?.draw, attention?.draw, words, notices, light));
  store.on(["answers.gates"], then(strip?.draw, memory?.draw, memory?.drawWords, notices, light));
  store.on(
    [...keysOf(store.get("views"), "memory"), ...(memory?.answers ?? [])],
    then(memory?.draw, memory?.drawWords, light),
  );
  store.on(["cursor", "pin"], then(light));
  store.on(["themeInForce", "theme"], then(...pictures));
  store.on(["view", "langInForce"], then(words, memory?.drawWords, notices, ...pictures));

  let width = 0;
  new ResizeObserver(() => {
    if (room.clientWidth === width) return;
    width = room.clientWidth;
    soon(...pictures.flatMap((job) => (job ? [job] : [])));
  }).observe(room);
  return {
    draw() {
      words();
      memory?.draw();
      memory?.drawWords();
      light();
    },
  };
}
