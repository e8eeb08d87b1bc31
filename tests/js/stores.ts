/** A store as an app makes it, for tests. */
import { fromQuery } from "../../static/src/address/index.ts";
import { loadFigures } from "../../static/src/panel/figures.ts";
import { figure as strip } from "../../static/src/panel/strip/pictures.ts";
import { createState } from "../../static/src/state/app.ts";
import { VIEWS } from "../../static/src/views/index.ts";
import type { Figure } from "../../static/src/state/view.ts";
import type { AppState } from "../../static/src/state/app.ts";

/** @param query an address's */
export const storeFor = (query: string, reader: Pick<AppState, "themeInForce" | "langInForce">) =>
  createState(fromQuery(query), { ...reader, views: VIEWS });

/** Every view as it is drawn without its part on a page, and the strip of tokens, by id. */
export const FIGURES = Object.fromEntries(
  [strip, ...(await loadFigures(VIEWS))].map((figure) => [figure.id, figure]),
) as Record<Figure["id"], Figure>;
