/** The style sheets: the page's, the documentation's, those of an embedded page and of a shadow root. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";

/** What a sheet is made of, in this order: names in static/css, and `views`, which is the style.css of every view. */
export const SHEETS = {
  page: ["base", "page", "panels", "views", "share"],
  docs: ["docs"],
  embed: ["base", "page", "panels", "views", "embed"],
  shadow: ["base", "shadow", "page", "panels", "views", "embed"],
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

/** Paths of the views' sheets, by the views' names: none of them says anything of another view. @param {string} folder static/ */
function viewSheets(folder) {
  const views = join(folder, "src/views");
  return readdirSync(views)
    .sort()
    .map((view) => join(views, view, "style.css"))
    .filter((path) => existsSync(path));
}

/** A sheet as it is written: its parts in turn. @param {string} folder static/ @param {keyof typeof SHEETS} name */
export const written = (folder, name) =>
  SHEETS[name]
    .flatMap((part) => (part === "views" ? viewSheets(folder) : [join(folder, "css", `${part}.css`)]))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");

/** @param {string} folder static/ @returns {Promise<Record<keyof typeof SHEETS, string>>} */
export async function styles(folder) {
  const made = await Promise.all(
    /** @type {(keyof typeof SHEETS)[]} */ (Object.keys(SHEETS)).map(async (name) => {
      const css = written(folder, name);
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
