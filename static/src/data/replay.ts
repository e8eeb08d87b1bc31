/** Answers from a record instead of a server: what a figure was drawn from, kept with it. */
import { decode } from "./safetensors.ts";
import { bytesOf, sliceHeads } from "./recorded.ts";
import type { Answered, Transport } from "./types.ts";

/** An answer as a snapshot keeps it. */
export interface Recorded {
  path: string;
  method: string;
  /** the question's, as JSON */
  body: string | null;
  status: number;
  type: string;
  /** text, or bytes in base64 */
  data: string;
  base64: boolean;
}

/** JSON that is the same for the same fields, in whatever order they stand. */
export function canonical(value: any): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`;
}

const question = (method: string, path: string, body: string | null | undefined) =>
  `${method} ${path} ${body ? canonical(JSON.parse(body)) : ""}`;

function answer(status: number, body: string | ArrayBuffer): Answered {
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: "",
    json: async () => JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body)),
    arrayBuffer: async () => (typeof body === "string" ? new TextEncoder().encode(body).buffer : body.slice(0)),
  };
}

/** What a record without the answer says. */
const FROZEN = JSON.stringify({ type: "frozen", title: "frozen", status: 404, detail: "" });

/** The attention of all heads, of which single heads can be cut out. */
type Whole = { fields: Record<string, any>; buffer: () => ArrayBuffer };

function wholes(record: readonly Recorded[]): Whole[] {
  return record.flatMap((one) => {
    if (one.path !== "/api/v1/attention" || one.status !== 200 || !one.base64 || !one.body) return [];
    const { include = [], layers, heads, ...fields } = JSON.parse(one.body);
    delete fields.dtype; // what the numbers are rounded to is said in the answer
    return layers === undefined && heads === undefined && include.length === 0
      ? [{ fields, buffer: () => bytesOf(one.data) }]
      : [];
  });
}

/**
 * A transport that answers from a record: the very question, or one head of a sentence whose heads are all there.
 * @param beyond where to ask for what is not in it; null: nowhere, it is frozen
 */
export function createReplay(record: readonly Recorded[], beyond: Transport | null): Transport {
  const known = new Map(record.map((one) => [question(one.method, one.path, one.body), one]));
  const whole = wholes(record);
  return async (path, asked) => {
    const { method = "GET", body } = asked;
    const found = known.get(question(method, path, body));
    if (found) return answer(found.status, found.base64 ? bytesOf(found.data) : found.data);
    if (path === "/api/v1/attention" && body) {
      const { layers, heads, include = [], ...fields } = JSON.parse(body);
      const all = whole.find((one) => canonical(one.fields) === canonical(fields));
      if (all && include.length === 0 && layers?.length === 1 && heads?.length === 1) {
        const cut = sliceHeads(decode, all.buffer(), layers[0], heads[0]);
        if (cut) return answer(200, cut);
      }
    }
    return beyond ? beyond(path, asked) : answer(404, FROZEN);
  };
}
