/* The drawer: focus goes in, Esc and Back bring it back to the opener, and the address follows. */
(() => {
  const drawer = document.getElementById("why");
  const under = location.href;
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
  addEventListener("keydown", event => { if (event.key === "Escape" && !event.isComposing) close(); });
  document.addEventListener("click", event => {
    if (event.target.closest("[data-close]")) close();
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard.writeText(location.origin + copy.dataset.copy).then(() => { copy.querySelector("span").textContent = copy.dataset.copied; });
    const menu = document.querySelector("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
})();
