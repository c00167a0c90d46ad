/* The alignment tree by keys and by dragging, parts that have to add up, and fields that only some methods have. */
(() => {
  const tree = document.querySelector("[data-goal-tree]");
  if (tree) {
    const body = tree.tBodies[0], panel = document.getElementById("goal-panel"), told = document.querySelector("[data-told]");
    const KEPT = "goals-folded", folded = new Set(JSON.parse(sessionStorage.getItem(KEPT) || "[]"));
    let moving = null, over = null;
    const rows = () => [...body.rows], shown = () => rows().filter((each) => !each.hidden);
    const row = (number) => document.getElementById(`goal-${number}`);
    const path = (each) => each.dataset.path.split(" ").filter(Boolean);
    const isOpen = (each) => each.getAttribute("aria-expanded") === "true";
    const lay = () => rows().forEach((each) => { each.hidden = path(each).some((number) => row(number) && !isOpen(row(number))); });
    const keep = (each) => { folded[isOpen(each) ? "delete" : "add"](each.dataset.goal); sessionStorage.setItem(KEPT, JSON.stringify([...folded])); };
    const fold = async (each, open) => {
      if (!each.hasAttribute("aria-expanded") || isOpen(each) === open) return;
      if (open && each.dataset.below) {
        const address = each.dataset.below + location.search;
        delete each.dataset.below;
        const answer = await fetch(address, { headers: { "HX-Request": "true" } });
        if (answer.ok) { const more = document.createElement("tbody"); more.innerHTML = await answer.text(); htmx.process(more); each.after(...more.rows); }
      }
      each.setAttribute("aria-expanded", open);
      keep(each); lay();
    };
    const go = (each) => { if (!each) return; rows().forEach((other) => { other.tabIndex = -1; }); each.tabIndex = 0; each.focus(); };
    const open = (each) => {
      if (!panel || panel.offsetParent === null) return location.assign(each.dataset.page);
      rows().forEach((other) => other.classList.toggle("on", other === each));
      htmx.ajax("GET", each.dataset.panel, { target: panel, swap: "innerHTML" });
      const address = new URL(location); address.searchParams.set("goal", each.dataset.goal); history.replaceState(history.state, "", address);
    };
    const may = (to) => moving && to !== moving && !path(to).includes(moving.dataset.goal);
    const mark = (to) => { over?.classList.remove("is-over"); over = may(to) ? to : null; over?.classList.add("is-over"); };
    const begin = (each) => { moving = each; each.classList.add("is-moving"); rows().forEach((to) => to.classList.toggle("is-never", to !== each && !may(to))); };
    const stop = () => { moving?.classList.remove("is-moving"); rows().forEach((each) => each.classList.remove("is-over", "is-never")); moving = over = null; if (told) { told.textContent = ""; told.classList.add("sr"); } };
    const drop = (to) => { const address = `${moving.dataset.align}?parent=${to.dataset.goal}`; stop(); location.assign(address); };

    rows().forEach((each) => { if (folded.has(each.dataset.goal) && each.hasAttribute("aria-expanded")) each.setAttribute("aria-expanded", "false"); });
    lay();
    body.addEventListener("click", (event) => {
      const each = event.target.closest("tr"), link = event.target.closest("a");
      if (!each || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target.closest("[data-twist]")) { fold(each, !isOpen(each)); return go(each); }
      if (link && !link.matches(".t")) return;
      if (link) event.preventDefault();
      go(each); open(each);
    });
    tree.addEventListener("keydown", (event) => {
      const here = event.target.closest("tr.goal-row");
      if (!here || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target !== here) return;
      const all = shown(), at = all.indexOf(here), up = path(here).at(-1);
      const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) }[event.key];
      if (to) { go(to); if (moving) mark(to); }
      else if (moving && event.key === "Enter") { if (over) drop(over); }
      else if (moving && event.key === "Escape") { const back = moving; stop(); go(back); }
      else if (event.key === "Enter") open(here);
      else if (event.key === "ArrowRight") { if (here.hasAttribute("aria-expanded")) { if (isOpen(here)) go(all[at + 1]); else fold(here, true); } }
      else if (event.key === "ArrowLeft") { if (isOpen(here)) fold(here, false); else if (up) go(row(up)); }
      else if (event.key.toLowerCase() === "m" && here.dataset.align && !moving) { begin(here); told.textContent = tree.dataset.moving.replace("{title}", here.dataset.title); told.classList.remove("sr"); }
      else return;
      event.preventDefault(); event.stopPropagation();
    });
    body.addEventListener("dragstart", (event) => { const each = event.target.closest("tr[data-align]"); if (!each) return; begin(each); event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", each.dataset.title); });
    body.addEventListener("dragover", (event) => { const to = event.target.closest("tr"); if (to && may(to)) { event.preventDefault(); mark(to); } });
    body.addEventListener("drop", (event) => { event.preventDefault(); if (over) drop(over); });
    body.addEventListener("dragend", stop);
  }

  document.querySelectorAll("[data-sends]").forEach((each) => each.addEventListener("change", () => each.form.requestSubmit()));

  const split = document.querySelector("[data-split]");
  if (split) {
    const gap = split.querySelector("[data-gap]"), PLACES = 6;
    const scaled = (text) => {
      const found = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text.trim().replaceAll(",", ""));
      return found ? BigInt(`${found[1]}${found[2]}${(found[3] || "").padEnd(PLACES, "0")}`) : null;
    };
    const tell = () => {
      const whole = scaled(split.dataset.split), parts = [...split.querySelectorAll("[data-part]")].map((each) => scaled(each.value || "0"));
      if (whole === null || parts.includes(null)) { gap.textContent = ""; return; }
      const left = parts.reduce((sum, each) => sum + each, 0n) - whole, size = (left < 0n ? -left : left).toString().padStart(PLACES + 1, "0");
      const words = `${BigInt(size.slice(0, -PLACES)).toLocaleString("en")}.${size.slice(-PLACES)}`.replace(/\.?0+$/, "");
      gap.textContent = left === 0n ? gap.dataset.equal : (left < 0n ? gap.dataset.short : gap.dataset.over).replace("{gap}", words);
      gap.className = `scripts-only st ${left === 0n ? "good" : "bad"}`;
    };
    split.addEventListener("input", tell);
    tell();
  }

  const form = document.querySelector("#goal-form form");
  if (form) {
    const only = () => form.querySelectorAll("[data-only]").forEach((each) => {
      const [name, value] = each.dataset.only.split("=");
      each.hidden = form.elements[name]?.value !== value;
    });
    form.addEventListener("change", only);
    only();
  }
})();
