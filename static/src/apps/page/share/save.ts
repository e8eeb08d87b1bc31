/** Files that the server makes: asked for, waited for, and handed to the browser to keep. */
import { ApiProblem, problemOf } from "../../../data/api.ts";
import type { Problem } from "../../../data/types.ts";

/** a path with its query, or what is posted to it */
export type Asked = { path: string; body?: Record<string, unknown> };

/** @param disposition of the answer */
const nameOf = (disposition: string | null, otherwise: string) =>
  /filename="([\w.-]+)"/.exec(disposition ?? "")?.[1] ?? otherwise;

/**
 * @param otherwise the file's name, where the server gives it none
 * @throws {ApiProblem} it was refused, or did not get through
 */
async function file(
  { path, body }: Asked,
  otherwise: string,
  signal: AbortSignal,
): Promise<{ blob: Blob; name: string }> {
  const posted = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(path, { ...posted, signal });
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    return { blob: await response.blob(), name: nameOf(response.headers.get("Content-Disposition"), otherwise) };
  } catch (error) {
    if (signal.aborted || error instanceof ApiProblem) throw error;
    throw new ApiProblem({ type: "no-connection", title: "", status: 0, detail: "" });
  }
}

/**
 * Whether an address that is handed out answers; what it answers is kept for whoever asks next.
 * @returns why it does not
 */
export const refusal = (path: string, signal: AbortSignal): Promise<Problem | null> =>
  file({ path }, "", signal).then(
    () => null,
    (error) => (error instanceof ApiProblem ? error.problem : null),
  );

/** How long a browser may take to begin with a file. */
const KEPT_MS = 60_000;

/** @throws {ApiProblem} */
export async function save(
  asked: Asked,
  otherwise: string,
  signal: AbortSignal,
): Promise<{ name: string; bytes: number }> {
  const { blob, name } = await file(asked, otherwise, signal);
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
  return { name, bytes: blob.size };
}

/**
 * @param room where a helper may stand for a moment: outside a modal dialog nothing can be selected
 * @returns whether it is in the clipboard
 */
export async function copy(text: string, room: HTMLElement): Promise<boolean> {
  // Only pages served over https, or from this computer, may use the clipboard.
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const focused = document.activeElement as HTMLElement | null;
  const box = document.createElement("textarea");
  box.className = "visually-hidden";
  box.value = text;
  room.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  focused?.focus();
  return done;
}
