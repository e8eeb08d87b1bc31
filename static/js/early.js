/* Runs before the first paint, so that a theme named in the address never flashes the other one. */
(() => {
  const query = new URLSearchParams(location.search);
  const theme = query.get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const lang = query.get("lang") || navigator.language;
  if (/^zh\b/i.test(lang)) document.documentElement.lang = "zh";
})();
