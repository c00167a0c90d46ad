/* Turns a leaf every twelve seconds, and asks for the page anew every minute; says so when it cannot be reached. */
(() => {
  const TURN = 12000, ASK = 60000;
  let at = 0;
  const leaves = () => [...document.querySelectorAll("[data-leaf]")];
  const show = () => {
    const all = leaves();
    if (!all.length) return;
    at = (at + all.length) % all.length;
    all.forEach((leaf, number) => { leaf.hidden = number !== at; });
    document.querySelector("[data-at]").textContent = all.length > 1 ? `${at + 1} / ${all.length}` : "";
  };
  const lost = yes => { document.querySelector("[data-lost]").hidden = !yes; };
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(20000) });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("leaves").replaceWith(fresh.getElementById("leaves"));
      document.querySelector(".fresh").replaceWith(fresh.querySelector(".fresh"));
      lost(false);
      show();
    } catch { lost(true); }
  };
  addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) { at += step; show(); }
  });
  setInterval(() => { at += 1; show(); }, TURN);
  setInterval(ask, ASK);
  show();
})();
