/**
 * Tells the page around an embedded one how tall it is, in the forms that different hosts listen to:
 * embed.js `{type: "heads-gates:height", height}`; WordPress (wp-embed.js) `{message: "height", value, secret}`, with the
 * secret that it put into the address as `#?secret=…`; AMP (amp-iframe) `{sentinel: "amp", type: "embed-size", height}`;
 * Embedly, and Medium through it, a JSON text `{src, context: "iframe.resize", height}`.
 * Nothing is stored or fetched, so it works in an opaque origin too.
 */

/** How often the height may follow a change of the frame's own height, before that is taken for a circle. */
const MOST_ECHOES = 3;

/** @returns WordPress's secret; "" where there is none */
const secretIn = (hash: string): string => /[?&]secret=([A-Za-z0-9]+)/.exec(hash)?.[1] ?? "";

/**
 * Reports the height at once, and then once for every change of it (a ResizeObserver's pace: once a frame at most). A
 * height that only echoes the frame's is not followed: the frame would grow for ever.
 * @param root the lower edge of which, with its margin, is where the page ends; documentElement counts all
 * @returns stops it
 */
export function reportHeight(root: Element, win: Window & typeof globalThis = window): () => void {
  const { parent } = win;
  if (parent === win) return () => {};
  const src = win.location.href; // as the host wrote it: Embedly finds the frame by it
  const listening = new win.AbortController();
  const { signal } = listening;
  let reported = 0;
  let width = win.innerWidth;
  let resized = false;
  let echoes = 0;

  /** Whole CSS pixels. A page out of sight is not drawn and observes nothing, but it can be measured. */
  function measure() {
    const margin = parseFloat(win.getComputedStyle(root).marginBottom) || 0;
    return Math.ceil(root.getBoundingClientRect().bottom + win.scrollY + margin);
  }

  /** WordPress takes no message without its secret. */
  function tellWordPress(height: number) {
    const secret = secretIn(win.location.hash);
    if (secret) parent.postMessage({ message: "height", value: height, secret }, "*");
  }

  function report() {
    const height = measure();
    if (height <= 0 || height === reported) return;
    echoes = resized ? echoes + 1 : 0;
    if (echoes > MOST_ECHOES) return;
    reported = height;
    parent.postMessage({ type: "heads-gates:height", height }, "*");
    parent.postMessage({ sentinel: "amp", type: "embed-size", height }, "*");
    parent.postMessage(JSON.stringify({ src, context: "iframe.resize", height }), "*");
    tellWordPress(height);
  }

  const observer = new win.ResizeObserver(report);
  observer.observe(root);
  win.addEventListener(
    "resize",
    () => {
      resized = win.innerWidth === width; // a new width is a reason of its own
      width = win.innerWidth;
      win.setTimeout(() => (resized = false)); // after the layout and the observers of this very frame
    },
    { signal },
  );
  win.addEventListener("load", report, { signal });
  // WordPress adds the secret, and asks, when its own script runs, which may be after ours.
  win.addEventListener("hashchange", () => tellWordPress(measure()), { signal });
  win.addEventListener(
    "message",
    ({ source, data }) => {
      if (source !== parent || typeof data !== "object" || data?.message !== "ready") return;
      if (data.secret === secretIn(win.location.hash)) tellWordPress(measure());
    },
    { signal },
  );
  report();

  return () => {
    observer.disconnect();
    listening.abort();
  };
}
