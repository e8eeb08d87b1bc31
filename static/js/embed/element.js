/**
 * `<heads-gates>`: a figure as an element of any page, in one ES module.
 *
 *   <script type="module" src="https://figures.example/heads-gates.js"></script>
 *   <heads-gates text="…" view="heatmap" layer="3" head="1">what is shown until then</heads-gates>
 *   <heads-gates src="figure.json"></heads-gates>   (a frozen figure: no server at all)
 *
 * Every key of a link to the page is an attribute (text_pair is text-pair). Events: hg-ready, hg-select (layer, head, query,
 * key, weight; or token, unit, array, value), hg-error (title, detail). Methods: getState, setState, toSVG, toPNG.
 */
import { createReplay } from "../data/replay.js";
import { overNetwork } from "../data/transport.js";
import { DEFAULTS, fromQuery, readQuery, toQuery } from "../state/permalink.js";
import { wordsOf } from "../ui/status.js";
import { play } from "./player.js";
import { selected } from "./selected.js";

/** @typedef {import("../state/permalink.js").ViewState} ViewState */
/** @typedef {ReturnType<typeof play>} Player */

const KEYS = /** @type {(keyof ViewState)[]} */ (Object.keys(DEFAULTS));
const attributeOf = (/** @type {string} */ key) => key.replaceAll("_", "-");
const keyOf = (/** @type {string} */ attribute) => attribute.replaceAll("-", "_");
/** Near the window is near enough to begin. */
const NEAR = "400px";

/**
 * @param {import("./player.js").Kit} kit
 * @param {{css: string, version: string, origin: string}} build the styles of the shadow root, the app's version, the server that the module came from
 */
export function define(kit, { css, version, origin }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);

  class HeadsGates extends HTMLElement {
    static observedAttributes = [...KEYS.map(attributeOf), "src", "server"];

    /** @type {Player | null} */
    #player = null;
    /** @type {IntersectionObserver | null} */
    #watcher = null;
    /** Whether a start waits for all attributes that change together. */
    #waiting = false;
    /** Whether attributes change because the state did. */
    #reflecting = false;
    #root = this.attachShadow({ mode: "open" });
    #slot = document.createElement("slot");
    #stage = document.createElement("div");
    /** Counts starts, so that a file that comes late is dropped. */
    #run = 0;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [sheet];
      this.#stage.className = "stage-of-element waiting";
      this.#root.append(this.#slot, this.#stage);
    }

    connectedCallback() {
      if (this.getAttribute("loading") !== "lazy") {
        this.#later();
        return;
      }
      this.#watcher = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        this.#watcher?.disconnect();
        this.#watcher = null;
        this.#later();
      }, { rootMargin: NEAR });
      this.#watcher.observe(this);
    }

    disconnectedCallback() {
      this.#watcher?.disconnect();
      this.#watcher = null;
      this.#stop();
    }

    /** @param {string} name @param {string | null} before @param {string | null} after */
    attributeChangedCallback(name, before, after) {
      if (before === after || this.#reflecting || !this.isConnected || this.#watcher) return;
      const key = keyOf(name);
      const structural = name === "src" || name === "server" || key === "view" || key === "attend" || key === "lab";
      if (!this.#player || structural) this.#later();
      else {
        const read = fromQuery(after === null ? "" : new URLSearchParams({ [key]: after }).toString());
        this.#player.store.set({ [key]: /** @type {any} */ (read)[key] });
      }
    }

    #stop() {
      this.#run += 1;
      this.#player?.close();
      this.#player = null;
      this.#stage.classList.add("waiting");
      this.#slot.hidden = false;
    }

    #later() {
      if (this.#waiting) return;
      this.#waiting = true;
      queueMicrotask(() => {
        this.#waiting = false;
        if (this.isConnected) void this.#start();
      });
    }

    /** The state that the attributes write. */
    #query() {
      const query = new URLSearchParams();
      for (const key of KEYS) {
        const value = this.getAttribute(attributeOf(key));
        if (value !== null) query.set(key, value);
      }
      return query;
    }

    /** @param {string} title @param {string} detail */
    #fail(title, detail) {
      this.dispatchEvent(new CustomEvent("hg-error", { detail: { title, detail }, bubbles: true, composed: true }));
    }

    async #start() {
      this.#stop();
      const run = this.#run;
      const own = this.#query();
      const { problems } = readQuery(own.toString());
      for (const { pointer, detail } of problems) this.#fail(pointer, detail);
      const src = this.getAttribute("src");
      /** @type {{query: string, answers: readonly import("../data/replay.js").Recorded[], version: string}} */
      let frozen = { query: "", answers: [], version };
      if (src !== null) {
        try {
          frozen = await snapshot(new URL(src, this.baseURI));
        } catch (error) {
          if (run === this.#run) this.#fail(src, error instanceof Error ? error.message : String(error));
          return;
        }
        if (run !== this.#run) return;
      }
      // What stands in attributes wins over what the file was frozen with.
      const query = new URLSearchParams(frozen.query);
      for (const [key, value] of own) query.set(key, value);
      const server = this.getAttribute("server") ?? origin;
      this.#player = play(this.#stage, kit, {
        query: query.toString(), version: frozen.version,
        lang: /^zh\b/i.test(this.closest("[lang]")?.getAttribute("lang") ?? navigator.language) ? "zh" : "en",
        transport: createReplay(frozen.answers, src === null ? overNetwork(new URL(server, this.baseURI).href.replace(/\/$/, "")) : null),
        settled: (problem) => {
          this.#stage.classList.remove("waiting");
          this.#slot.hidden = true;
          if (!problem) this.dispatchEvent(new CustomEvent("hg-ready", { bubbles: true, composed: true }));
          else {
            const { title, detail } = wordsOf(this.#player?.store.get("words") ?? "en", problem);
            this.#fail(title, detail);
          }
        },
      });
      this.#listen(this.#player);
    }

    /** @param {Player} player */
    #listen({ store, state }) {
      store.on(["pin"], () => {
        const detail = selected(store.snapshot());
        if (detail) this.dispatchEvent(new CustomEvent("hg-select", { detail, bubbles: true, composed: true }));
      });
      store.on(KEYS, () => {
        const written = new URLSearchParams(toQuery(state()));
        this.#reflecting = true;
        for (const key of KEYS) {
          const value = written.get(key);
          const name = attributeOf(key);
          if (value !== null) {
            if (this.getAttribute(name) !== value) this.setAttribute(name, value);
          } else if (this.hasAttribute(name) && fromQuery(new URLSearchParams({ [key]: this.getAttribute(name) ?? "" }).toString())[key] !== state()[key]) this.removeAttribute(name);
        }
        this.#reflecting = false;
      });
    }

    /** The view state: the keys of a link to the page. @returns {ViewState} */
    getState() {
      return this.#player?.state() ?? fromQuery(this.#query().toString());
    }

    /**
     * @param {Partial<ViewState>} state keys to set
     * @throws {RangeError} a key or a value that a link could not hold
     */
    setState(state) {
      const { problems } = readQuery(toQuery({ ...this.getState(), ...state }));
      const unknown = Object.keys(state).filter((key) => !(key in DEFAULTS));
      if (problems.length || unknown.length) throw new RangeError([...unknown.map((key) => `unknown key ${key}`), ...problems.map(({ pointer, detail }) => `${pointer}: ${detail}`)].join("; "));
      for (const [key, value] of new URLSearchParams(toQuery({ ...DEFAULTS, ...state }))) this.setAttribute(attributeOf(key), value);
      for (const key of /** @type {(keyof ViewState)[]} */ (Object.keys(state))) if (Object.is(state[key], DEFAULTS[key])) this.removeAttribute(attributeOf(key));
    }

    /**
     * The figure as it stands, as an SVG document.
     * @param {{width?: number, theme?: "auto" | "light" | "dark"}} [options] width of the pictures in CSS pixels; the element's, if left out
     * @throws {RangeError} there is nothing to draw (yet)
     */
    toSVG(options = {}) {
      return this.#drawn(options).svg;
    }

    /**
     * The figure as a PNG.
     * @param {number} [scale] pixels a CSS pixel, 1 to 4 @param {{width?: number, theme?: "light" | "dark"}} [options] @returns {Promise<Blob>}
     * @throws {RangeError} there is nothing to draw (yet), or the scale is none of these
     */
    async toPNG(scale = 2, options = {}) {
      if (!(scale >= 1 && scale <= 4)) throw new RangeError(`scale is 1 to 4; got ${scale}`);
      const { svg, width, height } = this.#drawn({ theme: this.#player?.store.get("look") ?? "light", ...options });
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new RangeError("the browser made no picture"))), "image/png"));
    }

    /** @param {{width?: number, theme?: "auto" | "light" | "dark"}} options */
    #drawn({ width = Math.max(240, this.clientWidth || 720), theme = "auto" }) {
      if (!this.#player) throw new RangeError("the figure has not started");
      return this.#player.svg({ width, theme });
    }
  }

  if (!customElements.get("heads-gates")) customElements.define("heads-gates", HeadsGates);
}

/** @param {URL} address of a frozen figure @throws {Error} it is not there, or is none */
async function snapshot(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const read = await response.json();
  if (read?.format !== "heads-and-gates/1" || !Array.isArray(read.answers)) throw new Error("this file is no figure of Heads & Gates");
  return { query: String(read.query), answers: read.answers, version: String(read.version) };
}
