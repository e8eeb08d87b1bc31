/** The addresses and codes that the share dialog hands out. Text in, text out: no document, no network. */
import { DEFAULTS, KEY_SCHEMAS, toQuery } from "../../state/permalink.js";
import { readForm, writeForm } from "../../state/permalink/form.js";

/** @typedef {import("../../state/permalink/address.js").Address} Address */
/** @typedef {import("../../state/permalink.js").ViewState} ViewState */
/** @typedef {"svg" | "png" | "html" | "json" | "csv"} Kind of file that the server makes of a view */
/** @typedef {Record<string, string | number>} More parameters of a file, besides the view state */
/**
 * What is shared, and how.
 * @typedef {object} Shared
 * @property {string} base where addresses begin; no slash at its end
 * @property {ViewState} state of the view, in the theme that was chosen for it
 * @property {Address} address of the page in that state
 * @property {string} title on one line
 * @property {number | null} width CSS pixels; null: as wide as its place
 * @property {number} height CSS pixels
 * @property {number} ratio a PNG's pixels to a CSS pixel
 */

/** CSS pixels that a file is drawn in, unless it says otherwise; and a PNG's pixels to each. The API's own. */
export const FILE_WIDTH = 720;
export const FILE_RATIO = 2;

/** CSS pixels that a view takes, where it is lower than most: what oEmbed asks for. */
const HEIGHTS = new Map(Object.entries({
  heads: 600, arcs: 720, tokens: 460, rollout: 940, find: 500, contributions: 900, lens: 940, table: 640, context: 620,
  unit: 860, step: 800, shares: 880, reach: 880,
}));
const USUAL_HEIGHT = 1000;
/** @param {string} view */
export const heightOf = (view) => HEIGHTS.get(view) ?? USUAL_HEIGHT;

/** What would reorder the code that it stands in, break its line, or not be seen: written as a reference. */
const UNSEEN = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;
/** HTML takes a reference to U+0080 … U+009F for another character, and has none to U+0000. @param {string} one */
function reference(one) {
  const code = /** @type {number} */ (one.codePointAt(0));
  return code === 0 || (code >= 0x80 && code <= 0x9f) ? one : `&#x${code.toString(16).toUpperCase()};`;
}

/** A value as it stands between the quotes of an attribute. @param {string} value */
export const attribute = (value) =>
  value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(UNSEEN, reference);

/** The same where Markdown reads along: it takes a backtick for code even across tags. @param {string} value */
const inMarkdown = (value) => attribute(value).replace(/[\\`*_{}[\]|~]/g, reference);

/** A value as JSON that is safe to look at. @param {unknown} value */
const json = (value) => JSON.stringify(value).replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** @param {string} name @param {Record<string, string | number | null>} attributes null: without a value */
const tag = (name, attributes, escape = attribute) =>
  `<${[name, ...Object.entries(attributes).map(([key, value]) => (value === null ? key : `${key}="${escape(String(value))}"`))].join(" ")}>`;

/** What both the query and a request say of the view: no key that has its default. @param {ViewState} state @returns {[key: string, written: string][]} */
const written = (state) => readForm(toQuery(state));

/** @param {Shared} shared the page that shows the view */
export const pageAddress = ({ base, address: { search, hash } }) => `${base}/${search}${hash}`;
/** @param {Shared} shared the view alone, for a frame */
export const embedAddress = ({ base, state }) => `${base}/embed${toQuery(state)}`;

/** What a file is asked for with, besides its view: nothing that is the API's default. @param {Kind} kind @param {Shared} shared @returns {More} */
function parameters(kind, { width, ratio }) {
  return {
    ...(width === null || width === FILE_WIDTH || kind === "csv" ? {} : { width }),
    ...(kind === "png" && ratio !== FILE_RATIO ? { ratio } : {}),
  };
}

/** @param {Kind} kind @param {Shared} shared @param {More} [more] @returns {string} path and query of the file */
export function filePath(kind, shared, more = {}) {
  const asked = Object.entries({ ...parameters(kind, shared), ...more }).map(([key, value]) => /** @type {[string, string]} */ ([key, String(value)]));
  return `/api/v1/figure.${kind}${writeForm([...written(shared.state), ...asked])}`;
}

/** @param {Kind} kind @param {Shared} shared @param {More} [more] @returns {Record<string, unknown>} what is posted for the same file */
export function fileBody(kind, shared, more = {}) {
  const given = written(shared.state).map(([key, value]) => {
    const own = /** @type {keyof ViewState} */ (key);
    const kinds = [KEY_SCHEMAS[own].type].flat();
    return [key, kinds.includes("string") ? value : shared.state[own]];
  });
  return { ...Object.fromEntries(given), ...parameters(kind, shared), ...more };
}

/** @param {Kind} kind @param {Shared} shared @param {ViewState["theme"]} [theme] */
const fileAddress = (kind, shared, theme = shared.state.theme) => `${shared.base}${filePath(kind, { ...shared, state: { ...shared.state, theme } })}`;
/** A PNG has one theme. @param {ViewState["theme"]} theme @returns {"light" | "dark"} */
export const solid = (theme) => (theme === "dark" ? "dark" : "light");

/** What the frame's document says of itself: another value would turn the frame opaque. @param {ViewState["theme"]} theme */
export const schemeOf = (theme) => (theme === "auto" ? "light dark" : theme);

/** @param {Shared} shared */
export function frameCode(shared) {
  const { width, height, title, state } = shared;
  const style = `border:0;max-width:100%;color-scheme:${schemeOf(state.theme)}`;
  return `${tag("iframe", { src: embedAddress(shared), title, width: width ?? "100%", height, loading: "lazy", style })}</iframe>`;
}

/** The view state as attributes. @param {ViewState} state @param {string} prefix */
const attributes = (state, prefix) => Object.fromEntries(written(state).map(([key, value]) => [prefix + key.replaceAll("_", "-"), value]));

/** A link to the page, of a picture or of words. @param {Shared} shared @param {string} content */
const linked = (shared, content) => `${tag("a", { href: pageAddress(shared) })}${content}</a>`;
/** @param {string} words */
const content = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(UNSEEN, reference);

/** @param {Shared} shared */
export function scriptCode(shared) {
  const picture = tag("img", { src: fileAddress("svg", shared), alt: shared.title, loading: "lazy" });
  return [
    `${tag("div", { "data-heads-gates": null, ...attributes(shared.state, "data-") })}`,
    `  ${linked(shared, picture)}`,
    "</div>",
    `${tag("script", { async: null, src: `${shared.base}/embed.js` })}</script>`,
  ].join("\n");
}

/** @param {Shared} shared */
export const elementCode = (shared) => [
  `${tag("heads-gates", { ...attributes(shared.state, ""), loading: "lazy" })}`,
  `  ${linked(shared, content(shared.title))}`,
  "</heads-gates>",
  `${tag("script", { type: "module", src: `${shared.base}/heads-gates.js` })}</script>`,
].join("\n");

/** A frozen figure and the script that plays it, as two files beside the page. @param {Shared} shared @param {string} file */
export const frozenCode = (shared, file) => [
  `${tag("heads-gates", { src: file })}`,
  `  ${content(shared.title)}`,
  "</heads-gates>",
  `${tag("script", { type: "module", src: "heads-gates.js" })}</script>`,
].join("\n");

/** For Markdown: a picture of either theme. No line is empty, since that would end the block. @param {Shared} shared */
export function pictureCode(shared) {
  const own = shared.state.theme;
  const image = tag("img", { src: fileAddress("svg", shared, own === "auto" ? "light" : own), alt: shared.title, width: shared.width ?? FILE_WIDTH }, inMarkdown);
  const dark = tag("source", { media: "(prefers-color-scheme: dark)", srcset: fileAddress("svg", shared, "dark") }, inMarkdown);
  return [
    tag("a", { href: pageAddress(shared) }, inMarkdown),
    "  <picture>", ...(own === "auto" ? [`    ${dark}`] : []), `    ${image}`, "  </picture>",
    "</a>",
  ].join("\n");
}

/** @param {"svg" | "png"} kind @param {Shared} shared */
export function imageCode(kind, shared) {
  const src = fileAddress(kind, shared, kind === "png" ? solid(shared.state.theme) : shared.state.theme);
  const style = "max-width:100%;height:auto";
  return linked(shared, tag("img", { src, alt: shared.title, width: shared.width ?? FILE_WIDTH, style }));
}

/** For a POSIX shell. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {Shared} shared @param {{posted: boolean}} how */
export function curlCode(shared, { posted }) {
  if (!posted) return `curl --fail -o figure.csv ${quoted(fileAddress("csv", shared))}`;
  return [
    `curl --fail -o figure.csv ${quoted(`${shared.base}/api/v1/figure.csv`)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  --data-binary ${quoted(json(fileBody("csv", shared)))}`,
  ].join("\n");
}

/** A value as Python writes it. @param {unknown} value */
const python = (value) => (value === true ? "True" : value === false ? "False" : value === null ? "None" : json(value));

/** @param {Shared} shared @param {{posted: boolean}} how */
export function pythonCode(shared, { posted }) {
  const body = Object.entries(fileBody("json", shared)).map(([key, value]) => `${json(key)}: ${python(value)}`);
  const asked = posted
    ? [
      `asked = json.dumps({${body.join(", ")}}).encode()`,
      `request = urllib.request.Request(${json(`${shared.base}/api/v1/figure.json`)}, asked, {"Content-Type": "application/json"})`,
    ]
    : [`request = ${json(fileAddress("json", shared))}`];
  return ["import json, urllib.request", "", ...asked, 'tables = json.load(urllib.request.urlopen(request))["tables"]'].join("\n");
}

/** Drawn on the reader's own machine, without a server. @param {Shared} shared */
export const commandCode = (shared) => `python -m app figure ${quoted(toQuery(shared.state) || "?")} --out figure.csv`;

/** Whether only this computer, or its own network, gets to an address. @param {string} base */
export function isNear(base) {
  const { hostname } = new URL(base);
  return /^(localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+)$|\.(local|localhost|internal)$/.test(hostname);
}

const TITLE_CHARS = 80;
/** Marks that turn the direction of what follows are left out of titles. */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A sentence as a title has it: one line, bounded. @param {string} text */
export function oneLine(text) {
  const line = text.replace(TURNING, "").replace(/[\p{Cc}\s]+/gu, " ").trim();
  const [...characters] = line;
  if (characters.length <= TITLE_CHARS) return line;
  return `${characters.slice(0, TITLE_CHARS - 1).join("").replace(/[\p{M}\u200D\s]+$/u, "")}…`;
}

/** What is shared where a panel's view is, alone. @param {ViewState} state @param {ViewState["view"]} view @returns {ViewState} */
export const alone = (state, view) => ({ ...state, view, attend: DEFAULTS.attend, lab: DEFAULTS.lab });
