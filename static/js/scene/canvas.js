/** Scene → canvas: the rasters of a scene, each cell a block of whole pixels. */
import { walk } from "./marks.js";
import { pixels } from "./raster.js";

/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Theme} Theme */

/**
 * Draws every raster of the scene. The canvas is resized to the scene times the pixel ratio.
 * @param {HTMLCanvasElement} canvas @param {Scene} scene @param {{theme: Theme, ratio: number}} options
 */
export function drawRasters(canvas, scene, { theme, ratio }) {
  canvas.width = Math.max(1, Math.round(scene.width * ratio));
  canvas.height = Math.max(1, Math.round(scene.height * ratio));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingEnabled = false;
  const scratch = canvas.ownerDocument.createElement("canvas");
  const brush = scratch.getContext("2d");
  if (!brush) return;
  walk(scene.marks, (mark, dx, dy) => {
    if (mark.type !== "raster" || mark.columns === 0 || mark.rows === 0) return;
    const x = Math.round((dx + mark.x) * ratio);
    const y = Math.round((dy + mark.y) * ratio);
    const right = Math.round((dx + mark.x + mark.width) * ratio);
    const bottom = Math.round((dy + mark.y + mark.height) * ratio);
    const colours = pixels(mark, theme);
    if (mark.columns === 1 && mark.rows === 1) {
      // A sentence shaded token by token has hundreds of these.
      const [r, g, b, a = 0] = colours;
      if (a === 0) return;
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect(x, y, right - x, bottom - y);
      return;
    }
    scratch.width = mark.columns;
    scratch.height = mark.rows;
    brush.putImageData(new ImageData(colours, mark.columns, mark.rows), 0, 0);
    context.drawImage(scratch, x, y, right - x, bottom - y);
  });
}
