/** The API as the page uses it: requests out, decoded answers or problems back. */
import { known } from "./known.js";
import { layersOf } from "./layers.js";
import { decode, unpack } from "./safetensors.js";

/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("../types.js").AttentionData} AttentionData */
/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").GatesData} GatesData */

/** Thrown for every answer that is not a success, and for answers that cannot be read. */
export class ApiProblem extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** @typedef {import("../types.js").Answered} Answered */
/** @typedef {Parameters<import("../types.js").Transport>[1]} Asked */

/** What a refusal says. @param {Pick<Answered, "status" | "statusText" | "json">} response @returns {Promise<Problem>} */
export async function problemOf(response) {
  try {
    const body = await response.json();
    if (typeof body?.title === "string") return body;
  } catch {
    // A proxy's own page, say: fall through to what the status tells.
  }
  return { type: "about:blank", title: `HTTP ${response.status}`, status: response.status, detail: response.statusText };
}

/** @param {string} path @param {Asked} asked @param {import("../types.js").Via} via @returns {Promise<Answered>} one that succeeded */
async function answered(path, asked, { transport, signal }) {
  let response;
  try {
    response = await transport(path, { ...asked, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem({ type: "no-connection", title: "", status: 0, detail: "" });
  }
  if (!response.ok) throw new ApiProblem(await problemOf(response));
  return response;
}

/** @param {object} body @param {string} accepted @returns {Asked} */
const posted = (body, accepted) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: `${accepted}, application/problem+json` },
  body: JSON.stringify(body),
});

/** @param {string} path @param {object} body @param {import("../types.js").Via} via @returns {Promise<ArrayBuffer>} */
async function post(path, body, via) {
  const asked = posted({ ...body, format: "safetensors" }, "application/vnd.safetensors");
  return (await answered(path, asked, via)).arrayBuffer();
}

/** @param {Answered} response @returns {Promise<any>} */
async function json(response) {
  try {
    return await response.json();
  } catch (error) {
    throw new ApiProblem({ type: "bad-answer", title: "", status: response.status, detail: String(error) });
  }
}

/** @param {unknown} error @param {string} pointer */
const pointsAt = (error, pointer) => error instanceof ApiProblem && (error.problem.errors ?? []).some((one) => one.pointer === pointer);

/** What the API refuses of a change of the run: tokens or heads that are not there, a model that cannot be changed. @param {unknown} error */
export const refusesRun = (error) => error instanceof ApiProblem && (error.problem.errors ?? []).some(({ pointer }) => /^\/(mask|ablate)(\/|$)/.test(pointer));

/**
 * As asked; where the model reads no second sentence, without; where the run cannot be changed so, of the run as it is.
 * The answer says of which run it is, and the page says so too.
 * @template T @param {Record<string, any>} body @param {(body: object) => Promise<T>} ask @param {{strict?: boolean}} [how] strict: a change that is refused is refused
 * @returns {Promise<T>}
 */
async function asFarAsRead(body, ask, how = {}) {
  try {
    return await ask(body);
  } catch (error) {
    const { text_pair: pair, ...alone } = body;
    if (pair !== undefined && pointsAt(error, "/text_pair")) return asFarAsRead(alone, ask, how);
    const { mask, ablate, ...unchanged } = body;
    if (how.strict || (mask === undefined && ablate === undefined) || !refusesRun(error)) throw error;
    return asFarAsRead(unchanged, ask, how);
  }
}

/** The answer as a JSON document. @param {string} path @param {object} body @param {import("../types.js").Via} via @returns {Promise<any>} */
export const postJson = (path, body, via) =>
  asFarAsRead(body, async (asked) => json(await answered(path, posted(asked, "application/json"), via)));

/** @param {string} path with its query @param {import("../types.js").Via} via @returns {Promise<any>} */
export const getJson = async (path, via) => json(await answered(path, { headers: { Accept: "application/json" } }, via));

/** @template T @param {ArrayBuffer} buffer @param {(d: ReturnType<typeof decode>, m: Record<string, any>) => T} read @returns {T} */
function understood(buffer, read) {
  try {
    const file = decode(buffer);
    return read(file, unpack(file.metadata));
  } catch (error) {
    throw new ApiProblem({ type: "bad-answer", title: "", status: 200, detail: String(error) });
  }
}

/**
 * An answer of which the arrays are bytes: what `read` makes of its tensors and of its document.
 * @template T @param {string} path @param {object} body @param {import("../types.js").Via} via
 * @param {(file: ReturnType<typeof decode>, meta: Record<string, any>) => T} read @param {{strict?: boolean}} [how] strict: a change that is refused is refused
 * @returns {Promise<T>}
 */
export const postTensors = async (path, body, via, read, how) => understood(await asFarAsRead(body, (asked) => post(path, asked, via), how), read);

/** @param {ReturnType<typeof decode>} file @param {string} name */
function tensor(file, name) {
  const found = file.tensors.get(name);
  if (!found) throw new RangeError(`no tensor ${name}`);
  return found;
}

/** @param {ReturnType<typeof decode>} file @param {string} name @returns {Float32Array | null} one layer's one head; null where there is none */
function matrix(file, name) {
  const found = file.tensors.get(name);
  return found && found.shape[0] && found.shape[1] ? /** @type {Float32Array} */ (found.values) : null;
}

/** The queries of a layer that may see one key only; null where the answer does not say. @param {Record<string, any>} meta @param {number} layer @returns {number[] | null} */
export function forcedIn({ forced, attending }, layer) {
  return forced?.[Array.isArray(attending) ? attending.indexOf(layer) : layer] ?? null;
}

/** @param {ReturnType<typeof decode>} file @param {Record<string, any>} meta @returns {HeadData} */
function headOf(file, meta) {
  tensor(file, "attention");
  const { words } = meta;
  const between = matrix(file, "words");
  const layer = meta["attention"].layers[0] ?? 0;
  return {
    model: meta["model"], family: meta["family"], tokens: meta["tokens"], targetTokens: meta["target_tokens"],
    layer, head: meta["attention"].heads[0] ?? 0, forced: forcedIn(meta, layer),
    own: matrix(file, "attention") ?? new Float32Array(0), target: matrix(file, "target_attention"), cross: matrix(file, "cross_attention"),
    mask: meta["mask"], ablate: meta["ablate"],
    words: words && between ? { groups: words.words, weights: between, definition: words.definition } : null,
  };
}

/** @typedef {{text: string, text_pair: string, model: string, run?: import("../state/run.js").Run}} Sentences */

/** A second sentence of nothing but white space is none. @param {Sentences} wanted */
const sentences = ({ text, text_pair: pair, model, run }) => ({ text, model, ...(pair.trim() === "" ? {} : { text_pair: pair }), ...run });

/**
 * As asked; where the model reads no second sentence, or gives no words, without; where the run cannot be changed, as it is.
 * @param {Record<string, any>} body @param {import("../types.js").Via} via
 * @param {{strict?: boolean}} [how] strict: a change that is refused is refused
 * @returns {Promise<ArrayBuffer>}
 */
async function postReading(body, via, how = {}) {
  try {
    return await post("/api/v1/attention", body, via);
  } catch (error) {
    const { text_pair: pair, ...alone } = body;
    const { mask, ablate, ...unchanged } = body;
    if (!how.strict && (mask !== undefined || ablate !== undefined) && refusesRun(error)) return postReading(unchanged, via);
    const slug = error instanceof ApiProblem ? error.problem.type.split("#")[1] : "";
    if (slug !== "invalid-request") throw error;
    if (pair !== undefined && pointsAt(error, "/text_pair")) return postReading(alone, via, how);
    if (body["include"].includes("words") && pointsAt(error, "/include")) {
      return postReading({ ...body, include: body["include"].filter((/** @type {string} */ name) => name !== "words") }, via, how);
    }
    throw error;
  }
}

/**
 * Small pictures of all heads, and one head in full.
 * @param {Sentences & {layer: number | null, head: number | null, by: string}} wanted null: no head, its matrix is empty @param {import("../types.js").Via} via
 * @param {{strict?: boolean}} [how] strict: a change of the run that is refused is refused
 * @returns {Promise<{all: AttentionData, one: HeadData}>}
 */
export async function fetchAttention({ layer, head, by, ...read }, via, how) {
  const include = ["thumbnails", ...(by === "words" ? ["words"] : [])];
  const body = { ...sentences(read), layers: layer === null ? [] : [layer], heads: head === null ? [] : [head], include };
  return understood(await postReading(body, via, how), (file, meta) => {
    const { values, shape } = tensor(file, "thumbnails");
    const [rows = 0, width = 0, bins = 0] = shape;
    const { definition, max_abs_error: maxAbsError, layers: numbers, largest = null, largest_free: free = null } = meta["thumbnails"];
    const layers = layersOf(meta, { rows, width, numbers });
    const thumbnails = { codes: /** @type {Uint8Array} */ (values), layers, bins, definition, maxAbsError, largest, free };
    const { model: ref, family, text, text_pair: textPair, tokens, target_tokens: targetTokens, predicts, notices } = meta;
    const { mask, ablate } = meta;
    const all = { model: ref, family, text, textPair, tokens, targetTokens, predicts, notices, thumbnails, forced: meta["forced"] ?? null, mask, ablate };
    return { all, one: headOf(file, meta) };
  });
}

/**
 * One head in full.
 * @param {Sentences & {layer: number, head: number, by: string}} wanted @param {import("../types.js").Via} via
 * @returns {Promise<HeadData>}
 */
export async function fetchHead({ layer, head, by, ...read }, via) {
  const body = { ...sentences(read), layers: [layer], heads: [head], include: by === "words" ? ["words"] : [] };
  return understood(await postReading(body, via), headOf);
}

/**
 * What a model that predicts expects at each token.
 * @param {Sentences & {temperature: number}} wanted @param {import("../types.js").Via} via
 * @returns {Promise<import("../types.js").PredictionsData>}
 */
export async function fetchPredictions({ temperature, ...read }, via) {
  const body = { ...sentences(read), layers: [], heads: [], include: ["predictions"], temperature };
  return understood(await postReading(body, via), (_, { model, text, predicts, predictions }) => ({
    model, text, predicts, temperature, lists: predictions ?? [],
  }));
}

/**
 * One word's cosine with itself in two sentences.
 * @param {{text_a: string, token_a: number, text_b: string, token_b: number, model: string}} wanted @param {import("../types.js").Via} via
 * @returns {Promise<import("../types.js").ContextPair>}
 */
export async function fetchContext(wanted, via) {
  return understood(await post("/api/v1/context", wanted, via), (file, meta) => ({
    model: meta["model"], textA: meta["text_a"], textB: meta["text_b"], tokensA: meta["tokens_a"], tokensB: meta["tokens_b"],
    tokenA: meta["token_a"], tokenB: meta["token_b"], cosine: Array.from(tensor(file, "cosine").values),
    definition: meta["cosine"].definition, notices: meta["notices"],
  }));
}

/**
 * Gates and states of a recurrent net on a sentence.
 * @param {Record<string, unknown>} wanted the request's fields @param {import("../types.js").Via} via
 * @returns {Promise<GatesData>}
 */
export async function fetchGates(wanted, via) {
  const body = { ...wanted, include: ["predictions", "units"] };
  return understood(await post("/api/v1/gates", body, via), (file, meta) => {
    /** @type {Record<string, Float32Array>} */
    const arrays = {};
    let units = 0;
    for (const [name, { values, shape }] of file.tensors) {
      if (!/^(gates|states)\./.test(name)) continue;
      arrays[name] = /** @type {Float32Array} */ (values);
      units = shape[1] ?? 0;
    }
    const about = meta["units"] ?? {};
    return known({
      model: meta["model"], cell: meta["cell"], kind: meta["kind"] ?? "lstm", checkpoint: meta["checkpoint"], text: meta["text"],
      forgetBias: meta["forget_bias"] ?? null, recurrentScale: meta["recurrent_scale"] ?? null,
      tokens: meta["tokens"], notices: meta["notices"], units, arrays, predictions: meta["predictions"],
      order: about.order ?? [...Array(units).keys()], orderDefinition: about.definition ?? "",
      saturation: about.saturation ?? {}, saturationDefinition: about.saturation_definition ?? "",
      halfLife: about.half_life ?? [], halfLifeDefinition: about.half_life_definition ?? "",
      check: meta["check"],
    });
  });
}

/** @param {import("../types.js").Via} via @returns {Promise<import("../types.js").ModelsAnswer>} */
export const fetchModels = (via) => getJson("/api/v1/models", via);
