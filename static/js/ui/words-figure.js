/** Words of figures: what stands in a picture that has left the page. */

/** @type {Record<string, [en: string, zh: string]>} */
export const FIGURE_WORDS = {
  "figure-model": ["{id} at revision {revision}, weights sha256 {sha}…, {dtype}", "{id},版本 {revision},权重 sha256 {sha}…,{dtype}"],
  "figure-provenance": ["{models}. Drawn by Heads & Gates {version}.", "{models}。由 Heads & Gates {version} 绘制。"],
  "figure-nothing": ["There is nothing to draw of this view yet.", "此视图尚无可绘制的内容。"],
  "figure-title": ["{title}: “{text}”", "{title}:“{text}”"],
};
