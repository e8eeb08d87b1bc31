import js from "@eslint/js";
import globals from "globals";

const NO_MARKUP = "A sentence is text, never markup: make nodes or set textContent.";

export default [
  js.configs.recommended,
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
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["static/js/**", "static/embed/**"], languageOptions: { globals: globals.browser } },
  {
    // Views are pure functions: they also run where there is neither document nor network.
    files: ["static/js/views/**"],
    languageOptions: { globals: Object.fromEntries(Object.keys(globals.browser).map((name) => [name, "off"])) },
  },
  { files: ["tests/js/**", "tools/**", "eslint.config.js"], languageOptions: { globals: globals.node } },
];
