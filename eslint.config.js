import js from "@eslint/js";
import globals from "globals";
import tseslint from "typescript-eslint";

const NO_MARKUP = "A sentence is text, never markup: make nodes or set textContent.";

/** The front end's folders from the bottom up: each imports itself and those before it. */
const LAYERS = ["core", "data", "plots", "state", "panel", "views", "address", "apps"];

/** What stands above a folder is not imported in it, not even for types. */
const directions = LAYERS.slice(0, -1).map((layer, at) => ({
  files: [layer === "views" ? "static/src/views/*/**" : `static/src/${layer}/**`],
  ignores: ["**/*.test.ts"],
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^\\.\\./(.*/)?(${LAYERS.slice(at + 1).join("|")})/`,
            message: `Imports go down: ${LAYERS.slice(0, at + 1)
              .reverse()
              .join(" → ")}.`,
          },
          ...(layer === "views"
            ? [
                {
                  regex: "^\\.\\./[a-z]",
                  message: "A view imports no other view: what several share stands in plots or in panel.",
                },
              ]
            : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["static/dist/**", "static/src/data/openapi.ts"] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: NO_MARKUP },
        { property: "outerHTML", message: NO_MARKUP },
        { property: "insertAdjacentHTML", message: NO_MARKUP },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["static/src/**"], languageOptions: { globals: globals.browser } },
  {
    // Scenes are pure functions: they also run where there is neither document nor network.
    files: [
      "static/src/core/scene/{marks,text,colour,raster,hit,svg}.ts",
      "static/src/plots/**",
      "static/src/views/*/scene.ts",
    ],
    languageOptions: { globals: Object.fromEntries(Object.keys(globals.browser).map((name) => [name, "off"])) },
    rules: { "no-undef": "error" },
  },
  ...directions,
  {
    files: ["tests/js/**", "tests/draw/**", "static/src/**/*.test.ts", "tools/**", "eslint.config.js"],
    languageOptions: { globals: globals.node },
  },
);
