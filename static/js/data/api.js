/** The API as the page uses it: requests out, decoded answers or problems back. */
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

/** @param {Response} response @returns {Promise<Problem>} */
async function problemOf(response) {
  try {
    const body = await response.json();
    if (typeof body?.title === "string") return body;
  } catch {
    // A proxy's own page, say: fall through to what the status tells.
  }
  return { type: "about:blank", title: `HTTP ${response.status}`, status: response.status, detail: response.statusText };
}

/** @param {string} path @param {object} body @param {AbortSignal} signal @returns {Promise<ArrayBuffer>} */
async function post(path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/vnd.safetensors, application/problem+json" },
      body: JSON.stringify({ ...body, format: "safetensors" }),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiProblem({ type: "no-connection", title: "", status: 0, detail: "" });
  }
  if (!response.ok) throw new ApiProblem(await problemOf(response));
  return response.arrayBuffer();
}

/** @template T @param {ArrayBuffer} buffer @param {(d: ReturnType<typeof decode>, m: Record<string, any>) => T} read @returns {T} */
function understood(buffer, read) {
  try {
    const file = decode(buffer);
    return read(file, unpack(file.metadata));
  } catch (error) {
    throw new ApiProblem({ type: "bad-answer", title: "", status: 200, detail: String(error) });
  }
}

/** @param {ReturnType<typeof decode>} file @param {string} name */
function tensor(file, name) {
  const found = file.tensors.get(name);
  if (!found) throw new RangeError(`no tensor ${name}`);
  return found;
}

/** @param {ReturnType<typeof decode>} file @param {Record<string, any>} meta @returns {HeadData} */
function headOf(file, meta) {
  const weights = /** @type {Float32Array} */ (tensor(file, "attention").values);
  const [layer = 0] = meta["attention"].layers;
  const [head = 0] = meta["attention"].heads;
  return { model: meta["model"], tokens: meta["tokens"], layer, head, weights };
}

/**
 * Small pictures of all heads, and one head in full.
 * @param {{text: string, model: string, layer: number, head: number}} wanted @param {AbortSignal} signal
 * @returns {Promise<{all: AttentionData, one: HeadData}>}
 */
export async function fetchAttention({ text, model, layer, head }, signal) {
  const body = { text, model, layers: [layer], heads: [head], include: ["thumbnails"] };
  return understood(await post("/api/v1/attention", body, signal), (file, meta) => {
    const { values, shape } = tensor(file, "thumbnails");
    const [layers = 0, heads = 0, bins = 0] = shape;
    const { definition, max_abs_error: maxAbsError } = meta["thumbnails"];
    const thumbnails = { codes: /** @type {Uint8Array} */ (values), layers, heads, bins, definition, maxAbsError };
    const { model: ref, text: read, tokens, notices } = meta;
    return { all: { model: ref, text: read, tokens, notices, thumbnails }, one: headOf(file, meta) };
  });
}

/**
 * One head in full.
 * @param {{text: string, model: string, layer: number, head: number}} wanted @param {AbortSignal} signal
 * @returns {Promise<HeadData>}
 */
export async function fetchHead({ text, model, layer, head }, signal) {
  const body = { text, model, layers: [layer], heads: [head], include: [] };
  return understood(await post("/api/v1/attention", body, signal), headOf);
}

/**
 * @param {{text: string, checkpoint: string}} wanted @param {AbortSignal} signal
 * @returns {Promise<GatesData>}
 */
export async function fetchGates({ text, checkpoint }, signal) {
  const body = { text, cell: "lstm", checkpoint, include: ["predictions", "units"] };
  return understood(await post("/api/v1/gates", body, signal), (file, meta) => {
    /** @type {Record<string, Float32Array>} */
    const arrays = {};
    let units = 0;
    for (const [name, { values, shape }] of file.tensors) {
      if (!/^(gates|states)\./.test(name)) continue;
      arrays[name] = /** @type {Float32Array} */ (values);
      units = shape[1] ?? 0;
    }
    const order = meta["units"]?.order ?? [...Array(units).keys()];
    return {
      model: meta["model"], cell: meta["cell"], checkpoint: meta["checkpoint"], text: meta["text"],
      tokens: meta["tokens"], notices: meta["notices"], units, arrays, predictions: meta["predictions"],
      order, orderDefinition: meta["units"]?.definition ?? "", check: meta["check"],
    };
  });
}

/** @param {AbortSignal} [signal] @returns {Promise<import("../types.js").ModelsAnswer>} */
export async function fetchModels(signal) {
  const response = await fetch("/api/v1/models", { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
  if (!response.ok) throw new ApiProblem(await problemOf(response));
  return response.json();
}
