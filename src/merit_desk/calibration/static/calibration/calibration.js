/* The nine-box: drag a person to another box or grade; arrow keys are the twin; Z takes the last change back. */
(() => {
  let held = null, last = "";
  const board = () => document.getElementById("board");
  const chipOf = target => target.closest?.("a.chip[data-chip]");
  const LEVELS = ["low", "mid", "high"];

  const open = (chip, asked) => {
    last = chip.dataset.chip;
    const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    htmx.ajax("GET", `${chip.getAttribute("href")}?${query}`, { source: chip, target: "#need", swap: "innerHTML" });
  };
  const grades = () => (board()?.dataset.grades || "").split(",");
  /* a grade of the column that is nearest to the one that stands */
  const nearest = (chip, cell) => {
    const all = grades(), middle = Math.floor(all.length / 2), now = all.indexOf(chip.dataset.grade);
    const third = at => at === middle ? "mid" : at < middle ? "high" : "low";
    if (third(now) === cell.dataset.performance) return "";
    const fits = all.map((_, at) => at).filter(at => third(at) === cell.dataset.performance);
    return all[fits.sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0]] || "";
  };
  const zoneOf = event => held && event.target.closest?.(".nine .cell, [data-drop-grade]");

  document.addEventListener("dragstart", event => {
    held = chipOf(event.target);
    if (!held) return;
    held.classList.add("drag");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.chip);
  });
  document.addEventListener("dragend", () => {
    held?.classList.remove("drag");
    document.querySelectorAll(".over").forEach(each => each.classList.remove("over"));
    held = null;
  });
  document.addEventListener("dragover", event => { const zone = zoneOf(event); if (zone) { event.preventDefault(); zone.classList.add("over"); } });
  document.addEventListener("dragleave", event => { const zone = zoneOf(event); if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over"); });
  document.addEventListener("drop", event => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.remove("over");
    if (zone.dataset.dropGrade) return open(held, { grade: zone.dataset.dropGrade });
    const potential = zone.dataset.potential === held.dataset.potential ? "" : zone.dataset.potential;
    const grade = nearest(held, zone);
    if (potential || grade) open(held, { potential, grade });
  });
  document.addEventListener("click", event => {
    const chip = chipOf(event.target);
    if (chip && !event.ctrlKey && !event.metaKey) { event.preventDefault(); return open(chip, {}); }
    if (event.target.closest("#need [data-put-back]")) {
      event.preventDefault();
      document.getElementById("need").replaceChildren();
      back();
    }
  });
  const back = () => { if (last) document.querySelector(`[data-chip="${CSS.escape(last)}"]`)?.focus(); };

  /* before keys.js: arrows belong to the box while a person is chosen, Z to the last change */
  document.addEventListener("keydown", event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input, select, textarea, [contenteditable]")) {
      if (event.key === "Escape" && event.target.closest("#need")) { document.getElementById("need").replaceChildren(); back(); }
      return;
    }
    if (event.key === "z" || event.key === "Z") return document.querySelector("[data-undo]")?.click();
    const chip = chipOf(event.target);
    if (!chip || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    const all = grades(), at = all.indexOf(chip.dataset.grade), level = LEVELS.indexOf(chip.dataset.potential);
    if (event.key === "ArrowUp") return open(chip, { potential: LEVELS[Math.min(level + 1, 2)] });
    if (event.key === "ArrowDown") return open(chip, { potential: LEVELS[Math.max(level - 1, 0)] });
    open(chip, { grade: all[event.key === "ArrowRight" ? Math.max(at - 1, 0) : Math.min(at + 1, all.length - 1)] });
  }, true);

  document.addEventListener("htmx:afterSwap", event => {
    if (event.detail.target.id !== "need") return;
    document.querySelector("#need textarea, #need [data-put-back]")?.focus();
  });
  document.addEventListener("htmx:afterSettle", event => {
    const need = document.getElementById("need");
    if (event.detail.target.id === "board" && need && !need.childElementCount && document.activeElement === document.body) back();
  });
})();
