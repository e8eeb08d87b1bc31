/* Runs before the first paint, so that a theme named in the address never flashes the other one. */
(() => {
  const query = new URLSearchParams(location.search);
  const theme = query.get("theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme); // the canvas has it before any style sheet comes
  }
  const lang = query.get("lang") || navigator.language;
  const words = /^zh\b/i.test(lang) ? "zh" : "en";
  if (words === "zh") document.documentElement.lang = "zh";
  // The words of the reader's language, on their way before the script that draws with them.
  const address = document.currentScript?.dataset[`words${words === "zh" ? "Zh" : "En"}`];
  if (address) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = address;
    document.head.append(link);
  }
})();
