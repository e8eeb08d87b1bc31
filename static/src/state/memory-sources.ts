/** What the laboratory's views ask for: one line a source. */
import { source as card } from "./sources/card.ts";
import { source as cells } from "../views/cells/source.ts";
import { source as gaps } from "../views/gaps/source.ts";
import { source as cost } from "../views/cost/source.ts";
import { source as order } from "../views/order/source.ts";
import { source as reach, swaps } from "../views/reach/source.ts";
import { source as swapped } from "../views/reach/swapped.ts";
import { beside, source as shares } from "../views/shares/source.ts";
import { source as step } from "../views/step/source.ts";
import type { LabSource } from "./types.ts";

export const SOURCES: LabSource[] = [card, shares, beside, reach, swaps, swapped, cells, gaps, cost, order, step];
