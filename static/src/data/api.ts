/** The API as the page uses it: requests out, decoded answers or problems back. */
import { known } from "./known.ts";
import { layersOf } from "./layers.ts";
import { decode, unpack } from "./safetensors.ts";
import type {
  Answered,
  AttentionData,
  ContextPair,
  GatesData,
  HeadData,
  ModelsAnswer,
  PredictionsData,
  Problem,
  Transport,
  Via,
} from "./types.ts";
import type { Run } from "./run.ts";

/** Thrown for every answer that is not a success, and for answers that cannot be read. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

type Asked = Parameters<Transport>[1];

/** What a refusal says. */
export async function problemOf(response: Pick<Answered, "status" | "statusText" | "json">): Promise<Problem> {
  try {
    const body = await response.json();
    if (typeof body?.title === "string") return body;
  } catch {
    // A proxy's own page, say: fall through to what the status tells.
  }
  return {
    type: "about:blank",
    title: `HTTP ${response.status}`,
    status: response.status,
    detail: response.statusText,
  };
}

/** @returns one that succeeded */
async function answered(path: string, asked: Asked, { transport, signal }: Via): Promise<Answered> {
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

const posted = (body: object, accepted: string): Asked => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: `${accepted}, application/problem+json` },
  body: JSON.stringify(body),
});

async function post(path: string, body: object, via: Via): Promise<ArrayBuffer> {
  const asked = posted({ ...body, format: "safetensors" }, "application/vnd.safetensors");
  return (await answered(path, asked, via)).arrayBuffer();
}

async function json(response: Answered): Promise<any> {
  try {
    return await response.json();
  } catch (error) {
    throw new ApiProblem({ type: "bad-answer", title: "", status: response.status, detail: String(error) });
  }
}

const pointsAt = (error: unknown, pointer: string) =>
  error instanceof ApiProblem && (error.problem.errors ?? []).some((one) => one.pointer === pointer);

/** What the API refuses of a change of the run: tokens or heads that are not there, a model that cannot be changed. */
export const refusesRun = (error: unknown) =>
  error instanceof ApiProblem &&
  (error.problem.errors ?? []).some(({ pointer }) => /^\/(mask|ablate)(\/|$)/.test(pointer));

/**
 * As asked; where the model reads no second sentence, without; where the run cannot be changed so, of the run as it
 * is. The answer says of which run it is, and the page says so too.
 * @param how strict: a change that is refused is refused
 */
async function asFarAsRead<T>(
  body: Record<string, any>,
  ask: (body: object) => Promise<T>,
  how: { strict?: boolean } = {},
): Promise<T> {
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

/** The answer as a JSON document. */
export const postJson = (path: string, body: object, via: Via): Promise<any> =>
  asFarAsRead(body, async (asked) => json(await answered(path, posted(asked, "application/json"), via)));

/** @param path with its query */
export const getJson = async (path: string, via: Via): Promise<any> =>
  json(await answered(path, { headers: { Accept: "application/json" } }, via));

function understood<T>(buffer: ArrayBuffer, read: (d: ReturnType<typeof decode>, m: Record<string, any>) => T): T {
  try {
    const file = decode(buffer);
    return read(file, unpack(file.metadata));
  } catch (error) {
    throw new ApiProblem({ type: "bad-answer", title: "", status: 200, detail: String(error) });
  }
}

/**
 * An answer of which the arrays are bytes: what `read` makes of its tensors and of its document.
 * @param how strict: a change that is refused is refused
 */
export const postTensors = async <T>(
  path: string,
  body: object,
  via: Via,
  read: (file: ReturnType<typeof decode>, meta: Record<string, any>) => T,
  how?: { strict?: boolean },
): Promise<T> => understood(await asFarAsRead(body, (asked) => post(path, asked, via), how), read);

function tensor(file: ReturnType<typeof decode>, name: string) {
  const found = file.tensors.get(name);
  if (!found) throw new RangeError(`no tensor ${name}`);
  return found;
}

/** @returns one layer's one head; null where there is none */
function matrix(file: ReturnType<typeof decode>, name: string): Float32Array | null {
  const found = file.tensors.get(name);
  return found && found.shape[0] && found.shape[1] ? (found.values as Float32Array) : null;
}

/** The queries of a layer that may see one key only; null where the answer does not say. */
export function forcedIn({ forced, attending }: Record<string, any>, layer: number): number[] | null {
  return forced?.[Array.isArray(attending) ? attending.indexOf(layer) : layer] ?? null;
}

function headOf(file: ReturnType<typeof decode>, meta: Record<string, any>): HeadData {
  tensor(file, "attention");
  const { words } = meta;
  const between = matrix(file, "words");
  const layer = meta["attention"].layers[0] ?? 0;
  return {
    model: meta["model"],
    family: meta["family"],
    tokens: meta["tokens"],
    targetTokens: meta["target_tokens"],
    layer,
    head: meta["attention"].heads[0] ?? 0,
    forced: forcedIn(meta, layer),
    own: matrix(file, "attention") ?? new Float32Array(0),
    target: matrix(file, "target_attention"),
    cross: matrix(file, "cross_attention"),
    mask: meta["mask"],
    ablate: meta["ablate"],
    words: words && between ? { groups: words.words, weights: between, definition: words.definition } : null,
  };
}

type Sentences = { text: string; text_pair: string; model: string; run?: Run };

/** A second sentence of nothing but white space is none. */
const sentences = ({ text, text_pair: pair, model, run }: Sentences) => ({
  text,
  model,
  ...(pair.trim() === "" ? {} : { text_pair: pair }),
  ...run,
});

/**
 * As asked; where the model reads no second sentence, or gives no words, without; where the run cannot be changed, as
 * it is.
 * @param how strict: a change that is refused is refused
 */
async function postReading(body: Record<string, any>, via: Via, how: { strict?: boolean } = {}): Promise<ArrayBuffer> {
  try {
    return await post("/api/v1/attention", body, via);
  } catch (error) {
    const { text_pair: pair, ...alone } = body;
    const { mask, ablate, ...unchanged } = body;
    if (!how.strict && (mask !== undefined || ablate !== undefined) && refusesRun(error)) {
      return postReading(unchanged, via);
    }
    const slug = error instanceof ApiProblem ? error.problem.type.split("#")[1] : "";
    if (slug !== "invalid-request") throw error;
    if (pair !== undefined && pointsAt(error, "/text_pair")) return postReading(alone, via, how);
    if (body["include"].includes("words") && pointsAt(error, "/include")) {
      return postReading({ ...body, include: body["include"].filter((name: string) => name !== "words") }, via, how);
    }
    throw error;
  }
}

/**
 * Small pictures of all heads, and one head in full.
 * @param wanted null: no head, its matrix is empty
 * @param how strict: a change of the run that is refused is refused
 */
export async function fetchAttention(
  { layer, head, by, ...read }: Sentences & { layer: number | null; head: number | null; by: string },
  via: Via,
  how?: { strict?: boolean },
): Promise<{ all: AttentionData; one: HeadData }> {
  const include = ["thumbnails", ...(by === "words" ? ["words"] : [])];
  const body = {
    ...sentences(read),
    layers: layer === null ? [] : [layer],
    heads: head === null ? [] : [head],
    include,
  };
  return understood(await postReading(body, via, how), (file, meta) => {
    const { values, shape } = tensor(file, "thumbnails");
    const [rows = 0, width = 0, bins = 0] = shape;
    const {
      definition,
      max_abs_error: maxAbsError,
      layers: numbers,
      largest = null,
      largest_free: free = null,
    } = meta["thumbnails"];
    const layers = layersOf(meta, { rows, width, numbers });
    const thumbnails = { codes: values as Uint8Array, layers, bins, definition, maxAbsError, largest, free };
    const {
      model: ref,
      family,
      text,
      text_pair: textPair,
      tokens,
      target_tokens: targetTokens,
      predicts,
      notices,
    } = meta;
    const { mask, ablate } = meta;
    const all = {
      model: ref,
      family,
      text,
      textPair,
      tokens,
      targetTokens,
      predicts,
      notices,
      thumbnails,
      forced: meta["forced"] ?? null,
      mask,
      ablate,
    };
    return { all, one: headOf(file, meta) };
  });
}

/** One head in full. */
export async function fetchHead(
  { layer, head, by, ...read }: Sentences & { layer: number; head: number; by: string },
  via: Via,
): Promise<HeadData> {
  const body = { ...sentences(read), layers: [layer], heads: [head], include: by === "words" ? ["words"] : [] };
  return understood(await postReading(body, via), headOf);
}

/** What a model that predicts expects at each token. */
export async function fetchPredictions(
  { temperature, ...read }: Sentences & { temperature: number },
  via: Via,
): Promise<PredictionsData> {
  const body = { ...sentences(read), layers: [], heads: [], include: ["predictions"], temperature };
  return understood(await postReading(body, via), (_, { model, text, predicts, predictions }) => ({
    model,
    text,
    predicts,
    temperature,
    lists: predictions ?? [],
  }));
}

/** One word's cosine with itself in two sentences. */
export async function fetchContext(
  wanted: { text_a: string; token_a: number; text_b: string; token_b: number; model: string },
  via: Via,
): Promise<ContextPair> {
  return understood(await post("/api/v1/context", wanted, via), (file, meta) => ({
    model: meta["model"],
    textA: meta["text_a"],
    textB: meta["text_b"],
    tokensA: meta["tokens_a"],
    tokensB: meta["tokens_b"],
    tokenA: meta["token_a"],
    tokenB: meta["token_b"],
    cosine: Array.from(tensor(file, "cosine").values),
    definition: meta["cosine"].definition,
    notices: meta["notices"],
  }));
}

/**
 * Gates and states of a recurrent net on a sentence.
 * @param wanted the request's fields
 */
export async function fetchGates(wanted: Record<string, unknown>, via: Via): Promise<GatesData> {
  const body = { ...wanted, include: ["predictions", "units"] };
  return understood(await post("/api/v1/gates", body, via), (file, meta) => {
    const arrays: Record<string, Float32Array> = {};
    let units = 0;
    for (const [name, { values, shape }] of file.tensors) {
      if (!/^(gates|states)\./.test(name)) continue;
      arrays[name] = values as Float32Array;
      units = shape[1] ?? 0;
    }
    const about = meta["units"] ?? {};
    return known({
      model: meta["model"],
      cell: meta["cell"],
      kind: meta["kind"] ?? "lstm",
      checkpoint: meta["checkpoint"],
      text: meta["text"],
      forgetBias: meta["forget_bias"] ?? null,
      recurrentScale: meta["recurrent_scale"] ?? null,
      tokens: meta["tokens"],
      notices: meta["notices"],
      units,
      arrays,
      predictions: meta["predictions"],
      order: about.order ?? [...Array(units).keys()],
      orderDefinition: about.definition ?? "",
      saturation: about.saturation ?? {},
      saturationDefinition: about.saturation_definition ?? "",
      halfLife: about.half_life ?? [],
      halfLifeDefinition: about.half_life_definition ?? "",
      check: meta["check"],
    });
  });
}

export const fetchModels = (via: Via): Promise<ModelsAnswer> => getJson("/api/v1/models", via);
