/* The keyboard map: find, go, next and previous, this list. Off while typing or composing Chinese. */
(() => {
  const keys = document.getElementById("keys"), finder = document.getElementById("finder");
  const typing = target => target.matches?.("input, select, textarea, [contenteditable]");
  const follow = selector => document.querySelector(selector)?.click();
  let going = 0;

  const find = () => { if (!finder || finder.open) return; finder.showModal(); finder.querySelector("input").select(); };
  document.addEventListener("click", event => {
    const asked = event.target.closest("[data-find]");
    if (asked && finder && !event.ctrlKey && !event.metaKey) { event.preventDefault(); find(); }
  });

  /* J and K: persons beside, else rows of the first table */
  const step = way => {
    const beside = document.querySelector(`[data-person="${way}"]`);
    if (beside) return beside.click();
    const rows = [...document.querySelectorAll("#work .tb tbody tr")].map(row => row.querySelector("a, button, input")).filter(Boolean);
    const at = rows.findIndex(each => each.closest("tr").contains(document.activeElement));
    const next = rows[at + (way === "next" ? 1 : -1)] ?? (at < 0 ? rows[0] : undefined);
    next?.focus();
  };
  const pressed = { j: () => step("next"), k: () => step("previous"), "?": () => keys.showModal(), g: () => { going = Date.now(); } };

  addEventListener("keydown", event => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); return find(); }
    if (finder?.open) return walk(event);
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open], details.more[open]");
      if (menu) { menu.open = false; return menu.querySelector("summary").focus(); }
    }
    if (typing(event.target) && event.key !== "Escape") return;
    if (window.drawerKeys?.(event)) return;
    if (Date.now() - going < 1200) { going = 0; return follow(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`); }
    pressed[event.key]?.();
  });

  const walk = event => {
    if (event.key === "Escape") { event.preventDefault(); return finder.close(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const hits = [...finder.querySelectorAll("#found a")], at = hits.indexOf(document.activeElement);
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? finder.querySelector("input") : hits[Math.min(next, hits.length - 1)])?.focus();
  };
  finder?.addEventListener("submit", event => { const first = finder.querySelector("#found a"); if (first) { event.preventDefault(); first.click(); } });
  finder?.addEventListener("click", event => { if (event.target === finder) finder.close(); });
})();
