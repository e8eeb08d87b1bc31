/** What the views say: a line each. */
import { words as arcs } from "./arcs/words.ts";
import { words as cells } from "./cells/words.ts";
import { words as change } from "./change/words.ts";
import { words as compare } from "./compare/words.ts";
import { words as context } from "./context/words.ts";
import { words as contributions } from "./contributions/words.ts";
import { words as cost } from "./cost/words.ts";
import { words as find } from "./find/words.ts";
import { words as gaps } from "./gaps/words.ts";
import { words as gates } from "./gates/words.ts";
import { words as heads } from "./heads/words.ts";
import { words as heatmap } from "./heatmap/words.ts";
import { words as lens } from "./lens/words.ts";
import { words as order } from "./order/words.ts";
import { words as reach } from "./reach/words.ts";
import { words as rollout } from "./rollout/words.ts";
import { words as shares } from "./shares/words.ts";
import { words as step } from "./step/words.ts";
import { words as steps } from "./steps/words.ts";
import { words as table } from "./table/words.ts";
import { words as tokens } from "./tokens/words.ts";
import { words as unit } from "./unit/words.ts";
import type { Words } from "../core/words/types.ts";

export const VIEW_WORDS: Words = {
  ...arcs,
  ...cells,
  ...change,
  ...compare,
  ...context,
  ...contributions,
  ...cost,
  ...find,
  ...gaps,
  ...gates,
  ...heads,
  ...heatmap,
  ...lens,
  ...order,
  ...reach,
  ...rollout,
  ...shares,
  ...step,
  ...steps,
  ...table,
  ...tokens,
  ...unit,
};
