// The vendored file exports nothing: it adds to globalThis.d3.
export {};
