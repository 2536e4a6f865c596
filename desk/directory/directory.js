/* Forms of the directory: copy Monday's hours, add lines for phones, copy a link. Without it everything works, slower. */
"use strict";

const timeFields = (day) => [...day.querySelectorAll('input[type="time"]')];

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const days = [...button.closest("[data-week]").querySelectorAll("[data-day]")];
    const from = timeFields(days[0]);
    for (const day of days.slice(1, 5)) {
      timeFields(day).forEach((field, number) => { field.value = from[number] ? from[number].value : ""; });
    }
    button.form.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

const MOST_PHONES = 30;
for (const lines of document.querySelectorAll("[data-phones]")) {
  lines.addEventListener("input", () => {
    const rows = [...lines.children];
    const last = rows[rows.length - 1];
    if (!last.querySelector("input").value || rows.length >= MOST_PHONES) return;
    const next = last.cloneNode(true);
    const number = rows.length;
    for (const part of next.querySelectorAll("[id], [name], [for]")) {
      for (const name of ["id", "name", "for"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace(/^phone-\d+-/, `phone-${number}-`));
      }
      if ("value" in part && part.tagName === "INPUT") part.value = "";
    }
    const label = next.querySelector("label");
    label.textContent = label.textContent.replace(/\d+/, String(number + 1));
    lines.append(next);
  });
}

for (const button of document.querySelectorAll("[data-copy-text]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copyText);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
    } catch {
      field.focus();
    }
  });
}
