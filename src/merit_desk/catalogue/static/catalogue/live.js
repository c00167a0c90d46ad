/* A field with a finding in its slot says so to screen readers; the slot is its description. */
(() => {
  const tell = () => document.querySelectorAll("[data-live] .slot").forEach(slot => {
    const control = document.getElementById(slot.id.replace(/_slot$/, ""));
    if (!control || control.type === "hidden") return;
    const wrong = slot.querySelector(".field-error.bad") !== null;
    const others = (control.getAttribute("aria-describedby") || "").split(" ").filter(id => id && id !== slot.id);
    const all = slot.childElementCount ? [...others, slot.id] : others;
    if (all.length) control.setAttribute("aria-describedby", all.join(" ")); else control.removeAttribute("aria-describedby");
    if (wrong) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
  });
  document.addEventListener("htmx:afterSettle", tell);
  document.addEventListener("DOMContentLoaded", tell);
  if (document.readyState !== "loading") tell();
})();
