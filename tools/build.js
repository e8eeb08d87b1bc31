/**
 * Builds the front end: `node tools/build.js [--dev]` writes static/dist anew, with `manifest.json`, which is what the
 * server knows of it. `--dev` adds source maps.
 *
 * Names carry a hash of what they hold, so that a browser keeps a file for good. What is built, of the modules in static/src:
 *   page      main and a chunk a view, which arrives when its view is first shown
 *   player    an embedded page and a frozen file: what several views share, and a script a view
 *   element   <heads-gates>, everything in one module
 *   engine    what V8 runs on the server, and the reader of addresses
 *   words     a file a language
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { styles } from "./styles.js";
import { asShared, closureOf, sharedBy, together } from "./split.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(ROOT, "static/src");
const DIST = join(ROOT, "static/dist");
const dev = process.argv.includes("--dev");

/** Chrome 105, Firefox 110 and Safari 16 are the first with what the styles need. */
const TARGET = ["es2022"];
const LICENCES = [
  "d3-array",
  "d3-color",
  "d3-format",
  "d3-interpolate",
  "d3-scale",
  "d3-scale-chromatic",
  "d3-time",
  "d3-time-format",
  "internmap",
];

/** What the build knows of the front end: its views, the keys of their state, its words. */
async function facts() {
  const { outputFiles } = await build({
    ...COMMON,
    plugins: [declarations()],
    minify: false,
    format: "esm",
    entryPoints: [join(SRC, "apps/manifest.ts")],
    sourcemap: false,
  });
  const code = Buffer.from(outputFiles?.[0]?.contents ?? []).toString("base64");
  return /** @type {Promise<typeof import("../static/src/apps/manifest.ts")>} */ (
    import(`data:text/javascript;base64,${code}`)
  );
}

/** @typedef {import("esbuild").BuildOptions} Options */
/** @typedef {import("esbuild").Plugin} Plugin */

/** @type {Map<string, Uint8Array>} what is written, by name */
const files = new Map();
/** @type {Record<string, string>} names by what they are */
const names = {};

/** @param {Uint8Array | string} contents */
const hashOf = (contents) =>
  createHash("sha256").update(contents).digest("base64url").replace(/[-_]/g, "").slice(0, 10);

/** Keeps a file under a name that says what it holds. @param {string} what such as words-en.js @param {string | Uint8Array} contents */
function keep(what, contents) {
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  names[what] = what.replace(/\.(\w+)$/, `-${hashOf(bytes)}.$1`);
  files.set(names[what], bytes);
}

const COMMON = /** @satisfies {Options} */ ({
  absWorkingDir: ROOT,
  preserveSymlinks: true,
  bundle: true,
  minify: true,
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  write: false,
  metafile: true,
  sourcemap: dev ? "inline" : false,
  tsconfigRaw: {}, // types are checked elsewhere: the build needs no settings of theirs
});
/** Where words come in a file of their own (package.json says which module then looks them up). */
const LOADED = { conditions: ["loaded"] };

/** A script made of what `source` imports, relative to static/src. @param {string} source @param {Options} options */
async function script(source, options) {
  const { outputFiles } = await build({
    ...COMMON,
    stdin: { contents: source, resolveDir: SRC, sourcefile: "<entry>" },
    format: "iife",
    ...options,
  });
  return /** @type {{contents: Uint8Array}[]} */ (outputFiles)[0]?.contents ?? new Uint8Array();
}

/** A file a language. It runs as a classic script and as a module. */
function words() {
  for (const [at, lang] of ["en", "zh"].entries()) {
    const own = Object.fromEntries(Object.entries(FACTS.WORDS).map(([key, both]) => [key, both[at]]));
    keep(`words-${lang}.js`, `(globalThis.headsGatesWords??={}).${lang}=${JSON.stringify(own)};\n`);
  }
}

/** The page's `words:en` is a file beside it. @type {Plugin} */
const wordFiles = {
  name: "words",
  setup({ onResolve }) {
    onResolve({ filter: /^words:/ }, ({ path }) => ({
      path: `./${names[`words-${path.slice("words:".length)}.js`]}`,
      external: true,
    }));
  },
};

/**
 * A view's declaration names its code, which arrives when it is shown; where a script brings it otherwise, or not at all,
 * the declaration alone is meant. @param {RegExp} filter of the modules that are left out @returns {Plugin}
 */
const without = (filter) => ({
  name: "without",
  setup({ onResolve }) {
    onResolve({ filter }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : null));
  },
});
const declarations = () => without(/^\.\/(pictures|page)\.ts$/);

/** What the server knows of a view: its place, its height, and what it is called. */
const viewFacts = () => {
  const titleOf = (/** @type {string} */ id) => {
    const [en, zh] = FACTS.WORDS[`title-${id}`] ?? ["", ""];
    return { en, zh };
  };
  return {
    "": { height: BOTH_HEIGHT, of: null, sentence: true, ...titleOf("") },
    ...Object.fromEntries(
      FACTS.VIEWS.map(({ id, height, of = null, sentence = true }) => [id, { height, of, sentence, ...titleOf(id) }]),
    ),
  };
};

/** A view's part on the page. @param {string} view */
const partOf = (view) => `views/${view}/page.ts`;

const src = (/** @type {string} */ path) => join(SRC, path);

/** The page: its chunks, and those that each view needs beside main. */
async function page() {
  const entries = ["apps/page/main.ts", "apps/page/share/dialog.ts", ...VIEWS.map(partOf)].map(src);
  const own = { ...COMMON, ...LOADED };
  const { shared } = await sharedBy([[], ...entries.map((path) => [path])], {
    ...own,
    plugins: [wordFiles, without(/^\.\/pictures\.ts$/)],
  });
  const { outputFiles, metafile } = await build({
    ...own,
    entryPoints: [src("apps/page/main.ts")],
    outdir: DIST,
    format: "esm",
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    plugins: [wordFiles, without(/^\.\/pictures\.ts$/), together(entries, shared)],
  });
  for (const { path, contents } of outputFiles) files.set(path.slice(DIST.length + 1), contents);
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, one]) => [path.slice("static/dist/".length), one]),
  );
  /** @param {string} entry */
  const chunkOf = (entry) => [...outputs].find(([, { entryPoint }]) => entryPoint === `static/src/${entry}`)?.[0];
  const main = chunkOf("apps/page/main.ts") ?? "";
  names["main.js"] = main;
  const base = closureOf(outputs, main);
  const views = VIEWS.map((view) => {
    const chunk = chunkOf(partOf(view));
    return [view, chunk ? closureOf(outputs, chunk).filter((one) => !base.includes(one)) : []];
  });
  return { base: base.slice(1), views: Object.fromEntries(views) };
}

/** What a script brings of a view (apps/embed/kit.ts). @param {string} view */
const brought = (view) => `import { figure } from "./views/${view}/pictures.ts";
import { create } from "./${partOf(view)}";
import { ${view} } from "./views/${view}/index.ts";
export const part = { view: ${view}, figure, create };
`;

/** The player's script, and one a view; `headsGates.start()` begins. */
async function player() {
  const own = { ...COMMON, ...LOADED };
  // One player shows a view of each panel at most: what views of one panel share never comes twice.
  const panels = ["attention", "memory", "context"].map((panel) =>
    FACTS.VIEWS.flatMap((view) => (view.panel === panel ? [view.id] : [])),
  );
  const groups = panels.map((those) =>
    those.flatMap((view) => [src(`views/${view}/index.ts`), src(`views/${view}/pictures.ts`), src(partOf(view))]),
  );
  const { shared, asked } = await sharedBy([[src("apps/embed/classic.ts")], ...groups], {
    ...own,
    plugins: [declarations()],
  });
  const given = [...asked];
  const imports = given.map((path, i) => `import * as m${i} from ${JSON.stringify(path)};`).join("\n");
  const modules = given.map((path, i) => `${JSON.stringify(path.slice(ROOT.length))}: m${i}`).join(", ");
  keep(
    "player.js",
    await script(
      `import { add, start } from "./apps/embed/classic.ts";
${imports}
globalThis.headsGates = { add, start, modules: { ${modules} } };`,
      { ...LOADED, plugins: [declarations()] },
    ),
  );
  await Promise.all(
    VIEWS.map(async (view) => {
      const plugins = [declarations(), asShared(ROOT, shared)];
      keep(`player-${view}.js`, await script(`${brought(view)}headsGates.add(part);`, { ...LOADED, plugins }));
    }),
  );
}

/** `view:heads` is what a script brings of that view. @type {Plugin} */
const views = {
  name: "views",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^view:/ }, ({ path }) => ({ path: path.slice("view:".length), namespace: "view" }));
    onLoad({ filter: /.*/, namespace: "view" }, ({ path }) => ({ contents: brought(path), resolveDir: SRC }));
  },
};

/** @param {string} css the styles of its shadow root @param {string} version the app's */
async function element(css, version) {
  const parts = VIEWS.map((_, i) => `p${i}`);
  const made = await script(
    `${VIEWS.map((view, i) => `import { part as ${parts[i]} } from "view:${view}";`).join("\n")}
import { define } from "./apps/element/element.ts";
import { kitOf } from "./apps/embed/kit.ts";
define(kitOf([${parts.join(", ")}]), { css: ${JSON.stringify(css)}, version: ${JSON.stringify(version)}, origin: new URL(".", import.meta.url).href });`,
    { format: "esm", plugins: [declarations(), views] },
  );
  keep("element.js", made);
}

/** The licences of what the scripts hold of others. */
function licences() {
  const all = LICENCES.map((name) => {
    const folder = join(ROOT, "node_modules", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} ${version}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
  });
  return all.join(`\n${"-".repeat(80)}\n\n`);
}

/** What the server reads itself; a player's script is put together of several. */
const OWN = /^(engine|player|reader)[-.]/;

/** Beside each file what a browser takes instead of it. */
async function compressed() {
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: dev ? 5 : 11, [constants.BROTLI_PARAM_LGWIN]: 22 } };
  await Promise.all(
    [...files]
      .filter(([name]) => !OWN.test(name))
      .map(async ([name, bytes]) => {
        files.set(`${name}.br`, await promisify(brotliCompress)(bytes, brotli));
        files.set(`${name}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }),
  );
}

/** Writes it beside, then puts it in the place of what is there: nobody sees half of it. */
function write() {
  const [fresh, old] = [`${DIST}.new`, `${DIST}.old`];
  for (const path of [fresh, old]) rmSync(path, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(fresh, name), bytes);
  if (readdirSync(join(ROOT, "static")).includes("dist")) renameSync(DIST, old);
  renameSync(fresh, DIST);
  rmSync(old, { recursive: true, force: true });
}

/** CSS pixels of both panels side by side: as many as the highest view. */
const BOTH_HEIGHT = 1000;
/** The blog's loader is small and stands alone: of the views it knows their heights, of addresses their keys. */
const loaderFacts = () => ({
  KEYS: JSON.stringify(Object.keys(FACTS.KEY_SCHEMAS)),
  HEIGHTS: JSON.stringify(Object.fromEntries(FACTS.VIEWS.map(({ id, height }) => [id, height]))),
});

const FACTS = await facts();
const VIEWS = FACTS.VIEWS.map(({ id }) => id);

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const css = await styles(join(ROOT, "static"));
for (const name of /** @type {const} */ (["page", "docs", "embed"])) keep(`${name}.css`, css[name]);
words();
const [preload] = await Promise.all([
  page(),
  player(),
  element(css.shadow, version),
  script('import "./apps/page/early.ts";', {}).then((made) => keep("early.js", made)),
  script('import "./apps/loader/embed.ts";', { define: loaderFacts() }).then((made) => keep("embed.js", made)),
  script('import { readQuery } from "./address/query.ts"; globalThis.readQuery = readQuery;', {
    ...LOADED,
    plugins: [declarations()],
  }).then((made) => keep("reader.js", made)),
  // Readable: the server's log names places in it.
  script('import "./apps/engine/main.ts";', {
    minify: false,
    keepNames: true,
    plugins: [without(/^\.\/page\.ts$/)],
  }).then((made) => keep("engine.js", made)),
]);
await compressed();
files.set("LICENSES.txt", new TextEncoder().encode(licences()));
const manifest = {
  version,
  files: Object.fromEntries(Object.entries(names).sort()),
  preload,
  keys: FACTS.KEY_SCHEMAS,
  views: viewFacts(),
};
files.set("manifest.json", new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`));
write();
