/** The addresses and codes that the share dialog hands out. Text in, text out: no document, no network. */
import { DEFAULTS, toQuery } from "../../../address/index.ts";
import { SCHEMAS } from "../../../address/keys.ts";
import { VIEWS } from "../../../views/index.ts";
import { readForm, writeForm } from "../../../core/form.ts";
import type { Address } from "../../../address/address.ts";
import type { ViewState } from "../../../state/keys.ts";

/** of file that the server makes of a view */
export type Kind = "svg" | "png" | "html" | "json" | "csv";
/** parameters of a file, besides the view state */
export type More = Record<string, string | number>;
/** What is shared, and how. */
export interface Shared {
  /** where addresses begin; no slash at its end */
  base: string;
  /** the command that draws without this server, as its reader has it */
  program: string;
  /** of the view, in the theme that was chosen for it */
  state: ViewState;
  /** of the page in that state */
  address: Address;
  /** on one line */
  title: string;
  /** CSS pixels; null: as wide as its place */
  width: number | null;
  /** CSS pixels */
  height: number;
  /** a PNG's pixels to a CSS pixel */
  ratio: number;
}

/** CSS pixels that a file is drawn in, unless it says otherwise; and a PNG's pixels to each. The API's own. */
export const FILE_WIDTH = 720;
export const FILE_RATIO = 2;

/** Both panels side by side are higher than any view. */
const BOTH_HEIGHT = 1000;
/** CSS pixels that a view takes on a short sentence: what oEmbed asks for. */
export const heightOf = (view: ViewState["view"]) => VIEWS.find(({ id }) => id === view)?.height ?? BOTH_HEIGHT;

/** What would reorder the code that it stands in, break its line, or not be seen: written as a reference. */
const UNSEEN = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;
/** HTML takes a reference to U+0080 … U+009F for another character, and has none to U+0000. */
function reference(one: string) {
  const code = one.codePointAt(0) as number;
  return code === 0 || (code >= 0x80 && code <= 0x9f) ? one : `&#x${code.toString(16).toUpperCase()};`;
}

/** A value as it stands between the quotes of an attribute. */
export const attribute = (value: string) =>
  value
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(UNSEEN, reference);

/** The same where Markdown reads along: it takes a backtick for code even across tags. */
const inMarkdown = (value: string) => attribute(value).replace(/[\\`*_{}[\]|~]/g, reference);

/** A value as JSON that is safe to look at. */
const json = (value: unknown) =>
  JSON.stringify(value).replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** @param attributes null: without a value */
const tag = (name: string, attributes: Record<string, string | number | null>, escape = attribute) =>
  `<${[name, ...Object.entries(attributes).map(([key, value]) => (value === null ? key : `${key}="${escape(String(value))}"`))].join(" ")}>`;

/** What both the query and a request say of the view: no key that has its default. */
const written = (state: ViewState): [key: string, written: string][] => readForm(toQuery(state));

/** @param shared the page that shows the view */
export const pageAddress = ({ base, address: { search, hash } }: Shared) => `${base}/${search}${hash}`;
/** @param shared the view alone, for a frame */
export const embedAddress = ({ base, state }: Shared) => `${base}/embed${toQuery(state)}`;

/** What a file is asked for with, besides its view: nothing that is the API's default. */
function parameters(kind: Kind, { width, ratio }: Shared): More {
  return {
    ...(width === null || width === FILE_WIDTH || kind === "csv" ? {} : { width }),
    ...(kind === "png" && ratio !== FILE_RATIO ? { ratio } : {}),
  };
}

/** @returns path and query of the file */
export function filePath(kind: Kind, shared: Shared, more: More = {}): string {
  const asked = Object.entries({ ...parameters(kind, shared), ...more }).map(
    ([key, value]) => [key, String(value)] as [string, string],
  );
  return `/api/v1/figure.${kind}${writeForm([...written(shared.state), ...asked])}`;
}

/** @returns what is posted for the same file */
export function fileBody(kind: Kind, shared: Shared, more: More = {}): Record<string, unknown> {
  const given = written(shared.state).map(([key, value]) => {
    const own = key as keyof ViewState;
    const kinds = [SCHEMAS[own].type].flat();
    return [key, kinds.includes("string") ? value : shared.state[own]];
  });
  return { ...Object.fromEntries(given), ...parameters(kind, shared), ...more };
}

const fileAddress = (kind: Kind, shared: Shared, theme: ViewState["theme"] = shared.state.theme) =>
  `${shared.base}${filePath(kind, { ...shared, state: { ...shared.state, theme } })}`;
/** A PNG has one theme. */
export const solid = (theme: ViewState["theme"]): "light" | "dark" => (theme === "dark" ? "dark" : "light");

/** What the frame's document says of itself: another value would turn the frame opaque. */
export const schemeOf = (theme: ViewState["theme"]) => (theme === "auto" ? "light dark" : theme);

export function frameCode(shared: Shared) {
  const { width, height, title, state } = shared;
  const style = `border:0;max-width:100%;color-scheme:${schemeOf(state.theme)}`;
  return `${tag("iframe", { src: embedAddress(shared), title, width: width ?? "100%", height, loading: "lazy", style })}</iframe>`;
}

/** The view state as attributes. */
const attributes = (state: ViewState, prefix: string) =>
  Object.fromEntries(written(state).map(([key, value]) => [prefix + key.replaceAll("_", "-"), value]));

/** A link to the page, of a picture or of words. */
const linked = (shared: Shared, content: string) => `${tag("a", { href: pageAddress(shared) })}${content}</a>`;
const content = (words: string) =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(UNSEEN, reference);

export function scriptCode(shared: Shared) {
  const picture = tag("img", { src: fileAddress("svg", shared), alt: shared.title, loading: "lazy" });
  return [
    `${tag("div", { "data-heads-gates": null, ...attributes(shared.state, "data-") })}`,
    `  ${linked(shared, picture)}`,
    "</div>",
    `${tag("script", { async: null, src: `${shared.base}/embed.js` })}</script>`,
  ].join("\n");
}

export const elementCode = (shared: Shared) =>
  [
    `${tag("heads-gates", { ...attributes(shared.state, ""), loading: "lazy" })}`,
    `  ${linked(shared, content(shared.title))}`,
    "</heads-gates>",
    `${tag("script", { type: "module", src: `${shared.base}/heads-gates.js` })}</script>`,
  ].join("\n");

/** A frozen figure and the script that plays it, as two files beside the page. */
export const frozenCode = (shared: Shared, file: string) =>
  [
    `${tag("heads-gates", { src: file })}`,
    `  ${content(shared.title)}`,
    "</heads-gates>",
    `${tag("script", { type: "module", src: "heads-gates.js" })}</script>`,
  ].join("\n");

/** For Markdown: a picture of either theme. No line is empty, since that would end the block. */
export function pictureCode(shared: Shared) {
  const own = shared.state.theme;
  const image = tag(
    "img",
    {
      src: fileAddress("svg", shared, own === "auto" ? "light" : own),
      alt: shared.title,
      width: shared.width ?? FILE_WIDTH,
    },
    inMarkdown,
  );
  const dark = tag(
    "source",
    { media: "(prefers-color-scheme: dark)", srcset: fileAddress("svg", shared, "dark") },
    inMarkdown,
  );
  return [
    tag("a", { href: pageAddress(shared) }, inMarkdown),
    "  <picture>",
    ...(own === "auto" ? [`    ${dark}`] : []),
    `    ${image}`,
    "  </picture>",
    "</a>",
  ].join("\n");
}

export function imageCode(kind: "svg" | "png", shared: Shared) {
  const src = fileAddress(kind, shared, kind === "png" ? solid(shared.state.theme) : shared.state.theme);
  const style = "max-width:100%;height:auto";
  return linked(shared, tag("img", { src, alt: shared.title, width: shared.width ?? FILE_WIDTH, style }));
}

/** For a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export function curlCode(shared: Shared, { posted }: { posted: boolean }) {
  if (!posted) return `curl --fail -o figure.csv ${quoted(fileAddress("csv", shared))}`;
  return [
    `curl --fail -o figure.csv ${quoted(`${shared.base}/api/v1/figure.csv`)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  --data-binary ${quoted(json(fileBody("csv", shared)))}`,
  ].join("\n");
}

/** A value as Python writes it. */
const python = (value: unknown) =>
  value === true ? "True" : value === false ? "False" : value === null ? "None" : json(value);

export function pythonCode(shared: Shared, { posted }: { posted: boolean }) {
  const body = Object.entries(fileBody("json", shared)).map(([key, value]) => `${json(key)}: ${python(value)}`);
  const asked = posted
    ? [
        `asked = json.dumps({${body.join(", ")}}).encode()`,
        `request = urllib.request.Request(${json(`${shared.base}/api/v1/figure.json`)}, asked, {"Content-Type": "application/json"})`,
      ]
    : [`request = ${json(fileAddress("json", shared))}`];
  return [
    "import json, urllib.request",
    "",
    ...asked,
    'tables = json.load(urllib.request.urlopen(request))["tables"]',
  ].join("\n");
}

/** Drawn on the reader's own machine, without a server. */
export const commandCode = (shared: Shared) =>
  `${shared.program} figure ${quoted(toQuery(shared.state) || "?")} --out figure.csv`;

/** Whether only this computer, or its own network, gets to an address. */
export function isNear(base: string) {
  const { hostname } = new URL(base);
  return /^(localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+)$|\.(local|localhost|internal)$/.test(
    hostname,
  );
}

const TITLE_CHARS = 80;
/** Marks that turn the direction of what follows are left out of titles. */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A sentence as a title has it: one line, bounded. */
export function oneLine(text: string) {
  const line = text
    .replace(TURNING, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const [...characters] = line;
  if (characters.length <= TITLE_CHARS) return line;
  return `${characters
    .slice(0, TITLE_CHARS - 1)
    .join("")
    .replace(/[\p{M}\u200D\s]+$/u, "")}…`;
}

/** What is shared where a panel's view is, alone. */
export const alone = (state: ViewState, view: ViewState["view"]): ViewState => ({
  ...state,
  view,
  attend: DEFAULTS.attend,
  lab: DEFAULTS.lab,
});
