/* Components: dialogs that are asked for, notices, dense tables, dropped files. Everything works without, only plainer. */
(() => {
  /* a link with data-ask fetches its page's .confirm into a dialog; without script it is that page */
  const ask = document.getElementById("ask");
  const openAsk = link => fetch(link.href, { headers: { Accept: "text/html" } }).then(answer => answer.text()).then(text => {
    const found = new DOMParser().parseFromString(text, "text/html").querySelector(".confirm");
    if (!found || !ask.showModal) return location.assign(link.href);
    ask.replaceChildren(found);
    ask.showModal();
    (ask.querySelector("input:not([type=hidden]), textarea, [data-dismiss]") || ask).focus();
  }).catch(() => location.assign(link.href));

  const shut = dialog => { if (dialog?.open) dialog.close(); };
  document.addEventListener("click", event => {
    const asks = event.target.closest("a[data-ask]");
    if (asks && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openAsk(asks); }
    const opens = event.target.closest("[data-opens]");
    if (opens) document.getElementById(opens.dataset.opens)?.showModal();
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      const dialog = dismiss.closest("dialog");
      if (dialog) { event.preventDefault(); shut(dialog); } else dismiss.closest(".notice")?.remove();
    }
    if (event.target.matches("dialog.ask")) shut(event.target);
    const dense = event.target.closest("[data-density]");
    if (dense) setDense(dense.closest(".table-card"), dense.getAttribute("aria-pressed") !== "true");
  });

  /* density is remembered per table */
  const remembered = card => "merit-dense:" + (card.dataset.table || location.pathname);
  const setDense = (card, on) => {
    card.classList.toggle("is-dense", on);
    card.querySelector("[data-density]").setAttribute("aria-pressed", String(on));
    if (on) localStorage.setItem(remembered(card), "1"); else localStorage.removeItem(remembered(card));
  };
  const settle = () => document.querySelectorAll(".table-card").forEach(card => { if (localStorage.getItem(remembered(card)) && card.querySelector("[data-density]")) setDense(card, true); });

  /* good news leaves by itself; what went wrong stays until it is read */
  const fade = () => document.querySelectorAll(".notice.is-good:not([data-timed])").forEach(notice => {
    notice.dataset.timed = "1";
    setTimeout(() => { if (!notice.matches(":hover, :focus-within")) notice.remove(); }, 8000);
  });

  /* files */
  const sized = bytes => bytes >= 2 ** 20 ? (bytes / 2 ** 20).toFixed(1) + " MB" : Math.max(1, Math.round(bytes / 1024)) + " KB";
  const fits = (zone, input, file) => {
    const kinds = input.accept.split(",").map(each => each.trim().toLowerCase()).filter(Boolean);
    if (kinds.length && !kinds.some(kind => file.name.toLowerCase().endsWith(kind))) return zone.dataset.wrongKind;
    return Number(zone.dataset.limit) && file.size > Number(zone.dataset.limit) ? zone.dataset.tooLarge : "";
  };
  const take = (zone, files) => {
    const input = zone.querySelector("input[type=file]"), taken = new DataTransfer(), said = [];
    for (const file of input.multiple ? files : [...files].slice(0, 1)) {
      const wrong = fits(zone, input, file);
      if (wrong) said.push(wrong.replace("{name}", file.name)); else taken.items.add(file);
    }
    input.files = taken.files;
    const place = zone.querySelector("[data-said]");
    place.textContent = said.join(" ");
    place.hidden = !said.length;
    zone.classList.toggle("is-wrong", said.length > 0);
    zone.querySelector("[data-list]").replaceChildren(...[...taken.files].map(file => {
      const line = document.createElement("li"), size = document.createElement("small");
      size.textContent = sized(file.size);
      line.append(file.name, size);
      return line;
    }));
    if (taken.files.length) zone.dispatchEvent(new CustomEvent("dropped", { bubbles: true }));
  };
  const zoneOf = event => event.target.closest?.("[data-drop]");
  ["dragenter", "dragover"].forEach(name => document.addEventListener(name, event => { const zone = zoneOf(event); if (zone) { event.preventDefault(); zone.classList.add("is-over"); } }));
  ["dragleave", "drop"].forEach(name => document.addEventListener(name, event => { const zone = zoneOf(event); if (zone) { event.preventDefault(); zone.classList.remove("is-over"); if (name === "drop") take(zone, event.dataTransfer.files); } }));
  document.addEventListener("change", event => { const zone = zoneOf(event); if (zone && event.target.type === "file") take(zone, event.target.files); });

  /* a part that could not be loaded says so in its place and offers to try again */
  const failed = event => {
    const part = event.detail.target;
    if (!part || part.id === "why" || !event.detail.elt.matches("[hx-trigger*=load], [hx-trigger*=revealed]")) return;
    const again = document.createElement("button"), said = document.createElement("p");
    [again.type, again.className, again.textContent] = ["button", "btn btn-s", document.body.dataset.again];
    again.addEventListener("click", () => { htmx.ajax("GET", event.detail.elt.getAttribute("hx-get"), { source: event.detail.elt, target: part, swap: "outerHTML" }); });
    said.dataset.failedPart = "";
    said.append(document.body.dataset.failed, again);
    part.replaceChildren(said);
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  const all = () => { settle(); fade(); };
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:afterSettle", all);
})();
