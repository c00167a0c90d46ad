/* Sliders and their number twins; the board follows while they move, one request at a time, the last state always wins. */
(() => {
  const form = document.getElementById("levers");
  if (!form) return;
  const board = document.getElementById("board"), checks = document.getElementById("checks");
  const numbers = () => [...form.querySelectorAll(".num-in")];
  const parts = ctl => [ctl.querySelector(".num-in"), ctl.querySelector(".rng")];
  const each = () => [...form.querySelectorAll(".ctl")];

  const paint = ctl => {
    const [number, range] = parts(ctl), unit = ctl.dataset.unit || "";
    range.value = number.value;
    range.style.setProperty("--v", 100 * (range.value - range.min) / (range.max - range.min || 1));
    range.setAttribute("aria-valuetext", number.value + unit);
    ctl.classList.toggle("is-moved", Number(number.value) !== Number(ctl.dataset.was));
    const whole = ctl.closest("[data-whole]");
    if (whole) {
      const sum = [...whole.querySelectorAll(".num-in")].reduce((total, one) => total + Number(one.value), 0);
      const shown = whole.querySelector("[data-total]");
      shown.textContent = shown.textContent.replace(/[\d.]+(?=%)/, String(Math.round(sum * 100) / 100));
      shown.classList.toggle("is-wrong", Math.abs(sum - 100) > 1e-9);
    }
  };

  /* The others of the plan give or take in proportion, in whole percent, so that the total stays 100. */
  const balance = ctl => {
    const whole = ctl.closest("[data-whole]");
    if (!whole) return;
    const others = [...whole.querySelectorAll(".ctl")].filter(one => one !== ctl).map(one => parts(one)[0]);
    if (!others.length) return;
    const mine = parts(ctl)[0], most = 100 - others.length;
    if (Number(mine.value) > most) mine.value = most;
    const left = 100 - Number(mine.value), sum = others.reduce((total, one) => total + Number(one.value), 0) || 1;
    const wanted = others.map(one => Math.max(1, Number(one.value) * left / sum)), whole_parts = wanted.map(Math.floor);
    let rest = Math.round(left - whole_parts.reduce((a, b) => a + b, 0));
    const order = wanted.map((value, at) => [value - whole_parts[at], at]).sort((a, b) => b[0] - a[0]).map(pair => pair[1]);
    for (let turn = 0; rest !== 0 && turn < 400; turn++) {
      const at = order[turn % order.length];
      if (rest > 0) { whole_parts[at]++; rest--; } else if (whole_parts[at] > 1) { whole_parts[at]--; rest++; }
    }
    others.forEach((one, at) => { one.value = whole_parts[at]; paint(one.closest(".ctl")); });
    paint(ctl);
  };

  const query = () => {
    const told = new URLSearchParams();
    const was = new Map(each().map(ctl => [parts(ctl)[0].name, Number(ctl.dataset.was)]));
    for (const [name, value] of new FormData(form)) {
      if (["csrfmiddlewaretoken", "version"].includes(name)) continue;
      if (was.has(name) && (value === "" || Number(value) === was.get(name))) continue;
      told.append(name, value);
    }
    return told.toString();
  };

  let asking = false, again = false, late = 0;
  const ask = async () => {
    if (asking) { again = true; return; }
    asking = true;
    const asked = query();
    const kept = [...board.querySelectorAll("details[data-keep][open]")].map(one => one.dataset.keep);
    await htmx.ajax("GET", `${form.dataset.board}?${asked}`, { source: board, target: board, swap: "innerHTML" });
    kept.forEach(name => { const found = board.querySelector(`details[data-keep="${name}"]`); if (found) found.open = true; });
    asking = false;
    if (again) { again = false; ask(); }
  };
  const settle = () => {
    const told = query();
    history.replaceState(history.state, "", `${location.pathname}?${told}`);
    dispatchEvent(new Event("viewchange"));
    document.querySelectorAll("[data-moves]").forEach(link => { link.href = `${link.dataset.moves}?${told}`; });
    htmx.ajax("GET", `${form.dataset.checks}?${told}`, { source: checks, target: checks, swap: "innerHTML" });
    const sense = document.getElementById("sensitivity");
    if (sense && sense.querySelector(".plot")) htmx.ajax("GET", `${form.dataset.sensitivity}?${told}`, { source: sense, target: sense, swap: "innerHTML" });
  };
  let soon = 0;
  const moved = () => {
    clearTimeout(soon);
    soon = setTimeout(ask, 40);
    clearTimeout(late);
    late = setTimeout(settle, 700);
  };

  form.addEventListener("keydown", event => { if (event.key === "Enter" && event.target.matches(".num-in")) event.preventDefault(); });
  form.addEventListener("input", event => {
    const ctl = event.target.closest(".ctl");
    if (!ctl) return;
    const [number, range] = parts(ctl);
    if (event.target === range) number.value = Number(range.value).toFixed((range.step.split(".")[1] || "").length);
    if (event.target === number && !number.validity.valid) return;
    paint(ctl);
    if (event.target === range) balance(ctl);
    moved();
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-reset]")) return;
    form.querySelectorAll("[data-elsewhere]").forEach(one => one.remove());
    each().forEach(ctl => { parts(ctl)[0].value = ctl.dataset.was; paint(ctl); });
    moved();
  });
  const paintAll = () => each().forEach(paint);
  document.addEventListener("htmx:afterSettle", event => { if (event.detail.target && event.detail.target.id === "panel") { paintAll(); settle(); } });
  paintAll();
  if (numbers().length === 0) form.hidden = true;
})();
