/* The week's report saves itself; cards of the board may be dragged. Everything works without, by buttons and menus. */
(() => {
  const report = () => document.querySelector("form[data-save]");
  let waiting, under_way = null, stale = false;

  const tell = (form, words, bad) => {
    const place = form.querySelector("[data-saved]");
    place.textContent = words;
    place.classList.toggle("bad-text", Boolean(bad));
  };
  const save = form => {
    clearTimeout(waiting);
    waiting = null;
    if (stale || under_way) return under_way;
    under_way = fetch(form.dataset.save, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true })
      .then(answer => answer.json().then(said => {
        if (answer.ok) form.elements.version.value = said.version;
        stale = answer.status === 409;
        tell(form, said.said, !answer.ok);
      }))
      .catch(() => { tell(form, form.dataset.failed, true); waiting = setTimeout(() => save(form), 5000); })
      .finally(() => { under_way = null; });
    return under_way;
  };
  const later = event => {
    const form = event.target.form || event.target.closest?.("form");
    if (!form?.matches?.("form[data-save]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => save(form), 900);
  };
  document.addEventListener("input", later);
  document.addEventListener("change", later);
  document.addEventListener("visibilitychange", () => { if (document.hidden && waiting && report()) save(report()); });
  /* sending waits for a save that is under way, so that it is not taken for another window's */
  document.addEventListener("submit", event => {
    if (!event.target.matches("form[data-save]")) return;
    clearTimeout(waiting);
    waiting = null;
    if (!under_way) return;
    event.preventDefault();
    const form = event.target, button = event.submitter;
    under_way.then(() => form.requestSubmit(button));
  }, true);

  /* the board */
  let dragged = null;
  const targets = card => new Map((card.dataset.targets || "").split(" ").filter(Boolean).map(each => each.split("=")));
  const lanes = visit => document.querySelectorAll("[data-board] .lane").forEach(visit);
  document.addEventListener("dragstart", event => {
    const card = event.target.closest?.(".job-card");
    if (!card) return;
    dragged = card;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    const open = targets(card);
    lanes(lane => lane.classList.toggle("is-open", open.has(lane.dataset.state)));
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    lanes(lane => lane.classList.remove("is-open", "is-over"));
  });
  const laneOf = event => {
    const lane = dragged && event.target.closest?.(".lane");
    return lane && targets(dragged).has(lane.dataset.state) ? lane : null;
  };
  document.addEventListener("dragover", event => {
    const lane = laneOf(event);
    lanes(each => each.classList.toggle("is-over", each === lane));
    if (lane) event.preventDefault();
  });
  document.addEventListener("drop", event => {
    const lane = laneOf(event);
    if (!lane) return;
    event.preventDefault();
    const address = targets(dragged).get(lane.dataset.state);
    if (address.startsWith("?")) {
      const link = [...dragged.querySelectorAll("a[data-ask]")].find(each => each.getAttribute("href") === address.slice(1));
      return link ? link.click() : location.assign(address.slice(1));
    }
    const form = document.getElementById("silent-step");
    form.action = address;
    form.requestSubmit();
  });
})();
