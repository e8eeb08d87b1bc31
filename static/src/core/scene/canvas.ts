/** Scene → canvas: the rasters of a scene, each cell a block of whole pixels. */
import { walk } from "./marks.ts";
import { pixels } from "./raster.ts";
import type { RasterMark, Scene, Theme } from "../types.ts";

/** The tallest sheet of pictures that are coloured together: no browser refuses a canvas of this height. */
const SHEET = 16384;

/**
 * Draws every raster of the scene. The canvas is resized to the scene times the pixel ratio. Pictures of one size
 * that follow each other, such as those of all heads, are coloured on one sheet: handing over each by itself costs
 * more than colouring it.
 */
export function drawRasters(
  canvas: HTMLCanvasElement,
  scene: Scene,
  { theme, ratio }: { theme: Theme; ratio: number },
) {
  canvas.width = Math.max(1, Math.round(scene.width * ratio));
  canvas.height = Math.max(1, Math.round(scene.height * ratio));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingEnabled = false;
  const scratch = canvas.ownerDocument.createElement("canvas");
  const brush = scratch.getContext("2d");
  let alike: { mark: RasterMark; x: number; y: number; width: number; height: number }[] = [];

  function drawAlike() {
    const [first] = alike;
    if (!first || !context || !brush) return;
    const { columns, rows } = first.mark;
    const sheet = new ImageData(columns, rows * alike.length);
    const bytes = columns * rows * 4;
    alike.forEach(({ mark }, i) => pixels(mark, theme, sheet.data.subarray(i * bytes, (i + 1) * bytes)));
    scratch.width = columns;
    scratch.height = sheet.height;
    brush.putImageData(sheet, 0, 0);
    alike.forEach(({ x, y, width, height }, i) =>
      context.drawImage(scratch, 0, i * rows, columns, rows, x, y, width, height),
    );
    alike = [];
  }

  walk(scene.marks, (mark, dx, dy) => {
    if (mark.type !== "raster" || mark.columns === 0 || mark.rows === 0) return;
    const x = Math.round((dx + mark.x) * ratio);
    const y = Math.round((dy + mark.y) * ratio);
    const right = Math.round((dx + mark.x + mark.width) * ratio);
    const bottom = Math.round((dy + mark.y + mark.height) * ratio);
    const { columns, rows } = mark;
    if (columns === 1 && rows === 1) {
      // A sentence shaded token by token has hundreds of these.
      const [r, g, b, a = 0] = pixels(mark, theme);
      if (a === 0) return;
      drawAlike();
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect(x, y, right - x, bottom - y);
      return;
    }
    const before = alike[0]?.mark;
    if (before && (before.columns !== columns || before.rows !== rows || (alike.length + 1) * rows > SHEET)) {
      drawAlike();
    }
    alike.push({ mark, x, y, width: right - x, height: bottom - y });
  });
  drawAlike();
}
