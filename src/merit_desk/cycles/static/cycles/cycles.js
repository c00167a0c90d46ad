// The head's box ticks every row of the page; without script each row is ticked for itself.
document.addEventListener("change", (event) => {
  const every = event.target.closest("[data-every]");
  if (!every) return;
  for (const box of every.closest("form").querySelectorAll('input[name="review"]')) box.checked = every.checked;
});

// A deadline moved to a day that has not passed is not warned of any more.
document.addEventListener("input", (event) => {
  const told = event.target.type === "date" && event.target.closest("td")?.querySelector("[data-passed]");
  if (told) told.hidden = Boolean(event.target.value) && event.target.value >= told.dataset.passed;
});
