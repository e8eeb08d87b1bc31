/** The whole view state ↔ the page's address. What each key may be stands in permalink/keys.js, once. */
import { fromAddress, isTooLong, toAddress } from "./address.ts";
import { readHeads, readPin, writeHeads, writePin } from "./formats.ts";
import { ATTN_VIEWS, CELLS, HABITS, KEY_SCHEMAS, LAB_VIEWS, STATISTICS } from "./keys.ts";
import { SORTS } from "../../data/units.ts";
import { COLOURS, SCALES } from "../../core/scene/colour.ts";
import { fromQuery, readQuery, toQuery } from "./query.ts";
import { DEFAULTS } from "./values.ts";
import type { ViewState } from "./keys.ts";
import type { AttnView, LabView } from "../types.ts";

export { ATTN_VIEWS, CELLS, COLOURS, HABITS, KEY_SCHEMAS, LAB_VIEWS, SCALES, SORTS, STATISTICS };
export {
  DEFAULTS,
  fromAddress,
  fromQuery,
  isTooLong,
  readHeads,
  readPin,
  readQuery,
  toAddress,
  toQuery,
  writeHeads,
  writePin,
};

/**
 * What the attention panel shows: the view that stands alone, or the one beside memory; null where the panel is not
 * shown.
 */
export function attentionView({ view, attend }: Pick<ViewState, "view" | "attend">): AttnView | null {
  if (view === "") return attend;
  return ATTN_VIEWS.find((own) => own === view) ?? null;
}

/**
 * What the memory panel shows: the view that stands alone, or the one beside attention; null where the panel is not
 * shown.
 */
export function labView({ view, lab }: Pick<ViewState, "view" | "lab">): LabView | null {
  if (view === "") return lab;
  return LAB_VIEWS.find((own) => own === view) ?? null;
}
