/** What attention and a cell cost: measured when asked, never remembered. */
import { getCost } from "../../data/lab-api.js";

/** @type {import("../../types.js").LabSource} */
export const source = {
  name: "cost",
  views: ["cost"],
  keys: ["model", "cell"],
  ask: ({ model, cell }, via) => getCost({ model, cell }, via),
};
