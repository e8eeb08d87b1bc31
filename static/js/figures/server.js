/**
 * Drawing where there is no page: the server's engine calls these functions. It starts a figure, answers what is
 * pending until there is a result, and reads it.
 */
import "./bare.js";
import { ApiProblem } from "../data/api.js";
import { hasHead, headsIn, rowOf } from "../data/layers.js";
import { createReach } from "../data/transport.js";
import { toSVG } from "../scene/svg.js";
import { createState } from "../state/app.js";
import { KEY_SCHEMAS, readQuery, toQuery } from "../state/permalink.js";
import { readForm } from "../state/permalink/form.js";
import { drawFigure, entriesOf } from "./draw.js";
import { gather } from "./gather.js";
import { sayLayers, saySilent } from "../ui/say-layers.js";
import { FIGURES } from "./index.js";

/** @typedef {import("../types.js").Problem} Problem */
/**
 * @typedef {object} Job
 * @property {string | Record<string, unknown>} query the view state: as in the address, or an object of its keys
 * @property {number} width of the pictures, in pixels
 * @property {"auto" | "light" | "dark"} theme
 * @property {"en" | "zh"} lang where the query names none
 * @property {string} version the app's
 * @property {boolean} tables whether the tables are wanted
 */

/** The view state alone, without what was fetched for it. @param {Record<string, any>} all */
const stateOf = (all) => Object.fromEntries(Object.keys(KEY_SCHEMAS).map((key) => [key, all[key]]));

/** @type {{id: number, path: string, method: string, body: string | null, accept: string}[]} */
let waiting = [];
/** @type {Map<number, (answer: import("../types.js").Answered) => void>} */
let answers = new Map();
let finished = "";
/** Rows of the tables that were not handed out yet, in parts. @type {{table: number, rows: import("../types.js").Cell[][]}[]} */
let parts = [];
/** Counts figures, so that what a figure before this one still does is nothing to it. */
let current = 0;
let asked = 0;

/** @type {import("../types.js").Transport} */
const transport = (path, { method = "GET", headers, body }) =>
  new Promise((answer) => {
    asked += 1;
    answers.set(asked, answer);
    waiting.push({ id: asked, path, method, body: body ?? null, accept: headers["Accept"] ?? "" });
  });

/**
 * Heads that the query names and the model lacks. The page shows another instead and says so; a file would only be wrong.
 * @param {ReturnType<typeof createState>} store filled by gather @param {Job["query"]} query @param {import("../state/permalink.js").ViewState} wanted
 * @returns {{pointer: string, detail: string}[]}
 */
function lackingIn(store, query, wanted) {
  const { thumbnails, model, targetTokens } = store.get("attention").data ?? {};
  // Small pictures are of an encoder's heads: of a decoder beside it they tell nothing.
  if (!thumbnails || !model || targetTokens) return [];
  const named = new Set(typeof query === "string" ? readForm(query).map(([key]) => key) : Object.keys(query));
  const { layers } = thumbnails;
  const lacks = (/** @type {{layer: number, head: number}} */ one) => !hasHead(layers, one);
  const silent = saySilent("en", layers);
  const has = `${model.id} has ${sayLayers("en", layers)}, counted from 0${silent && `. ${silent.slice(0, -1)}`}`;
  const noLayer = rowOf(layers, wanted.layer) < 0;
  // Without a layer of its own in the query, or with one that is not there, a head is held against the most that a layer has.
  const heads = (named.has("layer") && !noLayer && headsIn(layers, wanted.layer)) || layers.width;
  return [
    ...(named.has("layer") && noLayer ? [{ pointer: "/layer", detail: `${has}; got layer ${wanted.layer}` }] : []),
    ...(named.has("head") && wanted.head >= heads ? [{ pointer: "/head", detail: `${has}; got head ${wanted.head}` }] : []),
    ...wanted.heads.filter(lacks).map(({ layer, head }) => ({ pointer: "/heads", detail: `${has}; got ${layer}.${head}` })),
  ];
}

/** So many cells are handed out at once: whoever reads them does nothing else meanwhile. */
const CELLS = 20_000;

/** Tables without their rows, and the rows in parts. @param {readonly import("../types.js").Picture[]} pictures */
function tablesOf(pictures) {
  const made = pictures.flatMap((picture) => (picture.tables ?? []).map(({ title, make }) => ({ title, ...make() })));
  const found = made.flatMap(({ rows, head }, table) => {
    const step = Math.max(1, Math.floor(CELLS / Math.max(1, head.length)));
    return Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => ({ table, rows: rows.slice(i * step, (i + 1) * step) }));
  });
  return { heads: made.map((table) => ({ ...table, rows: [] })), parts: found };
}

/** @param {Job} job @returns {Promise<{answer: object, parts?: typeof parts}>} */
async function draw({ query, width, theme, lang, version, tables }) {
  const { state: wanted, problems } = readQuery(query);
  if (problems.length > 0) {
    const detail = problems.map((one) => `${one.pointer.slice(1)} ${one.detail}`).join("; ");
    return { answer: { problem: { type: "#invalid-request", title: "Invalid request", status: 422, detail, errors: problems } } };
  }
  const store = createState(toQuery(wanted), { look: theme === "dark" ? "dark" : "light", words: lang });
  const own = store.get("lang");
  if (own !== "") store.set({ words: own });
  const entries = entriesOf(store, FIGURES);
  await gather(store, createReach(transport, { ahead: false })(null), entries);
  const lacking = lackingIn(store, query, wanted);
  if (lacking.length > 0) {
    const detail = lacking.map((one) => one.detail).join("; ");
    return { answer: { problem: { type: "#index-out-of-range", title: "Index out of range", status: 422, detail, errors: lacking } } };
  }
  const drawn = drawFigure(store, entries, { width, version });
  if ("why" in drawn) {
    return { answer: { problem: { type: "#nothing-to-draw", title: "Nothing to draw", status: 422, detail: drawn.why } } };
  }
  const { scene, pictures, intro, models } = drawn;
  const state = store.snapshot();
  const metadata = { generator: `Heads & Gates ${version}`, query: toQuery(state), models };
  const found = tablesOf(tables ? pictures : []);
  const answer = {
    svg: toSVG(scene, { theme, metadata }), width: scene.width, height: scene.height, title: scene.title, description: scene.description,
    query: toQuery(state), state: stateOf(state), view: state.view, lang: state.words, text: state.text, intro, models,
    words: pictures.map(({ heading, summary = "", notes = [], definitions = [] }) => ({ heading, summary, notes, definitions })),
    tables: found.heads,
  };
  return { answer, parts: found.parts };
}

export const figure = {
  /** @param {string} written a job as JSON */
  start(written) {
    current += 1;
    const mine = current;
    waiting = [];
    answers = new Map();
    finished = "";
    parts = [];
    const end = (/** @type {Awaited<ReturnType<typeof draw>>} */ drawn) => {
      if (mine !== current) return;
      finished = JSON.stringify(drawn.answer);
      parts = drawn.parts ?? [];
    };
    draw(JSON.parse(written)).then(end, (error) => {
      if (error instanceof ApiProblem) end({ answer: { problem: error.problem } });
      else end({ answer: { fault: `${error}\n${error?.stack ?? ""}` } });
    });
  },

  /** What is to be asked of the API and was not handed out yet, as JSON. */
  pending() {
    const now = waiting;
    waiting = [];
    return JSON.stringify(now);
  },

  /** @param {number} id @param {number} status @param {string} type the media type @param {string | ArrayBuffer} body text where the type is text */
  deliver(id, status, type, body) {
    const answer = answers.get(id);
    answers.delete(id);
    answer?.({
      ok: status >= 200 && status < 300, status, statusText: type,
      json: async () => JSON.parse(/** @type {string} */ (body)),
      arrayBuffer: async () => /** @type {ArrayBuffer} */ (body),
    });
  },

  /** The figure as JSON, its tables without rows; empty while it is not finished. */
  result: () => finished,

  /** The next rows of its tables as JSON; empty where there are no more. */
  part() {
    const next = parts.shift();
    return next ? JSON.stringify(next) : "";
  },
};

/** @type {any} */ (globalThis).figure = figure;
