// Copies the field that a button names.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  if (navigator.clipboard) navigator.clipboard.writeText(field.value);
  button.querySelector("i").className = "ti ti-check";
});
