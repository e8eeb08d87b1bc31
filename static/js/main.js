/** Wiring: state, URL, loader and panels. */
import { createLoader } from "./state/loader.js";
import { createState } from "./state/app.js";
import { litBy } from "./state/lit.js";
import { fromQuery, toQuery } from "./state/permalink.js";
import { createAttentionPanel } from "./ui/attention-panel.js";
import { createControls } from "./ui/controls.js";
import { byId, el } from "./ui/dom.js";
import { createGatesPanel } from "./ui/gates-panel.js";
import { has, t } from "./ui/i18n.js";
import { createPanel, provenance } from "./ui/panel.js";
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
const loader = createLoader(store);

/** @param {Cursor | null} a @param {Cursor | null} b */
const sameCursor = (a, b) =>
  a === b || (a && b && a.source === b.source && a.token === b.token && a.key === b.key && a.unit === b.unit && a.array === b.array);

function lit() {
  const { attention, gates, cursor } = store.snapshot();
  const own = cursor && store.get(cursor.source).data;
  const tokens = (/** @type {{text: string, tokens: import("./types.js").Token[]} | null} */ data) =>
    data && own && data.text === own.text ? data.tokens : [];
  return litBy(cursor, { attention: tokens(attention.data), gates: tokens(gates.data) });
}

const hands = {
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
};

const controls = createControls(store);
const ruler = createStrip(store, hands);
const attention = createAttentionPanel(store, hands);
const gates = createGatesPanel(store, hands);
byId("strip").append(ruler.node);
const attentionPanel = createPanel(byId("attention"), attention.nodes);
const gatesPanel = createPanel(byId("gates"), [gates.node]);

function drawPanels() {
  const { attention: all, oneHead, gates: net, words: lang, text, model, layer, head, checkpoint, models } = store.snapshot();
  const listed = models?.models.find(({ id }) => id === (model === "auto" ? (all.data?.model.id ?? "minilm") : model));
  const recurrent = models?.models.find(({ family }) => family === "recurrent");
  const shown = all.status === "ready" && oneHead.status === "error" ? { ...all, status: oneHead.status, problem: oneHead.problem } : all;
  attentionPanel.show(lang, shown, { doing: t(lang, "reading-attention"), model: listed, retry: loader.retry });
  gatesPanel.show(lang, net, { doing: t(lang, "reading-gates"), model: recurrent, retry: loader.retry });
  const about = new URLSearchParams({ text, model, layers: String(layer), heads: String(head), include: "thumbnails" });
  attentionPanel.twins(lang, `/api/v1/attention?${about}`, `/api/v1/attention?${about}&format=safetensors`);
  const cell = new URLSearchParams({ text, cell: "lstm", checkpoint, include: "predictions,units" });
  gatesPanel.twins(lang, `/api/v1/gates?${cell}`, `/api/v1/gates?${cell}&format=safetensors`);
  if (all.data) {
    const name = models?.models.find(({ id }) => id === all.data?.model.id)?.title ?? all.data.model.id;
    attentionPanel.intro.textContent = t(lang, "attention-intro", { model: name });
    attentionPanel.notes.replaceChildren(provenance(lang, all.data.model, models?.models.find(({ id }) => id === all.data?.model.id)?.description));
  }
  if (net.data) {
    const { check, model: ref } = net.data;
    gatesPanel.intro.textContent = t(lang, "gates-intro");
    const said = t(lang, net.data.checkpoint === "initial" ? "gates-note-initial" : "gates-note");
    gatesPanel.notes.replaceChildren(
      el("p", { class: "note" }, `${said} `, el("a", { href: "/docs#models" }, t(lang, "how-trained"))),
      el("p", { class: "note" }, t(lang, "check-line", { against: check.against, error: check.max_abs_error.toExponential(1) })),
      provenance(lang, ref, recurrent?.description),
    );
  }
}

function drawNotices() {
  const { attention: all, gates: net, words: lang } = store.snapshot();
  const notices = [all.data, net.data].flatMap((data) => (data?.notices ?? []).map((notice) => ({ notice, data })));
  byId("notices").replaceChildren(
    ...notices.map(({ notice: { code, detail, tokens }, data }) => {
      const total = data?.tokens.filter(({ special }) => !special).length ?? 0;
      const words = { id: data?.model.id ?? "", count: tokens.length, total };
      const said = has(`notice-${code}-detail`) ? t(lang, `notice-${code}-detail`, words) : detail;
      return el("p", { class: "notice" }, el("strong", {}, `${has(`notice-${code}`) ? t(lang, `notice-${code}`) : code}. `), said);
    }),
  );
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
  for (const { stage } of [ruler.figure, attention.all, attention.one, gates.figure]) stage.light(now);
  attention.read();
  gates.read();
}

function drawPage() {
  byId("pictures").dataset["view"] = store.get("view");
  document.documentElement.dataset["theme"] = store.get("theme");
  const [...sentence] = store.get("text").trim();
  document.title = `${sentence.slice(0, 60).join("")}${sentence.length > 60 ? "…" : ""} · Heads & Gates`;
}

const pictures = [ruler.draw, attention.drawAll, attention.drawOne, gates.draw, light];
store.on(["text"], () => soon(controls.drawSentence, drawPage));
store.on(["models", "model", "attention"], () => soon(controls.drawPicker, drawPanels));
store.on(["attention"], () => soon(ruler.draw, attention.drawAll, drawPanels, drawNotices, light));
store.on(["oneHead"], () => soon(attention.drawOne, drawPanels, light));
store.on(["gates"], () => soon(ruler.draw, gates.draw, drawPanels, drawNotices, light));
store.on(["layer", "head"], () => soon(attention.drawAll, attention.drawOne, drawPanels));
store.on(["scale"], () => soon(attention.drawAll, attention.drawOne));
store.on(["cursor", "pin"], () => soon(light));
store.on(["view", "look", "theme"], () => soon(drawPage, controls.drawChoices, ...pictures));
store.on(["words"], () => soon(controls.drawWords, controls.drawChips, controls.drawPicker, controls.drawChoices, drawPanels, drawNotices, ...pictures));
store.on(["theme"], () => store.set({ look: lookOf(store.get("theme")) }));
store.on(["lang"], () => store.set({ words: wordsOf(store.get("lang")) }));
dark.addEventListener("change", () => store.set({ look: lookOf(store.get("theme")) }));

// The URL follows the state. A new sentence, model, view or head is a step to go back from; a pin or a theme is
// not, and of a sentence being typed only the whole is.
const LINKED = /** @type {const} */ (["text", "model", "view", "layer", "head", "checkpoint", "scale", "theme", "lang", "pin"]);
const STEPS = new Set(["text", "model", "view", "layer", "head", "checkpoint"]);
let following = false;
let typed = false;
for (const key of LINKED) {
  store.on([key], () => {
    controls.drawChoices();
    if (following) return;
    const address = `${location.pathname}${toQuery(store.snapshot())}`;
    if (address === location.pathname + location.search) return;
    const typing = key === "text" && store.get("typing");
    if (STEPS.has(key) && !(typing && typed)) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    typed = typing;
  });
}
addEventListener("popstate", () => {
  following = true;
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
light();
loader.start();
