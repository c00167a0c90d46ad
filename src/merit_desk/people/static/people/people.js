// The tree of teams by keys: up and down go through what is open, right and left unfold and fold, Home and End jump.
(() => {
  const tree = document.querySelector("[data-tree]");
  if (!tree) return;
  const stops = () => [...tree.querySelectorAll("summary, .org-person a")].filter((each) => each.checkVisibility());
  tree.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement.closest("summary, .org-person a");
    if (!here) return;
    const all = stops(), at = all.indexOf(here), fold = here.matches("summary") ? here.parentElement : null;
    const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) }[event.key];
    if (to) to.focus();
    else if (event.key === "ArrowRight" && fold && !fold.open) fold.open = true;
    else if (event.key === "ArrowLeft" && fold?.open) fold.open = false;
    else if (event.key === "ArrowLeft") here.closest("ul")?.closest("details")?.querySelector("summary")?.focus();
    else return;
    event.preventDefault();
  });
})();
