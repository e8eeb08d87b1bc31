/** What stands in figures without a page. */
import type { Words } from "./types.ts";

export const FIGURE_WORDS: Words = {
  "figure-model": [
    "{id} at revision {revision}, weights sha256 {sha}…, {dtype}",
    "{id}，版本 {revision}，权重 sha256 {sha}…，{dtype}",
  ],
  "figure-provenance": ["{models}. Drawn by Heads & Gates {version}.", "{models}。由 Heads & Gates {version} 绘制。"],
  "figure-nothing": ["There is nothing to draw of this view yet.", "此视图尚无可绘制的内容。"],
  frozen: ["Not in this figure", "这幅图里没有"],
  "frozen-detail": [
    "It was saved with the numbers that it shows, and asks no server. Choose again what it was saved with; the page that it comes from has the rest.",
    "保存时只带上了所示的数值，它不向任何服务器提问。请选回保存时的内容；其余请到它所来自的页面查看。",
  ],
  "figure-title": ["{title}: “{text}”", "{title}：“{text}”"],
  "problem-nothing-to-draw": ["Nothing to draw", "没有可绘制的内容"],
  "problem-picture-too-large": ["Picture too large", "图片太大"],
  "problem-picture-too-heavy": ["Picture too heavy", "图片过于复杂"],
  "problem-drawing-failed": ["Drawing failed", "绘制失败"],
  "problem-figure-too-heavy": ["Figure too heavy", "这幅图太费时或太占内存"],
  "problem-font-missing": ["No font with these characters", "缺少含有这些字符的字体"],
  "title-": ["Attention and memory", "注意力与记忆"],
};
