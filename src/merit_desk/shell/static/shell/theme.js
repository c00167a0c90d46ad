/* Runs before the first paint: a chosen theme stands, else the system's is followed, also when it changes. */
(() => {
  const page = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const settle = () => { page.dataset.bsTheme = page.dataset.theme || (dark.matches ? "dark" : "light"); };
  dark.addEventListener("change", () => { settle(); dispatchEvent(new Event("themechange")); });
  settle();
  page.classList.add("scripted");
})();
