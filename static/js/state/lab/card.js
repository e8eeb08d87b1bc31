/** How the chosen net was trained: its card. A help beside the pictures, not one of them. */
import { getCard } from "../../data/lab-api.js";
import { LAB_VIEWS } from "../permalink.js";

/** @type {import("../../types.js").LabSource} */
export const source = {
  name: "card", views: LAB_VIEWS, keys: ["cell"], quiet: true,
  ask: ({ cell }, via) => getCard(cell, via),
};
