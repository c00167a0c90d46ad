/* What was typed outlives an expired session. A form's text waits in this tab only (sessionStorage) from the press of the button until the answer
   is known: a page that is no sign-in page means it arrived. After signing in again the form's page gets its text back and says so; it is not sent by
   itself, because the person at the keyboard may be another one by now. Passwords, codes and files are never kept. Forms with a draft keep themselves. */
(() => {
  const KEPT = "merit-kept", WHO = "merit-account", DRAFT = "merit-draft:", HALF_AN_HOUR = 30 * 60 * 1000;
  const SECRET = /password|secret|token|code/i, NEVER = ["password", "file", "submit", "button", "image", "reset"];
  const read = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; } };
  const drop = () => sessionStorage.removeItem(KEPT);
  const keepable = form => (form.getAttribute("method") || form.getAttribute("hx-post") && "post") === "post" && !form.matches("[data-draft], [data-never-kept]") && !form.querySelector("input[type=password]");
  const place = form => new URL(form.getAttribute("hx-post") || form.action || location.href, location.href).pathname;
  const fields = form => [...form.elements].filter(each => each.name && !NEVER.includes(each.type) && !SECRET.test(each.name));
  const ticked = each => each.type === "checkbox" || each.type === "radio";
  const record = form => ({ at: Date.now(), page: location.pathname + location.search, place: place(form), waiting: false, values: fields(form).map(each => [each.name, each.value, ticked(each) ? each.checked : null]) });

  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) return forget();
    if (keepable(form)) sessionStorage.setItem(KEPT, JSON.stringify(record(form)));
  }, true);
  document.addEventListener("htmx:afterRequest", event => {
    const kept = read(), detail = event.detail;
    if (!kept || detail.requestConfig?.verb === "get") return;
    if (detail.successful && !detail.xhr.getResponseHeader("HX-Redirect")) drop();
    else if (detail.xhr.status === 401 || detail.xhr.status === 403) sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, waiting: true }));
  });

  const forget = () => { drop(); Object.keys(sessionStorage).filter(each => each.startsWith(DRAFT)).forEach(each => sessionStorage.removeItem(each)); };
  const put = (form, values) => {
    const left = [], seen = {};
    for (const [name, value, on] of values) {
      const named = fields(form).filter(each => each.name === name);
      const found = on === null ? named[seen[name] = (seen[name] ?? -1) + 1] : named.find(each => each.value === value);
      if (!found) { if (value && on !== false) left.push([name, value]); continue; }
      if (on === null) found.value = value; else found.checked = on;
      found.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return left;
  };
  const say = (form, left) => {
    const note = document.createElement("div");
    note.className = "note good kept"; note.setAttribute("role", "status"); note.tabIndex = -1;
    const words = document.createElement("span");
    words.textContent = document.body.dataset.keptWords || "";
    const icon = document.createElement("i");
    icon.className = "ti ti-restore"; icon.setAttribute("aria-hidden", "true");
    const body = document.createElement("div");
    body.append(words); note.append(icon, body);
    if (left.length) { const rest = document.createElement("pre"); rest.textContent = left.map(([name, value]) => `${name}: ${value}`).join("\n"); body.append(rest); }
    form.before(note); note.focus(); note.scrollIntoView({ block: "center" });
  };
  const settle = () => {
    const kept = read(), account = document.body.dataset.account || "";
    const before = sessionStorage.getItem(WHO);
    if (account && before && before !== account) forget();
    if (account) sessionStorage.setItem(WHO, account);
    if (!kept) return;
    if (Date.now() - kept.at > HALF_AN_HOUR) return drop();
    const entrance = document.querySelector("[data-entrance]");
    if (entrance) return sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, waiting: true }));
    if (!kept.waiting) return drop();
    if (account && before && before !== account) return;
    const form = [...document.forms].find(each => keepable(each) && place(each) === kept.place);
    if (!form || location.pathname + location.search !== kept.page) return;
    drop();
    say(form, put(form, kept.values));
  };
  document.addEventListener("DOMContentLoaded", settle);
})();
