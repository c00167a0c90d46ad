/* The drawer: focus goes in, Esc and Back bring it back to the opener, and the address follows. */
(() => {
  const drawer = document.getElementById("why");
  let under = location.href;
  addEventListener("viewchange", () => { under = location.href; });
  let opener = null, scrolled = 0;
  const isOpen = () => !drawer.hidden;

  const show = () => { drawer.hidden = false; document.body.classList.add("has-drawer"); dispatchEvent(new Event("resize")); };
  const hide = () => {
    if (!isOpen()) return;
    drawer.hidden = true;
    drawer.replaceChildren();
    document.body.classList.remove("has-drawer");
    dispatchEvent(new Event("resize"));
    const back = opener && (opener.isConnected ? opener : document.querySelector(`a[href="${CSS.escape(opener.getAttribute("href"))}"]`));
    if (back) back.focus();
    opener = null;
  };
  const close = () => { if (!isOpen()) return; hide(); history.pushState(null, "", under); };
  const into = event => event.detail.target === drawer;

  document.addEventListener("htmx:beforeRequest", event => {
    if (!into(event)) return;
    const from = event.detail.elt;
    if (!drawer.contains(from) && from.matches("a")) opener = from;
    scrolled = drawer.contains(from) ? drawer.querySelector(".in")?.scrollTop ?? 0 : 0;
    drawer.setAttribute("aria-busy", "true");
    if (!drawer.querySelector("h2")) drawer.innerHTML = '<div class="waiting">' + '<div class="skel"></div>'.repeat(7) + "</div>";
    show();
  });
  document.addEventListener("htmx:afterSwap", event => {
    if (!into(event)) return;
    drawer.removeAttribute("aria-busy");
    const path = event.detail.pathInfo.requestPath;
    if (path !== location.pathname + location.search) history.pushState({ why: path }, "", path);
    drawer.querySelector("h2")?.focus({ preventScroll: true });
    const inside = drawer.querySelector(".in");
    if (inside) inside.scrollTop = scrolled;
  });
  const failed = event => {
    if (!into(event)) return;
    drawer.removeAttribute("aria-busy");
    drawer.textContent = drawer.dataset.failed;
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  addEventListener("popstate", event => {
    if (event.state && event.state.why) htmx.ajax("GET", event.state.why, { target: "#why" });
    else if (isOpen()) hide();
    else location.reload();
  });
  const level = step => {
    const levels = [...drawer.querySelectorAll(".why > li > .lv")];
    const inside = levels.findIndex(each => each.parentElement.contains(document.activeElement));
    const next = levels[Math.min(Math.max(inside + step, 0), levels.length - 1)];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.parentElement.scrollIntoView({ block: "nearest" });
  };
  /* keys.js asks before it does anything with a key of its own */
  window.drawerKeys = event => {
    if (event.key === "Escape") { if (isOpen()) close(); return true; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return isOpen() && (event.key === "j" || event.key === "k");
    if (!drawer.contains(document.activeElement) || document.activeElement.matches(".scroll-x, pre")) return true;
    event.preventDefault();
    level(event.key === "ArrowDown" ? 1 : -1);
    return true;
  };
  document.addEventListener("click", event => {
    if (event.target.closest("[data-close]")) close();
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard.writeText(location.origin + copy.dataset.copy).then(() => { copy.querySelector("span").textContent = copy.dataset.copied; });
    document.querySelectorAll("details.menu[open], details.more[open]").forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
