/*
 * Puts figures of Heads & Gates into a page of yours. No dependency, no inline style, no eval.
 *
 *   <script async src="https://figures.example/embed.js"></script>
 *   <div data-heads-gates data-view="heatmap" data-layer="3" data-head="1"
 *        data-text="The animal didn't cross the street because it was too tired.">
 *     <a href="…">What is shown until the figure is there, and where it cannot be.</a>
 *   </div>
 *
 * Every key of a link to the page may stand as an attribute (text_pair is data-text-pair), or the link itself as the
 * value of data-heads-gates; attributes win over the link. Besides them:
 *   data-height   CSS pixels kept free until the figure says how tall it is (else a height by view); a min-height in
 *                 your style sheet keeps them free before this script has come, too
 *   data-title    what screen readers call the frame
 *   data-sandbox  the frame's sandbox attribute; the figure is interactive from "allow-scripts" on
 * The script may be included more than once, and placeholders may come later. A placeholder fires `hg-resize`
 * (detail.height) whenever its height changes; where the figure could not be shown it has `data-hg-error`.
 * A content policy needs this address in script-src and frame-src, nothing else.
 */
/** The keys of a link, and the CSS pixels that are kept free for each view: the build puts them in (tools/build.js). */
declare const KEYS: readonly string[];
declare const HEIGHTS: Readonly<Record<string, number>>;

(() => {
  "use strict";

  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || !script.src) return;
  // Where the application is, under whatever path it is served from.
  const base = new URL(script.src.replace(/(static\/embed\/)?embed\.js([?#].*)?$/, ""));

  /** Two applications may stand in one page, one script of each. */
  const once = Symbol.for(`heads-gates ${base.href}`);
  const known = window as unknown as Record<symbol, boolean>;
  if (known[once]) return;
  known[once] = true;

  /** Other tools' attributes of the placeholder are not ours to send. */
  const keys = new Set(KEYS);
  const heights = new Map(Object.entries(HEIGHTS));
  const USUAL_HEIGHT = 1000;
  const LEAST_HEIGHT = 100;
  const MOST_HEIGHT = 5000;
  const WIDTH_STEP = 40;
  /** A frame's page has loaded, and said nothing for as long: it is not a figure. */
  const PATIENCE_MS = 5000;

  interface Placed {
    /** the placeholder */
    holder: HTMLElement;
    frame: HTMLIFrameElement;
    /** its own children, while the figure is shown */
    fallback: DocumentFragment;
    shown: boolean;
    /** last applied, CSS pixels */
    height: number;
    timer?: number;
  }

  /** By frame; a frame that leaves the page takes its entry along. */
  const placed: WeakMap<HTMLIFrameElement, Placed> = new WeakMap();

  /** The address of a placeholder's figure; null where its link leads elsewhere. */
  function addressOf(holder: HTMLElement): URL | null {
    const address = new URL("embed", base);
    const link = holder.dataset.headsGates;
    if (link) {
      if (!URL.canParse(link, base)) return null;
      const given = new URL(link, base);
      // Attributes survive many a filter of comments: nothing but this application's own page is framed.
      if (given.origin !== base.origin || ![address.pathname, base.pathname].includes(given.pathname)) return null;
      address.search = given.search;
      address.hash = given.hash;
    }
    for (const [name, value] of Object.entries(holder.dataset)) {
      const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (value !== undefined && keys.has(key)) address.searchParams.set(key, value);
    }
    // Drawn for this width, the picture is legible before any script has run; in steps, so that caches can keep it.
    const steps = Math.floor(holder.clientWidth / WIDTH_STEP);
    if (steps > 0 && !address.searchParams.has("width")) address.searchParams.set("width", String(steps * WIDTH_STEP));
    return address;
  }

  /** @returns whole CSS pixels */
  const clamp = (height: number): number => Math.min(Math.max(Math.ceil(height), LEAST_HEIGHT), MOST_HEIGHT);

  /** @returns CSS pixels */
  function reservedFor(holder: HTMLElement, view: string): number {
    const asked = Number(holder.dataset.height);
    return clamp(asked > 0 && Number.isFinite(asked) ? asked : (heights.get(view) ?? USUAL_HEIGHT));
  }

  /**
   * A frame that lies unseen over the fallback: it has its place, so lazy loading works, and moves nothing.
   * @param height CSS pixels
   */
  function frameFor(holder: HTMLElement, address: URL, height: number): HTMLIFrameElement {
    const { searchParams } = address;
    const frame = document.createElement("iframe");
    const sentence = [...(searchParams.get("text") ?? "")].slice(0, 120).join("");
    frame.title = holder.dataset.title || (sentence ? `Heads & Gates: ${sentence}` : "Heads & Gates");
    frame.loading = "lazy"; // before src: a frame is eager the moment it has one
    frame.referrerPolicy = "no-referrer";
    if (holder.dataset.sandbox !== undefined) frame.setAttribute("sandbox", holder.dataset.sandbox);
    const theme = searchParams.get("theme") ?? "";
    // Unlike the document's own, it would turn the frame opaque.
    frame.style.colorScheme = theme === "light" || theme === "dark" ? theme : "light dark";
    Object.assign(frame.style, {
      display: "block",
      border: "0",
      width: "100%",
      maxWidth: "none",
      maxHeight: "none",
      height: `${height}px`,
      position: "absolute",
      insetInlineStart: "0",
      top: "0",
      visibility: "hidden",
    });
    frame.src = address.href;
    return frame;
  }

  function place(holder: HTMLElement) {
    if ([...holder.children].some((child) => placed.has(child as HTMLIFrameElement))) return;
    const address = addressOf(holder);
    if (!address) {
      if (!holder.querySelector(":scope > iframe")) holder.dataset.hgError = "address"; // else another application's
      return;
    }
    delete holder.dataset.hgError;
    const height = reservedFor(holder, address.searchParams.get("view") ?? "");
    const { position, display } = getComputedStyle(holder);
    if (position === "static") holder.style.position = "relative";
    if (display === "block") holder.style.display = "flow-root"; // else the fallback's margins would leave with it
    holder.style.minHeight = `${height}px`;
    const frame = frameFor(holder, address, height);
    const one = { holder, frame, fallback: document.createDocumentFragment(), shown: false, height };
    placed.set(frame, one);
    frame.addEventListener("load", () => loaded(one));
    holder.append(frame);
  }

  function show(one: Placed) {
    window.clearTimeout(one.timer);
    delete one.holder.dataset.hgError;
    if (one.shown) return;
    one.shown = true;
    one.fallback.append(...[...one.holder.childNodes].filter((node) => node !== one.frame));
    one.holder.style.minHeight = "";
    one.frame.style.position = "static";
    one.frame.style.visibility = "visible";
  }

  /** What cannot be told by the frame itself: a browser's own error page is loaded like any other. */
  function fail(one: Placed) {
    one.shown = false;
    one.holder.append(one.fallback);
    one.holder.dataset.hgError = "load";
    one.holder.style.minHeight = "";
    one.frame.style.position = "absolute";
    one.frame.style.visibility = "hidden";
  }

  function loaded(one: Placed) {
    window.clearTimeout(one.timer);
    const { frame } = one;
    if (frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-scripts")) {
      show(one);
    } // it cannot say anything
    else if (!one.shown) one.timer = window.setTimeout(() => fail(one), PATIENCE_MS);
  }

  /** @returns whose frame sent it, as itself and not as a page that it was led to */
  function sender({ source, origin }: MessageEvent): Placed | undefined {
    if (!source) return undefined;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow !== source) continue;
      const expected = frame.hasAttribute("sandbox") ? [base.origin, "null"] : [base.origin];
      return expected.includes(origin) ? placed.get(frame) : undefined;
    }
    return undefined;
  }

  window.addEventListener("message", (event) => {
    const { data } = event;
    if (typeof data !== "object" || data === null || data.type !== "heads-gates:height") return;
    if (typeof data.height !== "number" || !Number.isFinite(data.height) || data.height <= 0) return;
    const one = sender(event);
    if (!one) return;
    const height = clamp(data.height);
    const changed = height !== one.height || !one.shown;
    one.height = height;
    one.frame.style.height = `${height}px`;
    show(one);
    if (changed) one.holder.dispatchEvent(new CustomEvent("hg-resize", { bubbles: true, detail: { height } }));
  });

  function placeWithin(node: Node) {
    if (!(node instanceof HTMLElement)) return;
    if (node.matches("[data-heads-gates]")) place(node);
    for (const holder of node.querySelectorAll("[data-heads-gates]")) if (holder instanceof HTMLElement) place(holder);
  }

  placeWithin(document.documentElement);
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") placeWithin(target);
      else addedNodes.forEach(placeWithin);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["data-heads-gates"] });
})();
