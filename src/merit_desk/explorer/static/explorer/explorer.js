/* The form: the address follows what is chosen, the list of KPIs is found by typing, a new kind of row forgets the node. */
(() => {
  const explore = () => document.getElementById("explore");
  let open = false, first = true;

  document.addEventListener("htmx:configRequest", event => {
    if (!event.detail.elt.matches(".explore-form")) return;
    if (event.detail.triggeringEvent?.target?.matches?.("[data-pick-find]")) event.preventDefault();
  });
  document.addEventListener("change", event => {
    if (event.target.id === "by") document.querySelectorAll('.explore-form input[name="node"], .explore-form input[name="sort"]').forEach(each => each.remove());
  }, true);
  document.addEventListener("htmx:beforeSwap", event => {
    if (event.detail.target?.id === "explore") open = document.getElementById("pick")?.open ?? false;
  });
  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.elt.id !== "explore" && !explore()?.contains(event.detail.elt)) return;
    if (event.detail.target?.id !== "explore") return;
    const address = explore().dataset.address;
    const pick = document.getElementById("pick");
    if (pick && open) { pick.open = true; find(pick.querySelector("[data-pick-find]")); }
    if (!first && address && address !== location.pathname + location.search) {
      history.pushState(null, "", address);
      dispatchEvent(new Event("viewchange"));
    }
    first = false;
  });

  const find = field => {
    if (!field) return;
    const words = field.value.trim().toLowerCase();
    let any = false;
    document.querySelectorAll("#pick fieldset").forEach(group => {
      let some = false;
      group.querySelectorAll("label").forEach(label => {
        const fits = label.textContent.toLowerCase().includes(words);
        label.hidden = !fits;
        some ||= fits;
      });
      group.hidden = !some;
      any ||= some;
    });
    document.querySelector("[data-pick-none]").hidden = any;
  };
  document.addEventListener("input", event => { if (event.target.matches("[data-pick-find]")) find(event.target); });
  document.addEventListener("keydown", event => { if (event.target.matches?.("[data-pick-find]") && event.key === "Enter") event.preventDefault(); });
  document.addEventListener("toggle", event => { if (event.target.id === "pick" && event.target.open) event.target.querySelector("[data-pick-find]").focus(); }, true);
})();
