/** Wiring: state, URL, loader and panels. */
import { createReach, overNetwork } from "./data/transport.js";
import { createLoader } from "./state/loader.js";
import { createAttnLoader } from "./state/attn-loader.js";
import { ATTN_SOURCES } from "./state/attn/index.js";
import { createLabLoader } from "./state/lab-loader.js";
import { SOURCES } from "./state/lab/index.js";
import { createState } from "./state/app.js";
import { litNow } from "./state/lit.js";
import { ATTN_VIEWS, DEFAULTS, LAB_VIEWS, attentionView, fromQuery, toQuery } from "./state/permalink.js";
import { ATTN } from "./ui/attn/index.js";
import { createAttentionPanel } from "./ui/attention-panel.js";
import { createContextPanel } from "./ui/context-panel.js";
import { createControls } from "./ui/controls.js";
import { byId, el } from "./ui/dom.js";
import { t } from "./ui/i18n.js";
import { LAB } from "./ui/lab/index.js";
import { createMemoryPanel } from "./ui/memory-panel.js";
import { createPanel } from "./ui/panel.js";
import { createPanelWords } from "./ui/panel-words.js";
import { createStrip } from "./ui/strip-panel.js";
import { createTooltip } from "./ui/tooltip.js";

/** @typedef {import("./types.js").Cursor} Cursor */

const dark = matchMedia("(prefers-color-scheme: dark)");
/** @param {string} theme */
const lookOf = (theme) => (theme === "dark" || (theme === "auto" && dark.matches) ? "dark" : "light");
/** @param {string} lang */
const wordsOf = (lang) => (/^zh\b/i.test(lang || navigator.language) ? "zh" : "en");

const first = fromQuery(location.search);
const store = createState(location.search, { look: lookOf(first.theme), words: wordsOf(first.lang) });
const reach = createReach(overNetwork());
const loader = createLoader(store, reach);
const laboratory = createLabLoader(store, SOURCES, reach);
const workbench = createAttnLoader(store, ATTN_SOURCES, reach);

/** @param {Cursor | null} a @param {Cursor | null} b */
const sameCursor = (a, b) =>
  a === b || (a && b && a.source === b.source && a.token === b.token && a.key === b.key && a.unit === b.unit && a.array === b.array);

const lit = () => litNow(store.snapshot());

function retry() {
  loader.retry();
  laboratory.again();
  workbench.again();
}

const hands = {
  reach,
  /** @param {Cursor | null} cursor */
  hover(cursor) {
    const next = cursor ?? store.get("pin");
    if (!sameCursor(next, store.get("cursor"))) store.set({ cursor: next });
  },
  /** @param {Cursor} cursor a second time lets go */
  pin(cursor) {
    const pin = sameCursor(cursor, store.get("pin")) ? null : cursor;
    store.set({ pin, cursor });
  },
  unpin: () => store.set({ pin: null, cursor: null }),
  release() {
    if (!store.get("pin")) return null;
    const button = el("button", { type: "button", class: "release" }, t(store.get("words"), "unpin"));
    button.addEventListener("click", hands.unpin);
    return el("span", {}, ` · ${t(store.get("words"), "pinned")} `, button);
  },
  tip: createTooltip(),
  lit,
  /** Asks a source of a panel's views anew. @param {string} name */
  again(name) {
    laboratory.again(name);
    workbench.again(name);
  },
};

/** The panels' views in the order of their tabs. */
const entries = LAB_VIEWS.flatMap((id) => LAB.filter((entry) => entry.id === id));
const benches = ATTN_VIEWS.flatMap((id) => ATTN.filter((entry) => entry.id === id));
const controls = createControls(store, { memory: entries.map(({ id }) => id) });
const ruler = createStrip(store, hands);
const compared = createContextPanel(store, hands);
byId("strip").append(ruler.node);
const attention = createAttentionPanel(byId("attention"), store, hands, { entries: benches, sources: ATTN_SOURCES, retry });
const memory = createMemoryPanel(byId("gates"), store, hands, { entries, sources: SOURCES, retry, sentence: DEFAULTS.text });
const contextPanel = createPanel(byId("context"), compared.nodes);

const { drawContext, drawNotices } = createPanelWords(store, { contextPanel, retry });
function drawPanels() {
  attention.drawWords();
  drawContext();
}

/** What needs drawing at the next frame. @type {Set<() => void>} */
const dirty = new Set();
function drawDirty() {
  const now = [...dirty];
  dirty.clear();
  for (const job of now) job();
}
/** @param {...(() => void)} jobs */
function soon(...jobs) {
  if (dirty.size === 0) requestAnimationFrame(drawDirty);
  for (const job of jobs) dirty.add(job);
}

function light() {
  const now = lit();
  ruler.figure.stage.light(now);
  attention.light(now);
  memory.light(now);
  attention.read();
  memory.read();
}

function drawPage() {
  const { view } = store.snapshot();
  document.body.dataset["view"] = byId("pictures").dataset["view"] = view;
  // Which panels are on the page: both of a sentence's, or one.
  byId("pictures").dataset["panel"] = view === "" ? "both" : view === "context" ? "context" : attentionView(store.snapshot()) ? "attention" : "memory";
  document.documentElement.dataset["theme"] = store.get("theme");
  const [...sentence] = store.get("text").trim();
  document.title = `${sentence.slice(0, 60).join("")}${sentence.length > 60 ? "…" : ""} · Heads & Gates`;
}

/** What the memory panel's pictures depend on besides their data. */
const OF_MEMORY = /** @type {const} */ ([
  "lab", "cell", "checkpoint", "forget_bias", "recurrent_scale", "sort", "unit", "track", "threshold", "at", "move", "share", "replaced", "by_piece",
]);
/** What the attention panel's pictures depend on besides their data. */
const OF_ATTENTION = /** @type {const} */ ([
  "attend", "layer", "head", "heads", "mix", "part", "quarter", "by", "special", "renormalise", "filter", "least", "mass", "scale", "colour",
  "quantity", "order", "arrange", "habit", "from", "to", "mask", "ablate", "against", "model_b", "layer_b", "head_b", "matched", "text_b", "temperature",
  "direction", "layout", "numbers",
]);
const pictures = [ruler.draw, attention.draw, memory.draw, compared.draw, light];
store.on(["text", "text_pair", "text_b", "text_c"], () => soon(controls.drawSentence, drawPage));
store.on(["models", "model", "attention", "context"], () => soon(controls.drawPicker, drawPanels));
store.on(["models"], () => soon(memory.drawChoices, memory.drawWords));
store.on(["context"], () => soon(compared.draw, drawNotices));
store.on([...OF_ATTENTION], () => soon(attention.draw, drawPanels, light));
store.on(["predictions", "oneHead", "attnData", "models"], () => soon(attention.draw, drawPanels, light));
store.on(["axis"], () => soon(compared.draw));
store.on(["attention"], () => soon(ruler.draw, attention.draw, drawPanels, drawNotices, light));
store.on(["gates"], () => soon(ruler.draw, memory.draw, memory.drawWords, drawNotices, light));
store.on(["labData"], () => soon(memory.draw, memory.drawWords, light));
store.on([...OF_MEMORY], () => soon(memory.draw, memory.drawWords, light));
store.on(["cursor", "pin"], () => soon(light));
store.on(["view", "look", "theme"], () => soon(drawPage, controls.drawChoices, ...pictures));
store.on(["view"], () => soon(controls.drawSentence, controls.drawPicker, drawPanels, memory.drawWords, drawNotices));
store.on(["lab"], () => soon(controls.drawSentence));
store.on(["words"], () => soon(controls.drawWords, controls.drawChips, controls.drawPicker, controls.drawChoices, drawPanels, memory.drawWords, drawNotices, ...pictures));
store.on(["theme"], () => store.set({ look: lookOf(store.get("theme")) }));
store.on(["lang"], () => store.set({ words: wordsOf(store.get("lang")) }));
dark.addEventListener("change", () => store.set({ look: lookOf(store.get("theme")) }));

// The URL follows the state. A new sentence, model, view or head is a step to go back from; a pin, a theme, a unit or a
// slider is not, and of a sentence being typed only the whole is.
const LINKED = /** @type {(keyof import("./state/permalink.js").ViewState)[]} */ (Object.keys(first));
const REPLACED = new Set([
  "scale", "axis", "theme", "lang", "pin", "token_a", "token_b", "token_c",
  "direction", "layout", "numbers", "colour", "special", "renormalise", "filter", "least", "mass", "order", "arrange", "from", "to",
  "sort", "unit", "track", "threshold", "at", "move", "share", "joint", "measure", "forget_bias", "recurrent_scale", "by_piece",
]);
/** Sliders change the address when they come to rest: browsers allow only so many changes. */
const SLID = new Set(["threshold", "least", "mass", "forget_bias", "recurrent_scale"]);
const SLIDING_MS = 250;
const TYPED = new Set(["text", "text_pair", "text_b", "text_c"]);
let following = false;
let typed = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let sliding;
/** @param {"pushState" | "replaceState"} how */
function follow(how) {
  clearTimeout(sliding);
  const address = `${location.pathname}${toQuery(store.snapshot())}`;
  if (address !== location.pathname + location.search) history[how](null, "", address);
}
let known = store.snapshot();
// Once for all that changes together: a new sentence stays a step to go back from when it lets go of a pin.
store.on(LINKED, () => {
  soon(controls.drawChoices);
  const now = store.snapshot();
  const changed = LINKED.filter((key) => !Object.is(now[key], known[key]));
  known = now;
  if (following || changed.length === 0) return;
  if (changed.every((key) => SLID.has(key))) {
    clearTimeout(sliding);
    sliding = setTimeout(() => follow("replaceState"), SLIDING_MS);
    return;
  }
  const typing = now.typing && changed.some((key) => TYPED.has(key));
  const step = changed.some((key) => !REPLACED.has(key)) && !(typing && typed);
  follow(step ? "pushState" : "replaceState");
  typed = typing;
});
addEventListener("popstate", () => {
  following = true;
  clearTimeout(sliding);
  const view = fromQuery(location.search);
  store.set({ typing: false });
  store.set({ ...view, cursor: view.pin });
  following = false;
});

let width = 0;
new ResizeObserver(() => {
  if (document.body.clientWidth === width) return;
  width = document.body.clientWidth;
  soon(...pictures);
}).observe(document.body);

controls.drawWords();
controls.drawSentence();
controls.drawPicker();
controls.drawChoices();
drawPage();
drawPanels();
memory.draw();
memory.drawWords();
light();
loader.start();
laboratory.start();
workbench.start();
