/** The whole view state ↔ the page's address. What each key may be stands in permalink/keys.js, once. */
import { fromAddress, isTooLong, toAddress } from "./permalink/address.js";
import { readHeads, readPin, writeHeads, writePin } from "./permalink/formats.js";
import { ATTN_VIEWS, CELLS, COLOURS, HABITS, KEY_SCHEMAS, LAB_VIEWS, SCALES, SORTS, STATISTICS } from "./permalink/keys.js";
import { fromQuery, readQuery, toQuery } from "./permalink/query.js";
import { DEFAULTS } from "./permalink/values.js";

/** @typedef {import("../types.js").AttnView} AttnView */
/** @typedef {import("../types.js").LabView} LabView */
/** @typedef {import("./permalink/keys.js").ViewState} ViewState */

export { ATTN_VIEWS, CELLS, COLOURS, HABITS, KEY_SCHEMAS, LAB_VIEWS, SCALES, SORTS, STATISTICS };
export { DEFAULTS, fromAddress, fromQuery, isTooLong, readHeads, readPin, readQuery, toAddress, toQuery, writeHeads, writePin };

/**
 * What the attention panel shows: the view that stands alone, or the one beside memory; null where the panel is not shown.
 * @param {Pick<ViewState, "view" | "attend">} state @returns {AttnView | null}
 */
export function attentionView({ view, attend }) {
  if (view === "") return attend;
  return ATTN_VIEWS.find((own) => own === view) ?? null;
}

/**
 * What the memory panel shows: the view that stands alone, or the one beside attention; null where the panel is not shown.
 * @param {Pick<ViewState, "view" | "lab">} state @returns {LabView | null}
 */
export function labView({ view, lab }) {
  if (view === "") return lab;
  return LAB_VIEWS.find((own) => own === view) ?? null;
}
