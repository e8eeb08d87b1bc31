/** Which modules several scripts share, and how they come by them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** @typedef {import("esbuild").BuildOptions} Options */
/** @typedef {import("esbuild").Plugin} Plugin */
/** @typedef {import("esbuild").Metafile["outputs"][string]} Output */

/** A chunk and all that it imports at once, itself first. @param {Map<string, Output>} outputs by file name @param {string} first */
export function closureOf(outputs, first) {
  const found = new Set([first]);
  for (const name of found) {
    for (const { path, kind } of outputs.get(name)?.imports ?? []) {
      const own = path.slice(path.lastIndexOf("/") + 1);
      if (kind === "import-statement" && outputs.has(own)) found.add(own);
    }
  }
  return [...found];
}

/**
 * The modules that more than one of these groups stand on, and all that the first stands on; of these, `asked` are those
 * that others import.
 * @param {readonly (readonly string[])[]} groups of modules, as absolute paths @param {Options & {absWorkingDir: string}} options
 * @returns {Promise<{shared: Set<string>, asked: Set<string>}>} absolute paths
 */
export async function sharedBy(groups, options) {
  const { metafile } = await build({
    ...options,
    entryPoints: groups.flat(),
    outdir: "nowhere",
    format: "esm",
    splitting: true,
  });
  const whole = (/** @type {string} */ path) => join(options.absWorkingDir, path);
  const imports = new Map(
    Object.entries(metafile?.inputs ?? {}).map(([path, input]) => [
      whole(path),
      input.imports.flatMap(({ kind, external, path: other }) =>
        kind === "import-statement" && !external ? [whole(other)] : [],
      ),
    ]),
  );
  const [first = new Set(), ...others] = groups.map((group) => {
    const found = new Set(group);
    for (const path of found) for (const next of imports.get(path) ?? []) found.add(next);
    return found;
  });
  const seen = new Set();
  const shared = new Set(first);
  for (const path of others.flatMap((found) => [...found])) {
    if (seen.has(path)) shared.add(path);
    seen.add(path);
  }
  const asked = [...imports].flatMap(([path, those]) =>
    shared.has(path) ? [] : those.filter((one) => shared.has(one)),
  );
  return {
    shared,
    asked: new Set([
      ...asked,
      ...groups
        .slice(1)
        .flat()
        .filter((path) => shared.has(path)),
    ]),
  };
}

/** Takes what is shared from the script that holds it all: `headsGates.modules`. @param {string} root @param {Set<string>} shared @returns {Plugin} */
export const asShared = (root, shared) => ({
  name: "shared",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /.*/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === "known" || from.kind !== "import-statement") return null;
      const found = await resolve(path, { ...from, pluginData: "known" });
      return shared.has(found.path) ? { path: found.path.slice(root.length), namespace: "shared" } : found;
    });
    onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
      contents: `module.exports = headsGates.modules[${JSON.stringify(path)}];`,
    }));
  },
});

/**
 * What several entries share goes into one chunk. A bundler makes one for every set of entries that share something, dozens
 * of them; here each entry imports all that is shared, so that there is one such set.
 * @param {readonly string[]} entries absolute paths @param {Set<string>} shared @returns {Plugin}
 */
export const together = (entries, shared) => ({
  name: "together",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^shared:all$/ }, () => ({ path: "all", namespace: "together" }));
    onLoad({ filter: /.*/, namespace: "together" }, () => ({
      // Packages are without side effects: an import for nothing but these is dropped.
      contents: [...shared]
        .filter((path) => !path.includes("node_modules"))
        .map((path) => `import ${JSON.stringify(path)};`)
        .join("\n"),
      resolveDir: "/",
    }));
    onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path }) =>
      entries.includes(path) ? { contents: `import "shared:all";\n${readFileSync(path, "utf8")}`, loader: "ts" } : null,
    );
  },
});
