// The head's box ticks every row of the page; without script each row is ticked for itself.
document.addEventListener("change", (event) => {
  const every = event.target.closest("[data-every]");
  if (!every) return;
  for (const box of every.closest("form").querySelectorAll('input[name="review"]')) box.checked = every.checked;
});
