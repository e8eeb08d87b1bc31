/** Writes into the text what was chosen in the heatmap. The element tells layer, head, query, key and weight. */
const figure = document.getElementById("heatmap");
const chosen = document.getElementById("chosen");

/** The words of the tokens, asked once and only when they are needed. @type {Promise<string[]> | undefined} */
let words;

/** @returns {Promise<string[]>} a word a token; none where the server does not answer */
async function ask() {
  const query = new URLSearchParams({ text: figure.getAttribute("text"), layers: "3", heads: "1" });
  try {
    const { tokens } = await (await fetch(`${figure.getAttribute("server")}/api/v1/attention?${query}`)).json();
    return tokens.map(({ text, piece }) => text || piece);
  } catch {
    return [];
  }
}

figure.addEventListener("hg-select", async ({ detail: { layer, head, query, key, weight } }) => {
  if (weight === null || key === null) return;
  words ??= ask();
  const names = await words;
  const name = (/** @type {number} */ token) => names[token] ?? `token ${token}`;
  chosen.textContent = `Head ${layer}.${head}: from “${name(query)}”, ${weight.toFixed(3)} of the weight goes to “${name(key)}”.`;
});
