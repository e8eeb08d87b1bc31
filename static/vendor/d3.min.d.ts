// The vendored file exports nothing: it sets globalThis.d3, whose type is `typeof import("d3")`.
export {};
