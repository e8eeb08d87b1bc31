/** Where questions go: over the network, or wherever else answers come from. */
import type { Transport, Via } from "./types.ts";

export type Reach = (signal: AbortSignal | null) => Via;

/** @param origin another server's; empty: the page's own */
export const overNetwork =
  (origin: string = ""): Transport =>
  (path, asked) =>
    fetch(`${origin}${path}`, asked);

/**
 * What a store's questions share: where they go, and what is kept of earlier answers for as long.
 * @param options ahead: whether what will be wanted next is asked for too
 */
export function createReach(transport: Transport, { ahead = true }: { ahead?: boolean } = {}): Reach {
  const memory: Map<string, any> = new Map();
  const kept = (name: string, make: () => any) => {
    if (!memory.has(name)) memory.set(name, make());
    return memory.get(name);
  };
  return (signal) => ({ transport, signal, kept, ahead });
}
