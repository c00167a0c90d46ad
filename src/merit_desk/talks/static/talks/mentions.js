// Naming somebody in a comment: after @ a list of those who may read along; arrows, Enter or Tab choose, Esc closes.
// While Chinese is being composed nothing is asked and no key is taken.
(() => {
  if (window.meritMentions) return;
  window.meritMentions = true;
  const NAME = /(^|[^A-Za-z0-9])[@＠]([^\s@＠]{0,40})$/u;
  let asked = 0;
  const typedName = (area) => NAME.exec(area.value.slice(0, area.selectionStart));
  const listOf = (area) => area.closest("[data-mentions]").querySelector(".mention-list");
  const options = (list) => [...list.querySelectorAll("[role=option]")];
  const close = (area) => {
    const list = listOf(area);
    list.hidden = true;
    list.replaceChildren();
    area.removeAttribute("aria-activedescendant");
    area.setAttribute("aria-expanded", "false");
    asked += 1;
  };
  const mark = (area, at) => {
    const all = options(listOf(area));
    if (!all.length) return;
    const now = (at + all.length) % all.length;
    all.forEach((each, place) => {
      each.id = `mention-${place}`;
      each.setAttribute("aria-selected", String(place === now));
    });
    all[now].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", all[now].id);
  };
  const put = (area, chosen) => {
    const found = typedName(area);
    if (!found) return close(area);
    const twins = options(listOf(area)).filter((each) => each.dataset.name === chosen.dataset.name);
    const words = twins.length > 1 ? chosen.dataset.label.replace(" (", "(") : chosen.dataset.name;
    const end = area.selectionStart, start = end - found[2].length;
    area.setRangeText(`${words} `, start, end, "end");
    close(area);
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = async (area) => {
    const found = typedName(area);
    if (!found || !found[2]) return close(area);
    const mine = (asked += 1), place = area.closest("[data-mentions]"), list = listOf(area);
    const answer = await fetch(`${place.dataset.mentions}?q=${encodeURIComponent(found[2])}`, { headers: { "HX-Request": "true" } });
    if (mine !== asked || !answer.ok) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    list.replaceChildren(...parsed.body.children);
    if (!options(list).length) {
      const none = document.createElement("p");
      none.className = "cap";
      none.textContent = place.dataset.none;
      list.append(none);
    }
    list.hidden = false;
    area.setAttribute("aria-expanded", "true");
    mark(area, 0);
  };
  const areaOf = (event) => (event.target.matches?.("[data-mentions] textarea") ? event.target : null);
  document.addEventListener("input", (event) => {
    const area = areaOf(event);
    if (area && !event.isComposing) look(area);
  });
  document.addEventListener("compositionend", (event) => {
    const area = areaOf(event);
    if (area) look(area);
  });
  document.addEventListener("keydown", (event) => {
    const area = areaOf(event);
    if (!area || event.isComposing || event.keyCode === 229) return;
    const list = listOf(area), all = options(list);
    if (list.hidden) return;
    const now = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") close(area);
    else if (!all.length) return;
    else if (event.key === "ArrowDown") mark(area, now + 1);
    else if (event.key === "ArrowUp") mark(area, now - 1);
    else if (event.key === "Enter" || event.key === "Tab") put(area, all[Math.max(now, 0)]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("mousedown", (event) => {
    const one = event.target.closest?.(".mention-one");
    if (!one) return;
    event.preventDefault();
    put(one.closest("[data-mentions]").querySelector("textarea"), one);
  });
  document.addEventListener("focusout", (event) => {
    const area = areaOf(event);
    if (area && !listOf(area).hidden) close(area);
  });
})();
