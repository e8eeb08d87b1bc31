/** One view with all its interaction, and nothing around it: in a frame, in a file, in a page of others. */
import { createReach } from "../data/transport.js";
import { entriesOf, drawFigure } from "../figures/draw.js";
import { toSVG } from "../scene/svg.js";
import { createState } from "../state/app.js";
import { createAttnLoader } from "../state/attn-loader.js";
import { createLabLoader } from "../state/lab-loader.js";
import { createLoader } from "../state/loader.js";
import { DEFAULTS, attentionView, labView, toQuery } from "../state/permalink.js";
import { readsOf } from "../state/reads.js";
import { el } from "../ui/dom.js";
import { t } from "../ui/i18n.js";
import { createPanelWords } from "../ui/panel-words.js";
import { createTooltip } from "../ui/tooltip.js";
import { connect, createHands, createSoon, nextFrame } from "../ui/workings.js";

/** @typedef {import("../types.js").AttnEntry} AttnEntry */
/** @typedef {import("../types.js").FigureEntry} FigureEntry */
/** @typedef {import("../types.js").LabEntry} LabEntry */
/** @typedef {import("../state/permalink.js").ViewState} ViewState */
/** @typedef {ReturnType<typeof createState>} Store */
/**
 * What a player can show. A file that shows one view brings the modules of that view alone.
 * @typedef {object} Kit
 * @property {{create: typeof import("../ui/attention-panel.js").createAttentionPanel, entries: AttnEntry[], sources: readonly import("../types.js").AttnSource[]}} attention
 * @property {{create: typeof import("../ui/memory-panel.js").createMemoryPanel, entries: LabEntry[], sources: readonly import("../types.js").LabSource[]}} memory
 * @property {{create: typeof import("../ui/context-panel.js").createContextPanel, createPanel: typeof import("../ui/panel.js").createPanel}} [context]
 * @property {typeof import("../ui/strip-panel.js").createStrip} strip
 * @property {readonly FigureEntry[]} figures
 */

const dark = () => matchMedia("(prefers-color-scheme: dark)");

/** @param {string} id @param {string} title */
const section = (id, title) => el("section", { id, class: "panel" }, el("h2", {}, title));

/** Whether everything that the shown views stand on has come, or was refused. @param {Store} store @param {Kit} kit */
function settled(store, kit) {
  const state = store.snapshot();
  const [attention, lab] = [attentionView(state), labView(state)];
  const asked = [
    ...(attention ? [state.attention, state.oneHead] : []),
    ...(lab ? [state.gates] : []),
    ...(state.view === "context" ? [state.context] : []),
    ...kit.attention.sources.flatMap(({ name, views, quiet }) => (attention && !quiet && views.includes(attention) ? [state.attnData[name]] : [])),
    ...kit.memory.sources.flatMap(({ name, views, quiet }) => (lab && !quiet && views.includes(lab) ? [state.labData[name]] : [])),
  ];
  const failed = asked.find((one) => one?.status === "error");
  return { problem: failed?.problem ?? null, ready: asked.every((one) => one === undefined || one.status === "ready" || one.status === "idle") };
}

/**
 * A transport that can be left: what is on its way ends, and nothing more is asked.
 * @param {import("../types.js").Transport} transport
 */
function leavable(transport) {
  const leaving = new AbortController();
  /** @type {import("../types.js").Transport} */
  const own = (path, asked) => {
    if (leaving.signal.aborted) return new Promise(() => {}); // nobody waits for it
    const { signal } = asked;
    return transport(path, { ...asked, signal: signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal });
  };
  return { transport: own, left: leaving.signal, leave: () => leaving.abort() };
}

/**
 * @param {HTMLElement | ShadowRoot} root emptied and filled
 * @param {Kit} kit
 * @param {object} options
 * @param {string} options.query the view state
 * @param {import("../types.js").Transport} options.transport where questions go
 * @param {import("../types.js").Lang} options.lang where the query names none
 * @param {string} options.version of the app that drew the figure
 * @param {(problem: import("../types.js").Problem | null) => void} [options.settled] all that is shown has come and is drawn, or why it
 *   has not; again after every change that asks for something
 */
export function play(root, kit, { query, transport, lang, version, settled: tell = () => {} }) {
  const look = (/** @type {string} */ theme) => (theme === "dark" || (theme === "auto" && dark().matches) ? "dark" : "light");
  const store = createState(query, { look: "light", words: lang });
  const view = store.get("view");
  store.set({ look: look(store.get("theme")), words: store.get("lang") || lang });
  const words = () => store.get("words");

  const road = leavable(transport);
  const reach = createReach(road.transport);
  const entries = entriesOf(store, kit.figures);
  const shows = { attention: attentionView(store.snapshot()) !== null, memory: labView(store.snapshot()) !== null, context: view === "context" };
  const sources = { attention: kit.attention.sources, memory: kit.memory.sources };
  const reads = readsOf(store.snapshot(), sources.memory, entries);
  const loader = createLoader(store, reach, (/** @type {const} */ (["attention", "gates", "context"])).filter((name) => reads[name]));
  const workbench = createAttnLoader(store, sources.attention, reach);
  const laboratory = createLabLoader(store, sources.memory, reach);
  const again = (/** @type {string} */ name) => {
    workbench.again(name);
    laboratory.again(name);
  };
  function retry() {
    loader.retry();
    workbench.again();
    laboratory.again();
  }

  const notices = el("div", { class: "notices", "aria-live": "polite" });
  const panels = el("div", { class: "panels", "data-view": view, "data-panel": view === "" ? "both" : shows.context ? "context" : shows.attention ? "attention" : "memory" });
  const body = el("div", { class: "player", lang: words() });
  const hands = createHands(store, { reach, tip: createTooltip(body), again });
  const strip = view === "" ? kit.strip(store, hands) : undefined;
  if (strip) body.append(el("section", { class: "strip" }, strip.node));
  body.append(notices, panels);
  root.replaceChildren(body);

  /** @param {"attention" | "gates" | "context"} id @param {string} title */
  function place(id, title) {
    const made = section(id, t(words(), title));
    panels.append(made);
    return made;
  }
  const attention = shows.attention
    ? kit.attention.create(place("attention", "attention"), store, hands, { entries: kit.attention.entries, sources: sources.attention, retry })
    : undefined;
  const memory = shows.memory
    ? kit.memory.create(place("gates", "memory"), store, hands, { entries: kit.memory.entries, sources: sources.memory, retry, sentence: DEFAULTS.text })
    : undefined;
  const compared = shows.context ? kit.context?.create(store, hands) : undefined;
  const contextPanel = compared && kit.context ? kit.context.createPanel(place("context", "context"), compared.nodes) : null;
  const { drawContext, drawNotices } = createPanelWords(store, { contextPanel, notices, retry });
  const soon = createSoon();
  const parts = connect(store, soon, body, {
    ...(attention ? { attention } : {}), ...(memory ? { memory } : {}), notices: drawNotices,
    ...(compared ? { context: { draw: compared.draw, drawWords: drawContext } } : {}),
    ...(strip ? { strip: { draw: strip.draw, light: (/** @type {import("../types.js").Lit} */ lit) => strip.figure.stage.light(lit) } } : {}),
  });

  store.on(["theme"], () => store.set({ look: look(store.get("theme")) }));
  store.on(["lang"], () => store.set({ words: store.get("lang") || lang }));
  const media = dark();
  const follow = () => store.set({ look: look(store.get("theme")) });
  media.addEventListener("change", follow);

  if (!reads.gates) store.on(["labData"], () => entries.forEach(({ lights }) => lights?.(store)));

  let told = "";
  store.on(["attention", "oneHead", "gates", "context", "attnData", "labData", "predictions"], () => {
    const now = settled(store, kit);
    const said = now.problem ? JSON.stringify(now.problem) : now.ready ? "ready" : "";
    if (said === told) return;
    told = said;
    // After the frame in which it is drawn, if it still is so.
    if (said) nextFrame(() => nextFrame(() => (told === said && !road.left.aborted ? tell(now.problem) : undefined)));
  });
  parts.draw();
  loader.start();
  workbench.start();
  laboratory.start();

  return {
    store, hands,
    /** @returns {ViewState} */
    state() {
      const all = /** @type {Record<string, any>} */ (store.snapshot());
      return /** @type {ViewState} */ (Object.fromEntries(Object.keys(DEFAULTS).map((key) => [key, all[key]])));
    },
    query: () => toQuery(store.snapshot()),
    /**
     * The figure as it stands, as on the server.
     * @param {{width: number, theme: "auto" | "light" | "dark"}} options the width of its pictures, in pixels
     * @throws {RangeError} there is nothing to draw yet, or nothing at all
     */
    svg({ width, theme }) {
      const drawn = drawFigure(store, entries, { width, version });
      if ("why" in drawn) throw new RangeError(drawn.why);
      const metadata = { generator: `Heads & Gates ${version}`, query: toQuery(store.snapshot()), models: drawn.models };
      return { svg: toSVG(drawn.scene, { theme, metadata }), width: drawn.scene.width, height: drawn.scene.height };
    },
    close() {
      media.removeEventListener("change", follow);
      road.leave();
      root.replaceChildren();
    },
  };
}
