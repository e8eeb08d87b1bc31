/** The style sheets: the page's, the documentation's, those of an embedded page and of a shadow root. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";

export const SHEETS = {
  page: ["base", "page", "lab", "attn", "share"],
  docs: ["docs"],
  embed: ["base", "page", "lab", "attn", "embed"],
  shadow: ["base", "shadow", "page", "lab", "attn", "embed"],
};
/** What a page may set of an element: --ink as --hg-ink. */
const THEMED = "ink|soft|faint|paper|band|link|font";

/**
 * Styles of a page as those of a shadow root. What is of the document is of the element (shadow.css says what is of its
 * body), its theme is its attribute `theme`, what depends on the window's width depends on that of the panels, and a page
 * may set some colours.
 * @param {string} css
 */
export const inShadow = (css) =>
  css
    .replace(/^(html|body)\b[^{]*\{[^}]*\}\n/gm, "")
    .replaceAll("[data-theme=", "[theme=")
    .replace(/:root((?:\.[\w-]+|:not\([^)]*\)|\[[^\]]*\])+)/g, ":host($1)")
    .replaceAll(":root", ":host")
    .replace(/@media (?=\((?:min|max)-width: \d+px\) \{)/g, "@container ")
    .replace(/\b(\d+)vw\b/g, "$1cqw")
    .replace(new RegExp(`--(${THEMED}):\\s+([^;]+);`, "g"), "--$1: var(--hg-$1, $2);");

/** @param {string} folder of the sheets @returns {Promise<Record<keyof typeof SHEETS, string>>} */
export async function styles(folder) {
  const made = await Promise.all(
    Object.entries(SHEETS).map(async ([name, parts]) => {
      const css = parts.map((part) => readFileSync(join(folder, `${part}.css`), "utf8")).join("\n");
      const { code } = await transform(name === "shadow" ? inShadow(css) : css, {
        loader: "css",
        minify: true,
        charset: "utf8",
        target: ["chrome105", "firefox110", "safari16"],
      });
      return [name, code];
    }),
  );
  return /** @type {any} */ (Object.fromEntries(made));
}
