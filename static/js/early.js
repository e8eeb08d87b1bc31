/* Runs before the first paint, so that a theme named in the address never flashes the other one. */
(() => {
  const query = new URLSearchParams(location.search);
  const theme = query.get("theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme); // the canvas has it before any style sheet comes
  }
  const lang = query.get("lang") || navigator.language;
  if (/^zh\b/i.test(lang)) document.documentElement.lang = "zh";
})();
