/* Copies the link that is shown once. */
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => { field.select(); });
  if (!navigator.clipboard) continue; // only pages that came by https, or from this machine, may copy
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.parentElement.querySelector('[role="status"]').textContent = button.dataset.copied;
  });
}
