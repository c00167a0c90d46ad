/* The sign-in page: one press on a demo account fills the form, the next signs in. */
(() => {
  document.addEventListener("click", event => {
    const chosen = event.target.closest("[data-demo]");
    if (!chosen) return;
    const form = document.querySelector("form[data-sign-in]");
    form.elements.login.value = chosen.dataset.demo;
    form.elements.password.value = chosen.closest("[data-demo-password]").dataset.demoPassword;
    document.querySelectorAll("[data-demo]").forEach(each => each.setAttribute("aria-pressed", String(each === chosen)));
    form.querySelector("button[type=submit]").focus();
  });
})();
