/** Something runs along the wires of the move: once when it begins, and all the while when it plays. Only where motion is wanted. */
import type { StepScene } from "../../core/types.ts";

const NS = "http://www.w3.org/2000/svg";
const STILL = "(prefers-reduced-motion: reduce)";

/** Whether the reader wants no motion, now. */
export const still = () => matchMedia(STILL).matches;

export const onStill = (changed: () => void) => matchMedia(STILL).addEventListener("change", changed);

export function createFlow(stage: HTMLElement) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "flow");
  svg.setAttribute("aria-hidden", "true");
  stage.append(svg);
  return {
    clear: () => svg.replaceChildren(),
    run({ wires, width, height, shift }: StepScene, playing: boolean) {
      svg.replaceChildren();
      if (still()) return;
      svg.setAttribute("width", String(width));
      svg.setAttribute("height", String(height));
      svg.classList.toggle("playing", playing);
      for (const { d, width: wide } of wires.filter(({ on }) => on)) {
        const path = document.createElementNS(NS, "path");
        path.setAttribute("d", d);
        path.setAttribute("transform", `translate(0 ${shift})`);
        path.style.strokeWidth = `${Math.max(1.2, wide * 0.45)}px`;
        svg.append(path);
      }
    },
  };
}
