/** One view with all its interaction, and nothing around it: in a frame, in a file, in a page of others. */
import { createReach } from "../../data/transport.ts";
import { entriesOf, drawFigure } from "../../panel/pictures/draw.ts";
import { toSVG } from "../../core/scene/svg.ts";
import { createState } from "../../state/app.ts";
import { createLoader } from "../../state/loader.ts";
import { DEFAULTS, fromQuery, toQuery } from "../../address/index.ts";
import { attentionView, memoryView } from "../../state/view.ts";
import { answerIn } from "../../state/answers.ts";
import { drawnFrom } from "../../state/sources/index.ts";
import { el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import { createPanelWords } from "../../panel/panel-words.ts";
import { createTooltip } from "../../panel/tooltip.ts";
import { connect, createHands, createSoon, nextFrame } from "../../panel/workings.ts";
import type { Lang, Lit } from "../../core/types.ts";
import type { Problem, Transport } from "../../data/types.ts";
import type { createAttentionPanel } from "../../panel/attention-panel.ts";
import type { createMemoryPanel } from "../../panel/memory-panel.ts";
import type { createPanel } from "../../panel/panel.ts";
import type { AttentionEntry, MemoryEntry } from "../../panel/types.ts";
import type { Figure, View } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { ViewState } from "../../state/keys.ts";
import type { create as createContextPanel } from "../../views/context/page.ts";
import type { createStrip } from "../../panel/strip/page.ts";

/** What a player can show. A file that shows one view brings the modules of that view alone. */
export interface Kit {
  views: readonly View[];
  attention: { create: typeof createAttentionPanel; entries: AttentionEntry[] };
  memory: { create: typeof createMemoryPanel; entries: MemoryEntry[] };
  context?: { create: typeof createContextPanel; createPanel: typeof createPanel };
  strip: typeof createStrip;
  figures: readonly Figure[];
}

const dark = () => matchMedia("(prefers-color-scheme: dark)");

const section = (id: string, title: string) => el("section", { id, class: "panel" }, el("h2", {}, title));

/** Whether everything that the shown views stand on has come, or was refused. */
function settled(store: Store) {
  const state = store.snapshot();
  const asked = drawnFrom(state).flatMap(({ name, quiet }) => (quiet ? [] : [answerIn(state, name)]));
  const failed = asked.find(({ status }) => status === "error");
  return {
    problem: failed?.problem ?? null,
    ready: asked.every(({ status }) => status === "ready" || status === "idle"),
  };
}

/** A transport that can be left: what is on its way ends, and nothing more is asked. */
function leavable(transport: Transport) {
  const leaving = new AbortController();
  const own: Transport = (path, asked) => {
    if (leaving.signal.aborted) return new Promise(() => {}); // nobody waits for it
    const { signal } = asked;
    return transport(path, { ...asked, signal: signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal });
  };
  return { transport: own, left: leaving.signal, leave: () => leaving.abort() };
}

/** @param root emptied and filled */
export function play(
  root: HTMLElement | ShadowRoot,
  kit: Kit,
  {
    query,
    transport,
    lang,
    version,
    settled: tell = () => {},
  }: {
    /** the view state */
    query: string;
    /** where questions go */
    transport: Transport;
    /** where the query names none */
    lang: Lang;
    /** of the app that drew the figure */
    version: string;
    /** all that is shown has come and is drawn, or why it has not; again after every change that asks for something */
    settled?: (problem: Problem | null) => void;
  },
) {
  const look = (theme: string) => (theme === "dark" || (theme === "auto" && dark().matches) ? "dark" : "light");
  const store = createState(fromQuery(query), { themeInForce: "light", langInForce: lang, views: kit.views });
  const view = store.get("view");
  store.set({ themeInForce: look(store.get("theme")), langInForce: store.get("lang") || lang });
  const words = () => store.get("langInForce");

  const road = leavable(transport);
  const reach = createReach(road.transport);
  const entries = entriesOf(store, kit.figures);
  const shows = {
    attention: attentionView(store.snapshot()) !== null,
    memory: memoryView(store.snapshot()) !== null,
    context: view === "context",
  };
  const loader = createLoader(store, reach);
  const retry = () => loader.again();

  const notices = el("div", { class: "notices", "aria-live": "polite" });
  const panels = el("div", {
    class: "panels",
    "data-view": view,
    "data-panel": view === "" ? "both" : shows.context ? "context" : shows.attention ? "attention" : "memory",
  });
  const body = el("div", { class: "player", lang: words() });
  const hands = createHands(store, { tip: createTooltip(body), again: loader.again });
  const strip = view === "" ? kit.strip(store, hands) : undefined;
  if (strip) body.append(el("section", { class: "strip" }, strip.node));
  body.append(notices, panels);
  root.replaceChildren(body);

  function place(id: "attention" | "gates" | "context", title: string) {
    const made = section(id, t(words(), title));
    panels.append(made);
    return made;
  }
  const attention = shows.attention
    ? kit.attention.create(place("attention", "attention"), store, hands, {
        entries: kit.attention.entries,
        retry,
      })
    : undefined;
  const memory = shows.memory
    ? kit.memory.create(place("gates", "memory"), store, hands, {
        entries: kit.memory.entries,
        retry,
        sentence: DEFAULTS.text,
      })
    : undefined;
  const compared = shows.context ? kit.context?.create(store, hands) : undefined;
  const contextPanel =
    compared && kit.context ? kit.context.createPanel(place("context", "context"), compared.nodes) : null;
  const { drawContext, drawNotices } = createPanelWords(store, { contextPanel, notices, retry });
  const soon = createSoon();
  const parts = connect(store, soon, body, {
    ...(attention ? { attention } : {}),
    ...(memory ? { memory } : {}),
    notices: drawNotices,
    ...(compared ? { context: { draw: compared.draw, drawWords: drawContext } } : {}),
    ...(strip ? { strip: { draw: strip.draw, light: (lit: Lit) => strip.figure.stage.light(lit) } } : {}),
  });

  store.on(["theme"], () => store.set({ themeInForce: look(store.get("theme")) }));
  store.on(["lang"], () => store.set({ langInForce: store.get("lang") || lang }));
  const media = dark();
  const follow = () => store.set({ themeInForce: look(store.get("theme")) });
  media.addEventListener("change", follow);

  let told = "";
  store.on(["answers"], () => {
    const now = settled(store);
    const said = now.problem ? JSON.stringify(now.problem) : now.ready ? "ready" : "";
    if (said === told) return;
    told = said;
    // After the frame in which it is drawn, if it still is so.
    if (said) nextFrame(() => nextFrame(() => (told === said && !road.left.aborted ? tell(now.problem) : undefined)));
  });
  parts.draw();
  loader.start();

  return {
    store,
    hands,
    state(): ViewState {
      const all = store.snapshot() as Record<string, any>;
      return Object.fromEntries(Object.keys(DEFAULTS).map((key) => [key, all[key]])) as ViewState;
    },
    query: () => toQuery(store.snapshot()),
    /**
     * The figure as it stands, as on the server.
     * @param options the width of its pictures, in pixels
     * @throws {RangeError} there is nothing to draw yet, or nothing at all
     */
    svg({ width, theme }: { width: number; theme: "auto" | "light" | "dark" }) {
      const drawn = drawFigure(store, entries, { width, version });
      if ("why" in drawn) throw new RangeError(drawn.why);
      const metadata = {
        generator: `Heads & Gates ${version}`,
        query: toQuery(store.snapshot()),
        models: drawn.models,
      };
      return { svg: toSVG(drawn.scene, { theme, metadata }), width: drawn.scene.width, height: drawn.scene.height };
    },
    close() {
      media.removeEventListener("change", follow);
      road.leave();
      root.replaceChildren();
    },
  };
}
