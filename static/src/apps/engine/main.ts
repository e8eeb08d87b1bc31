/**
 * Drawing where there is no page: the server's engine calls these functions. It starts a figure, answers what is
 * pending until there is a result, and reads it.
 */
import "./bare.ts";
import { ApiProblem } from "../../data/api.ts";
import { hasHead, headsIn, rowOf } from "../../data/layers.ts";
import { createReach } from "../../data/transport.ts";
import { toSVG } from "../../core/scene/svg.ts";
import { createState } from "../../state/app.ts";
import { KEY_SCHEMAS, readQuery, toQuery } from "../../address/index.ts";
import { readForm } from "../../core/form.ts";
import { drawFigure, entriesOf } from "../../panel/pictures/draw.ts";
import { viewsShown } from "../../state/view.ts";
import { gather } from "../../state/gather.ts";
import { sayLayers, saySilent } from "../../plots/say-layers.ts";
import { loadFigures } from "../../panel/figures.ts";
import { figure as ruler } from "../../panel/strip/pictures.ts";
import { VIEWS } from "../../views/index.ts";
import type { Cell, Picture } from "../../core/types.ts";
import type { Answered, Transport } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";
import type { ViewState } from "../../state/keys.ts";

interface Job {
  /** the view state: as in the address, or an object of its keys */
  query: string | Record<string, unknown>;
  /** of the pictures, in pixels */
  width: number;
  theme: "auto" | "light" | "dark";
  /** where the query names none */
  lang: "en" | "zh";
  /** the app's */
  version: string;
  /** whether the tables are wanted */
  tables: boolean;
}

/** The views that are drawn: of others the code is not even begun. */
const shownOf = (store: Store) => {
  const shown = viewsShown(store.snapshot());
  return VIEWS.filter(({ id }) => shown.includes(id));
};

/** The view state alone, without what was fetched for it. */
const stateOf = (all: Record<string, any>) =>
  Object.fromEntries(Object.keys(KEY_SCHEMAS).map((key) => [key, all[key]]));

let waiting: { id: number; path: string; method: string; body: string | null; accept: string }[] = [];
let answers: Map<number, (answer: Answered) => void> = new Map();
let finished = "";
/** Rows of the tables that were not handed out yet, in parts. */
let parts: { table: number; rows: Cell[][] }[] = [];
/** Counts figures, so that what a figure before this one still does is nothing to it. */
let current = 0;
let asked = 0;

const transport: Transport = (path, { method = "GET", headers, body }) =>
  new Promise((answer) => {
    asked += 1;
    answers.set(asked, answer);
    waiting.push({ id: asked, path, method, body: body ?? null, accept: headers["Accept"] ?? "" });
  });

/**
 * Heads that the query names and the model lacks. The page shows another instead and says so; a file would only be
 * wrong.
 * @param store filled by gather
 */
function lackingIn(store: Store, query: Job["query"], wanted: ViewState): { pointer: string; detail: string }[] {
  const { thumbnails, model, targetTokens } = store.get("answers").attention.data ?? {};
  // Small pictures are of an encoder's heads: of a decoder beside it they tell nothing.
  if (!thumbnails || !model || targetTokens) return [];
  const named = new Set(typeof query === "string" ? readForm(query).map(([key]) => key) : Object.keys(query));
  const { layers } = thumbnails;
  const lacks = (one: { layer: number; head: number }) => !hasHead(layers, one);
  const silent = saySilent("en", layers);
  const has = `${model.id} has ${sayLayers("en", layers)}, counted from 0${silent && `. ${silent.slice(0, -1)}`}`;
  const noLayer = rowOf(layers, wanted.layer) < 0;
  // Without a layer of its own in the query, or with one that is not there, a head is held against the most that a layer has.
  const heads = (named.has("layer") && !noLayer && headsIn(layers, wanted.layer)) || layers.width;
  return [
    ...(named.has("layer") && noLayer ? [{ pointer: "/layer", detail: `${has}; got layer ${wanted.layer}` }] : []),
    ...(named.has("head") && wanted.head >= heads
      ? [{ pointer: "/head", detail: `${has}; got head ${wanted.head}` }]
      : []),
    ...wanted.heads
      .filter(lacks)
      .map(({ layer, head }) => ({ pointer: "/heads", detail: `${has}; got ${layer}.${head}` })),
  ];
}

/** So many cells are handed out at once: whoever reads them does nothing else meanwhile. */
const CELLS = 20_000;

/** Tables without their rows, and the rows in parts. */
function tablesOf(pictures: readonly Picture[]) {
  const made = pictures.flatMap((picture) => (picture.tables ?? []).map(({ title, make }) => ({ title, ...make() })));
  const found = made.flatMap(({ rows, head }, table) => {
    const step = Math.max(1, Math.floor(CELLS / Math.max(1, head.length)));
    return Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => ({
      table,
      rows: rows.slice(i * step, (i + 1) * step),
    }));
  });
  return { heads: made.map((table) => ({ ...table, rows: [] })), parts: found };
}

async function draw({
  query,
  width,
  theme,
  lang,
  version,
  tables,
}: Job): Promise<{ answer: object; parts?: typeof parts }> {
  const { state: wanted, problems } = readQuery(query);
  if (problems.length > 0) {
    const detail = problems.map((one) => `${one.pointer.slice(1)} ${one.detail}`).join("; ");
    return {
      answer: {
        problem: { type: "#invalid-request", title: "Invalid request", status: 422, detail, errors: problems },
      },
    };
  }
  const store = createState(wanted, {
    themeInForce: theme === "dark" ? "dark" : "light",
    langInForce: lang,
    views: VIEWS,
  });
  const own = store.get("lang");
  if (own !== "") store.set({ langInForce: own });
  const entries = entriesOf(store, [ruler, ...(await loadFigures(shownOf(store)))]);
  await gather(store, createReach(transport, { ahead: false })(null));
  const lacking = lackingIn(store, query, wanted);
  if (lacking.length > 0) {
    const detail = lacking.map((one) => one.detail).join("; ");
    return {
      answer: {
        problem: { type: "#index-out-of-range", title: "Index out of range", status: 422, detail, errors: lacking },
      },
    };
  }
  const drawn = drawFigure(store, entries, { width, version });
  if ("why" in drawn) {
    return {
      answer: { problem: { type: "#nothing-to-draw", title: "Nothing to draw", status: 422, detail: drawn.why } },
    };
  }
  const { scene, pictures, intro, models } = drawn;
  const state = store.snapshot();
  const metadata = { generator: `Heads & Gates ${version}`, query: toQuery(state), models };
  const found = tablesOf(tables ? pictures : []);
  const answer = {
    svg: toSVG(scene, { theme, metadata }),
    width: scene.width,
    height: scene.height,
    title: scene.title,
    description: scene.description,
    query: toQuery(state),
    state: stateOf(state),
    view: state.view,
    lang: state.langInForce,
    text: state.text,
    intro,
    models,
    words: pictures.map(({ heading, summary = "", notes = [], definitions = [] }) => ({
      heading,
      summary,
      notes,
      definitions,
    })),
    tables: found.heads,
  };
  return { answer, parts: found.parts };
}

export const figure = {
  /** @param written a job as JSON */
  start(written: string) {
    current += 1;
    const mine = current;
    waiting = [];
    answers = new Map();
    finished = "";
    parts = [];
    const end = (drawn: Awaited<ReturnType<typeof draw>>) => {
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

  /**
   * @param type the media type
   * @param body text where the type is text
   */
  deliver(id: number, status: number, type: string, body: string | ArrayBuffer) {
    const answer = answers.get(id);
    answers.delete(id);
    answer?.({
      ok: status >= 200 && status < 300,
      status,
      statusText: type,
      json: async () => JSON.parse(body as string),
      arrayBuffer: async () => body as ArrayBuffer,
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

(globalThis as any).figure = figure;
