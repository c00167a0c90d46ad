/* Forms: a draft that survives an expired session, one submission per press, focus on what is wrong. */
(() => {
  const DRAFT = `merit-draft:${document.body.dataset.account || ""}:`; // of this account: the next one in this tab is not shown it
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const fields = form => [...form.elements].filter(each => each.name && !["password", "file", "hidden", "submit", "button"].includes(each.type));
  const key = form => DRAFT + (form.dataset.draft || location.pathname);
  const valueOf = each => each.type === "checkbox" || each.type === "radio" ? (each.checked ? each.value : null) : each.value;
  const written = form => fields(form).map(each => [each.name, each.type === "checkbox" || each.type === "radio" ? each.value : "", valueOf(each)]);

  const put = (form, draft) => draft.values.forEach(([name, choice, value]) => fields(form).filter(each => each.name === name).forEach(each => {
    if (each.type === "checkbox" || each.type === "radio") { if (each.value === choice) each.checked = value !== null; }
    else if (value !== null) each.value = value;
  }));
  const restore = form => {
    const kept = sessionStorage.getItem(key(form));
    if (!kept || form.querySelector(".form-errors, .field-error:not([hidden])")) return;
    const draft = JSON.parse(kept);
    if (document.querySelector(".notice.is-good") || JSON.stringify(draft.values) === JSON.stringify(written(form))) return sessionStorage.removeItem(key(form));
    put(form, draft);
    const said = form.querySelector("template[data-draft-kept]");
    if (!said) return;
    const note = said.content.firstElementChild.cloneNode(true);
    const words = note.querySelector("[data-words]");
    words.textContent = words.textContent.replace("{moment}", draft.at);
    note.querySelector("button").addEventListener("click", () => { sessionStorage.removeItem(key(form)); form.reset(); note.remove(); });
    form.prepend(note);
  };
  const keep = form => {
    const at = clock();
    sessionStorage.setItem(key(form), JSON.stringify({ at, values: written(form) }));
    const place = form.querySelector("[data-saved]");
    if (place && form.dataset.draftSaved) place.textContent = form.dataset.draftSaved.replace("{moment}", at);
  };
  let waiting;
  document.addEventListener("input", event => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form), 600);
  });
  /* a second press does nothing; coming back by the browser's button frees the form again */
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) return event.preventDefault();
    if (form.matches("[data-draft]")) { clearTimeout(waiting); keep(form); }
    setTimeout(() => {
      if (event.defaultPrevented && !form.matches("[hx-post]")) return;
      form.dataset.sending = "1";
      const pressed = event.submitter;
      if (pressed) { pressed.classList.add("is-sending"); pressed.setAttribute("aria-disabled", "true"); }
      if (form.matches("[data-download]")) setTimeout(arrived, DOWNLOAD_MS);
    });
  });
  /* a file leaves the page where it is and no event tells of it: the form is freed, and what lists the files asks anew */
  const DOWNLOAD_MS = 2000;
  const arrived = () => { free(); document.body.dispatchEvent(new CustomEvent("merit:downloaded")); };
  const free = () => document.querySelectorAll("form[data-sending]").forEach(form => {
    delete form.dataset.sending;
    form.querySelectorAll(".is-sending").forEach(each => { each.classList.remove("is-sending"); each.removeAttribute("aria-disabled"); });
  });
  addEventListener("pageshow", free);
  document.addEventListener("htmx:afterRequest", free);

  const settle = () => {
    document.querySelectorAll("form[data-draft]:not([data-restored])").forEach(form => { form.dataset.restored = "1"; restore(form); });
    document.querySelector("[data-focus]")?.focus();
  };
  document.addEventListener("DOMContentLoaded", settle);
  document.addEventListener("htmx:afterSettle", event => { if (event.detail.target?.id !== "why") settle(); });
})();
