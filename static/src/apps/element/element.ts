/**
 * `<heads-gates>`: a figure as an element of any page, in one ES module.
 *
 *   <script type="module" src="https://figures.example/heads-gates.js"></script>
 *   <heads-gates text="…" view="heatmap" layer="3" head="1">what is shown until then</heads-gates>
 *   <heads-gates src="figure.json"></heads-gates>   (a frozen figure: no server at all)
 *
 * Attributes: every key of a link to the page (text_pair is text-pair), which follow what is chosen in the figure;
 * src, a frozen figure (figure.json), whose state they override; server, the application to ask, if it is not where the
 * module came from; loading="lazy", to begin when it comes near the window. Children are shown until the figure is
 * there, and where it cannot be.
 * Events, which bubble: hg-ready, all that is shown has come (again after every change that asks for something);
 * hg-select (layer, head, query, key, weight; or token, unit, array, value), a cell was chosen; hg-error (title, detail).
 * Methods: getState, setState, toSVG, toPNG.
 * Custom properties: --hg-ink, --hg-soft, --hg-faint, --hg-paper, --hg-band, --hg-link (colours of words, notes, lines,
 * the ground, what is pointed at, links) and --hg-font. Colours that stand for numbers stay. The theme is the reader's:
 * a page that is light only says theme="light".
 * A content policy needs the module's address in script-src and the server's in connect-src; toPNG data: in img-src.
 */
import { createReplay } from "../../data/replay.ts";
import { overNetwork } from "../../data/transport.ts";
import { DEFAULTS, fromQuery, readQuery, toQuery } from "../../address/index.ts";
import { problemBox, wordsOf } from "../../panel/status.ts";
import { play } from "../embed/player.ts";
import { selected } from "../embed/selected.ts";
import type { Kit } from "../embed/player.ts";
import type { Lang } from "../../core/types.ts";
import type { Recorded } from "../../data/replay.ts";
import type { Problem } from "../../data/types.ts";
import type { ViewState } from "../../state/keys.ts";

type Player = ReturnType<typeof play>;

const KEYS = Object.keys(DEFAULTS) as (keyof ViewState)[];
const attributeOf = (key: string) => key.replaceAll("_", "-");
const keyOf = (attribute: string) => attribute.replaceAll("-", "_");
/** What decides which views are there. */
const STRUCTURE = new Set(["src", "server", "view", "attend", "lab"]);
/** Near the window is near enough to begin. */
const NEAR = "400px";
const FORMAT = "heads-and-gates/1";

/** A language tag as the key lang has it: HTML's own attribute says zh-CN. */
const langOf = (tag: string): "" | Lang => (/^zh\b/i.test(tag) ? "zh" : /^en\b/i.test(tag) ? "en" : "");

/** What an attribute says of its key. */
const written = (key: string, value: string) => (key === "lang" ? langOf(value) : value);

/**
 * A query of one key alone.
 * @param value as its attribute has it
 */
const only = (key: string, value: string) => `?${new URLSearchParams({ [key]: written(key, value) })}`;

/**
 * A frozen figure.
 * @throws {Error} it is not there, or is none
 */
async function snapshot(address: URL) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const read = await response.json();
  if (read?.format !== FORMAT || !Array.isArray(read.answers)) {
    throw new Error("this file is no figure of Heads & Gates");
  }
  return { query: String(read.query), answers: read.answers, version: String(read.version) };
}

/** @param height in pixels of the picture */
async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    throw new RangeError("the browser draws no SVG here: a content policy must allow data: in img-src");
  }
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  return new Promise((done, failed) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : failed(new RangeError("the browser made no picture of that size"))),
      "image/png",
    ),
  );
}

/** @param build the styles of the shadow root, the app's version, the server that the module came from */
export function define(kit: Kit, { css, version, origin }: { css: string; version: string; origin: string }) {
  if (customElements.get("heads-gates")) return; // the module came from another address, too
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);

  class HeadsGates extends HTMLElement {
    static observedAttributes = [...KEYS.map(attributeOf), "src", "server"];

    #player: Player | null = null;
    #watcher: IntersectionObserver | null = null;
    /** Whether it has begun: attributes are there before that, and change nothing then. */
    #begun = false;
    /** Whether a start waits for all attributes that change together. */
    #waiting = false;
    /** Whether attributes change because the state did. */
    #reflecting = false;
    #root = this.attachShadow({ mode: "open" });
    #slot = document.createElement("slot");
    #stage = document.createElement("div");
    /** Keys whose attributes changed, and which the player does not know of yet. */
    #changed: Set<keyof ViewState> = new Set();
    /** Counts starts, so that a file that comes late is dropped. */
    #run = 0;
    /** What holds where no attribute stands. */
    #base = "";

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [sheet];
      this.#stage.className = "stage-of-element waiting";
      this.#root.append(this.#slot, this.#stage);
    }

    connectedCallback() {
      if (this.getAttribute("loading") !== "lazy") {
        this.#begin();
        return;
      }
      this.#watcher = new IntersectionObserver(
        (entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          this.#begin();
        },
        { rootMargin: NEAR },
      );
      this.#watcher.observe(this);
    }

    disconnectedCallback() {
      this.#watcher?.disconnect();
      this.#begun = false;
      this.#stop();
    }

    #begin() {
      this.#watcher?.disconnect();
      this.#begun = true;
      this.#later();
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null) {
      if (before === after || this.#reflecting || !this.#begun) return;
      const key = keyOf(name);
      if (!this.#player || STRUCTURE.has(key)) this.#later();
      else this.#take(key as keyof ViewState);
    }

    /** Gives a key to the player, as its attribute says it when all that change together have changed. */
    #take(key: keyof ViewState) {
      this.#changed.add(key);
      if (this.#changed.size > 1) return;
      queueMicrotask(() => {
        const changes = [...this.#changed].flatMap((one) => {
          const value = this.getAttribute(attributeOf(one));
          const query = value === null ? this.#base : only(one, value);
          return value && this.#refuse(query) ? [] : [[one, fromQuery(query)[one]]];
        });
        this.#changed.clear();
        if (!this.#waiting) this.#player?.store.set(Object.fromEntries(changes)); // else a start reads them all
      });
    }

    #stop() {
      this.#run += 1;
      this.#player?.close();
      this.#player = null;
      this.#stage.replaceChildren();
      this.#show(false);
    }

    /** The figure, or what stands there for it. */
    #show(figure: boolean) {
      this.#stage.classList.toggle("waiting", !figure);
      this.#slot.hidden = figure;
    }

    #hasFallback() {
      return this.childElementCount > 0 || (this.textContent ?? "").trim() !== "";
    }

    #later() {
      if (this.#waiting) return;
      this.#waiting = true;
      queueMicrotask(() => {
        this.#waiting = false;
        if (this.#begun) void this.#start();
      });
    }

    /** The state that the attributes write. */
    #query() {
      const query = new URLSearchParams();
      for (const key of KEYS) {
        const value = this.getAttribute(attributeOf(key));
        if (value !== null) query.set(key, written(key, value));
      }
      return query;
    }

    /** The language of words, where no attribute names it. */
    #reader(): Lang {
      const near = this.closest("[lang]")?.getAttribute("lang") ?? "";
      return langOf(near) || langOf(navigator.language) || "en";
    }

    #fail(title: string, detail: string) {
      this.dispatchEvent(new CustomEvent("hg-error", { detail: { title, detail }, bubbles: true, composed: true }));
    }

    /**
     * Says what no link could hold.
     * @returns whether there is something
     */
    #refuse(query: string): boolean {
      const { problems } = readQuery(query);
      for (const { pointer, detail } of problems) this.#fail(attributeOf(pointer.slice(1)), detail);
      return problems.length > 0;
    }

    /** Without children to stand there, the element says itself what went wrong. */
    #sorry(problem: Problem) {
      if (this.#hasFallback()) return;
      const box = document.createElement("div");
      box.className = "player";
      box.append(problemBox(this.#reader(), problem, () => this.#later()));
      this.#stage.replaceChildren(box);
      this.#show(true);
    }

    async #start() {
      this.#stop();
      const run = this.#run;
      const own = this.#query();
      this.#refuse(new URLSearchParams([...own].filter(([, value]) => value !== "")).toString()); // empty: the default
      const src = this.getAttribute("src");
      let frozen: { query: string; answers: readonly Recorded[]; version: string } = {
        query: "",
        answers: [],
        version,
      };
      if (src !== null) {
        try {
          frozen = await snapshot(new URL(src, this.baseURI));
        } catch (error) {
          if (run !== this.#run) return;
          const detail = error instanceof Error ? error.message : String(error);
          this.#fail(src, detail);
          this.#sorry({ type: "about:blank", title: src, status: 0, detail });
          return;
        }
        if (run !== this.#run) return;
      }
      this.#base = frozen.query;
      // What stands in attributes wins over what the file was frozen with.
      const query = new URLSearchParams(frozen.query);
      for (const [key, value] of own) query.set(key, value);
      const server = this.getAttribute("server");
      const beyond =
        src !== null && server === null
          ? null
          : overNetwork(new URL(server ?? origin, this.baseURI).href.replace(/\/$/, ""));
      this.#player = play(this.#stage, kit, {
        query: query.toString(),
        version: frozen.version,
        lang: this.#reader(),
        transport: createReplay(frozen.answers, beyond),
        settled: (problem) => this.#settled(problem),
      });
      this.#listen(this.#player);
      if (!this.#hasFallback()) this.#show(true); // it says what it waits for
    }

    #settled(problem: Problem | null) {
      if (!problem) {
        this.#show(true);
        this.dispatchEvent(new CustomEvent("hg-ready", { bubbles: true, composed: true }));
        return;
      }
      const { title, detail } = wordsOf(this.#player?.store.get("langInForce") ?? "en", problem);
      this.#fail(title, detail);
    }

    #listen({ store, state }: Player) {
      store.on(["pin"], () => {
        const detail = selected(store.snapshot());
        if (detail) this.dispatchEvent(new CustomEvent("hg-select", { detail, bubbles: true, composed: true }));
      });
      store.on(KEYS, () => this.#reflect(state()));
    }

    /** Attributes follow the state; what says the same in other words is left. */
    #reflect(state: ViewState) {
      this.#reflecting = true;
      for (const key of KEYS) {
        const now = this.getAttribute(attributeOf(key));
        const held = fromQuery(now === null ? this.#base : only(key, now))[key];
        if (toQuery({ [key]: held }) !== toQuery({ [key]: state[key] })) this.#write(key, state[key]);
      }
      this.#reflecting = false;
    }

    #write<K extends keyof ViewState>(key: K, value: ViewState[K] | undefined) {
      const name = attributeOf(key);
      const text = new URLSearchParams(toQuery({ [key]: value })).get(key);
      if (text !== null) this.setAttribute(name, text);
      else if (new URLSearchParams(this.#base).has(key)) {
        this.setAttribute(name, String(DEFAULTS[key] ?? ""));
      } // else the file's would hold
      else this.removeAttribute(name);
    }

    /** The view state: the keys of a link to the page. */
    getState(): ViewState {
      return this.#player?.state() ?? fromQuery(this.#query().toString());
    }

    /**
     * @param state keys to set, as getState gives them
     * @throws {RangeError} a key or a value that a link could not hold
     */
    setState(state: Partial<ViewState>) {
      const unknown = Object.keys(state)
        .filter((key) => !(key in DEFAULTS))
        .map((key) => `unknown key ${key}`);
      const { problems } = readQuery(toQuery(state));
      const wrong = [...unknown, ...problems.map(({ pointer, detail }) => `${pointer.slice(1)} is ${detail}`)];
      if (wrong.length > 0) throw new RangeError(wrong.join("; "));
      for (const key of Object.keys(state) as (keyof ViewState)[]) this.#write(key, state[key]);
    }

    /**
     * The figure as it stands, as an SVG document; custom properties are the page's, and not in it.
     * @param options width of the pictures in CSS pixels; the element's, if left out
     * @throws {RangeError} there is nothing to draw (yet)
     */
    toSVG(options: { width?: number; theme?: "auto" | "light" | "dark" } = {}) {
      return this.#drawn(options).svg;
    }

    /**
     * The figure as a PNG.
     * @param scale pixels a CSS pixel, 1 to 4
     * @throws {RangeError} there is nothing to draw (yet), or the scale is none of these
     */
    async toPNG(scale: number = 2, options: { width?: number; theme?: "light" | "dark" } = {}): Promise<Blob> {
      if (!(scale >= 1 && scale <= 4)) throw new RangeError(`scale is 1 to 4; got ${scale}`);
      const { svg, width, height } = this.#drawn({
        theme: this.#player?.store.get("themeInForce") ?? "light",
        ...options,
      });
      return pngOf(svg, Math.round(width * scale), Math.round(height * scale));
    }

    #drawn({
      width = Math.max(240, this.clientWidth || 720),
      theme = "auto",
    }: {
      width?: number;
      theme?: "auto" | "light" | "dark";
    }) {
      if (!this.#player) throw new RangeError("the figure has not started");
      return this.#player.svg({ width, theme });
    }
  }

  customElements.define("heads-gates", HeadsGates);
}
