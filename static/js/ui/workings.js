/** What panels share wherever they stand, on the page or alone in a frame: one cursor, one frame of drawing, one list of what depends on what. */
import { forgetWindow } from "../state/forget.js";
import { litNow } from "../state/lit.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("./figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Cursor | null} a @param {Cursor | null} b */
const sameCursor = (a, b) =>
  a === b || (a && b && a.source === b.source && a.token === b.token && a.key === b.key && a.unit === b.unit && a.array === b.array);

/** A frame of another origin that is out of sight gets no frames of drawing: what stands there is drawn all the same, a little later. */
const UNSEEN_MS = 250;

/** @param {() => void} job */
export function nextFrame(job) {
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
  /** @type {Set<() => void>} */
  const dirty = new Set();
  function drawDirty() {
    const now = [...dirty];
    dirty.clear();
    for (const job of now) job();
  }
  return (/** @type {(() => void)[]} */ ...jobs) => {
    if (dirty.size === 0) nextFrame(drawDirty);
    for (const job of jobs) dirty.add(job);
  };
}

/**
 * What figures do with their events.
 * @param {Store} store
 * @param {{reach: Hands["reach"], tip: Hands["tip"], again: Hands["again"]}} page where questions go, the label at the pointer, asking a source anew
 * @returns {Hands}
 */
export function createHands(store, { reach, tip, again }) {
  const unpin = () => store.set({ pin: null, cursor: null });
  return {
    reach, tip, again, unpin,
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
      const button = el("button", { type: "button", class: "release" }, t(store.get("words"), "unpin"));
      button.addEventListener("click", unpin);
      return el("span", {}, ` · ${t(store.get("words"), "pinned")} `, button);
    },
    lit: () => litNow(store.snapshot()),
  };
}

/** What the memory panel's pictures depend on besides their data. */
const OF_MEMORY = /** @type {const} */ ([
  "lab", "cell", "checkpoint", "forget_bias", "recurrent_scale", "sort", "unit", "track", "threshold", "at", "move", "share", "replaced", "by_piece",
]);
/** What the attention panel's pictures depend on besides their data. */
const OF_ATTENTION = /** @type {const} */ ([
  "attend", "layer", "head", "heads", "mix", "part", "quarter", "by", "special", "renormalise", "filter", "least", "mass", "scale", "colour",
  "quantity", "order", "arrange", "habit", "from", "to", "mask", "ablate", "against", "model_b", "layer_b", "head_b", "matched", "text_b", "temperature",
  "direction", "layout", "numbers", "window", "lines", "strips", "scaling", "all_keys", "dims", "all_heads", "candidate",
]);

/**
 * @typedef {object} Panel
 * @property {() => void} draw
 * @property {() => void} drawWords
 * @property {(lit: import("../types.js").Lit) => void} light
 * @property {() => void} read
 */
/**
 * @typedef {object} Panels whichever there are
 * @property {Panel} [attention]
 * @property {Panel & {drawChoices: () => void}} [memory]
 * @property {{draw: () => void, drawWords: () => void}} [context]
 * @property {{draw: () => void, light: (lit: import("../types.js").Lit) => void}} [strip]
 * @property {() => void} [notices]
 */

/**
 * Draws panels when what they depend on changes.
 * @param {Store} store @param {ReturnType<typeof createSoon>} soon @param {HTMLElement} room whose width the pictures follow
 * @param {Panels} panels
 * @returns {{draw: () => void}} everything at once
 */
export function connect(store, soon, room, { attention, memory, context, strip, notices }) {
  /** @param {...((() => void) | undefined)} jobs */
  const then = (...jobs) => () => soon(...jobs.flatMap((job) => (job ? [job] : [])));

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
  const pictures = [strip?.draw, attention?.draw, memory?.draw, context?.draw, light];

  store.on(["models", "model", "attention", "context"], then(words));
  store.on(["models"], then(memory?.drawChoices, memory?.drawWords));
  store.on(["context"], then(context?.draw, notices));
  store.on(["lacking", "mask", "ablate", "attend", "lab", "against", "models", "labData"], then(notices));
  store.on([...OF_ATTENTION, "predictions", "oneHead", "attnData", "models"], then(attention?.draw, words, light));
  store.on(["axis"], then(context?.draw));
  store.on(["attention"], then(strip?.draw, attention?.draw, words, notices, light));
  store.on(["gates"], then(strip?.draw, memory?.draw, memory?.drawWords, notices, light));
  store.on([...OF_MEMORY, "labData"], then(memory?.draw, memory?.drawWords, light));
  store.on(["cursor", "pin"], then(light));
  store.on(["look", "theme"], then(...pictures));
  store.on(["view", "words"], then(words, memory?.drawWords, notices, ...pictures));

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
