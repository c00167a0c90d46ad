/* Arranging cards: by drag, or from the handle by the arrow keys; the buttons do the same without a script. */
(() => {
  const form = document.getElementById("arrange"), board = document.querySelector("[data-arrange]");
  let moving = null, before = "";
  const order = () => [...board.querySelectorAll("[data-card]")].map(card => card.dataset.card).join();

  const save = () => {
    if (order() === before) return;
    board.querySelectorAll("[data-card]").forEach(card => form.append(form.querySelector(`[data-order="${card.dataset.card}"]`)));
    form.requestSubmit();
  };
  board.addEventListener("dragstart", event => {
    if (!event.target.matches?.("[data-handle]")) return;
    moving = event.target.closest("[data-card]");
    before = order();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", moving.dataset.card);
    event.dataTransfer.setDragImage(moving, 16, 16);
    moving.classList.add("is-moving");
  });
  board.addEventListener("dragover", event => {
    if (!moving) return;
    event.preventDefault();
    const over = event.target.closest("[data-card]");
    if (!over || over === moving) return;
    const place = over.getBoundingClientRect();
    const after = event.clientY > place.bottom || event.clientX > place.left + place.width / 2;
    over[after ? "after" : "before"](moving);
  });
  board.addEventListener("drop", event => { if (moving) event.preventDefault(); });
  board.addEventListener("dragend", () => {
    moving?.classList.remove("is-moving");
    moving = null;
    save();
  });

  const keys = { ArrowLeft: "left", ArrowUp: "left", ArrowRight: "right", ArrowDown: "right", "+": "wider", "=": "wider", "-": "narrower" };
  board.addEventListener("keydown", event => {
    if (!event.target.matches("[data-handle]") || event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    event.target.closest("[data-card]").querySelector(`[data-step="${keys[event.key]}"]`).click();
  });

  const [step, card] = (new URLSearchParams(location.search).get("focus") ?? "").split(":");
  if (card) document.querySelector(`[data-card="${CSS.escape(card)}"] ${step === "remove" ? "" : `[data-step="${CSS.escape(step)}"]`}`)?.focus({ preventScroll: false });
  board.dataset.arrange = "ready";
})();
