/** Zooming and panning a picture of a matrix: wheel with Ctrl, two fingers, dragging, and three buttons. Whole cells move. */
import { isClosest, isWhole, panned, sameWindow, wholeOf, zoomed } from "../plots/window.ts";
import { el } from "./dom.ts";
import { t } from "../core/words/index.ts";
import type { Lang, Region } from "../core/types.ts";
import type { Size, Window } from "../plots/window.ts";

type View = { region: Region; window: Window; size: Size };

const STEP = 1.5;
/** Less than this is a click that trembled. */
const SLACK = 4;

/**
 * @param inner what the picture lies on
 * @param picture what is on view now, and asking for another part
 */
export function createPanZoom(
  inner: HTMLElement,
  { view, change }: { view: () => View | null; change: (next: Window) => void },
) {
  function go(next: Window) {
    const now = view();
    if (now && !sameWindow(next, now.window)) change(next);
  }

  /** The cell of the whole matrix under a point of the page, fractions too. */
  function cellAt({ region, window }: View, { x, y }: { x: number; y: number }) {
    const box = inner.getBoundingClientRect();
    const [across, down] = [(x - box.left - region.x) / region.width, (y - box.top - region.y) / region.height];
    const inside = across >= 0 && across <= 1 && down >= 0 && down <= 1;
    return {
      row: window.rows.first + down * window.rows.count,
      column: window.columns.first + across * window.columns.count,
      inside,
    };
  }

  inner.addEventListener(
    "wheel",
    (event) => {
      const now = view();
      if (!now || !event.ctrlKey) return; // the wheel alone scrolls the page
      const about = cellAt(now, { x: event.clientX, y: event.clientY });
      if (!about.inside) return;
      event.preventDefault();
      // A notch of a wheel is about 100; a pinch on a touchpad sends many small steps.
      go(
        zoomed(
          now.window,
          now.size,
          2 ** Math.max(-1, Math.min(-event.deltaY * 0.01 * (event.deltaMode ? 20 : 1), 1)),
          about,
        ),
      );
    },
    { passive: false },
  );

  /** Fingers, or the mouse while its button is down. */
  const held: Map<number, { x: number; y: number }> = new Map();
  /** Where a drag began, and what was on view then. */
  let drag: { x: number; y: number; view: View } | null = null;
  let pinch: { apart: number; about: { row: number; column: number }; view: View } | null = null;
  let moved = false;
  const points = () => [...held.values()];
  const apart = () => {
    const [a, b] = points();
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) || 1 : 1;
  };

  inner.addEventListener("pointerdown", (event) => {
    const now = view();
    const point = { x: event.clientX, y: event.clientY };
    if (!now || event.button !== 0 || !cellAt(now, point).inside) return;
    held.set(event.pointerId, point);
    if (held.size === 1) {
      moved = false;
      drag = isWhole(now.window, now.size) ? null : { ...point, view: now };
    } else if (held.size === 2) {
      const [a, b] = points() as [{ x: number; y: number }, { x: number; y: number }];
      pinch = { apart: apart(), about: cellAt(now, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }), view: now };
      drag = null;
      moved = true;
    }
  });
  inner.addEventListener("pointermove", (event) => {
    if (!held.has(event.pointerId)) return;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pinch && held.size === 2) {
      // From where the fingers began: steps of whole cells would otherwise eat small moves.
      go(zoomed(pinch.view.window, pinch.view.size, apart() / pinch.apart, pinch.about));
      return;
    }
    if (!drag) return;
    const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!moved && Math.hypot(right, down) < SLACK) return;
    if (!moved) inner.setPointerCapture(event.pointerId);
    moved = true;
    const { region, window, size } = drag.view;
    go(
      panned(window, size, (-down * window.rows.count) / region.height, (-right * window.columns.count) / region.width),
    );
  });
  for (const name of ["pointerup", "pointercancel"] as const) {
    inner.addEventListener(name, (event) => {
      held.delete(event.pointerId);
      if (held.size < 2) pinch = null;
      if (held.size === 0) drag = null;
    });
  }
  // The click at the end of a drag pins nothing.
  inner.addEventListener(
    "click",
    (event) => {
      if (!moved) return;
      moved = false;
      event.stopPropagation();
    },
    { capture: true },
  );

  /** @param factor above 1: closer; 0: everything */
  function by(factor: number) {
    const now = view();
    if (now) go(factor === 0 ? wholeOf(now.size) : zoomed(now.window, now.size, factor));
  }
  const buttons = (
    [
      ["zoom-in", "+", STEP],
      ["zoom-out", "−", 1 / STEP],
      ["zoom-reset", "⤢", 0],
    ] as const
  ).map(([key, sign, factor]) => {
    const button = el("button", { type: "button", class: "small", "data-zoom": key }, sign);
    button.addEventListener("click", () => by(factor));
    return { key, button };
  });
  const node = el("span", { class: "zoom", role: "group" }, ...buttons.map(({ button }) => button));

  return {
    node,
    /**
     * + − 0 over the picture.
     * @returns whether it was one of them
     */
    key(event: KeyboardEvent): boolean {
      const factor = { "+": STEP, "=": STEP, "-": 1 / STEP, _: 1 / STEP, 0: 0 }[event.key];
      if (factor === undefined || event.ctrlKey || event.altKey || event.metaKey) return false;
      by(factor);
      return true;
    },
    draw(lang: Lang) {
      const now = view();
      const whole = !now || isWhole(now.window, now.size);
      // A finger pans only what is larger than its frame; two fingers are always the picture's.
      inner.style.touchAction = whole ? "pan-x pan-y" : "none";
      inner.classList.toggle("pans", !whole);
      for (const { key, button } of buttons) {
        const name = t(lang, key);
        button.setAttribute("aria-label", name);
        button.title = name;
        const idle = key === "zoom-in" ? !now || isClosest(now.window, now.size) : whole;
        button.setAttribute("aria-disabled", String(idle));
      }
    },
  };
}
