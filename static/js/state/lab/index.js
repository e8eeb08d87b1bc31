/** What the laboratory's views ask for: one line a source. */

/** @type {import("../../types.js").LabSource[]} */
export const SOURCES = [
];
