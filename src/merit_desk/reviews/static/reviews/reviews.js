/* Judging: 1–9 and 0 give a grade to the question in view, what is left is counted, the dock shows the total. */
(() => {
  const form = document.querySelector("form[data-grades]");
  if (!form) return;
  const questions = () => [...form.querySelectorAll("[data-question]")].filter(each => each.querySelector("fieldset.scale:not([disabled])"));
  const answered = each => each.querySelector("fieldset.scale input:checked");
  const typing = target => target.matches?.("input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]");
  const inView = () => {
    const held = document.activeElement?.closest?.("[data-question]");
    if (held && questions().includes(held)) return held;
    return questions().find(each => !answered(each)) || questions()[0];
  };
  addEventListener("keydown", event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !/^[0-9]$/.test(event.key)) return;
    if (document.querySelector("dialog[open]")) return;
    const choice = inView()?.querySelector(`input[type=radio][value="${event.key === "0" ? "x" : event.key}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus({ preventScroll: true });
    choice.closest("[data-question]").scrollIntoView({ block: "nearest" });
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("change", event => { const waits = event.target.closest("[data-question]")?.querySelector("[data-waits]"); if (waits && event.target.type === "radio") waits.hidden = true; });
  const dock = () => {
    const place = document.querySelector("[data-dock]"), total = document.querySelector("[data-total]"), grade = document.querySelector("[data-grade]");
    if (place && total) place.textContent = [total.textContent.trim(), grade?.textContent.trim()].filter(Boolean).join(" · ");
  };
  document.addEventListener("htmx:afterSettle", dock);
  document.addEventListener("htmx:oobAfterSwap", dock);
})();
