/* The editor of articles: counts characters, shows the answer while somebody types, asks whether it exists already. */
"use strict";

{
  const PAUSE = 700; /* milliseconds without typing */
  const form = document.getElementById("article");
  const preview = document.getElementById("preview-shown");
  const answered = document.getElementById("answered");
  const sheet = document.getElementById("seen");
  const shown = form.elements.namedItem("preview");

  /* The server's part of the page for what stands in the form now; an answer that a newer request overtook is dropped. */
  const refreshed = (place) => {
    let latest = 0;
    return async () => {
      const mine = ++latest;
      const body = new FormData(form);
      try {
        const answer = await fetch(place.dataset.from, { method: "POST", body, headers: { "X-CSRF-Token": body.get("csrf") } });
        const html = await answer.text();
        if (mine === latest && answer.ok) place.innerHTML = html;
      } catch { /* offline: the buttons still work as soon as the network does */ }
    };
  };
  const after = (pause, act) => {
    let waiting;
    return () => { clearTimeout(waiting); waiting = setTimeout(act, pause); };
  };
  const showPreview = refreshed(preview);
  const showSoon = after(PAUSE, showPreview);
  const askAnswered = refreshed(answered);

  const length = (text) => [...text.trim()].length;
  /* Characters of a text, lines of a list; true when there are too many. */
  const counted = ({ value, dataset }) => {
    if (dataset.most) return [length(value), dataset.most, length(value) > Number(dataset.most)];
    const lines = value.split("\n").filter((line) => line.trim());
    const isLong = lines.some((line) => length(line) > Number(dataset.mostInLine));
    return [lines.length, dataset.mostLines, isLong || lines.length > Number(dataset.mostLines)];
  };
  const count = (field) => {
    const [number, most, isOver] = counted(field);
    let note = field.nextElementSibling;
    if (!note || !note.classList.contains("count")) {
      note = document.createElement("span");
      note.className = "count ltr";
      field.after(note);
    }
    note.textContent = `${number} / ${most}`;
    note.classList.toggle("over", isOver);
  };
  for (const field of form.querySelectorAll("[data-most], [data-most-lines]")) count(field);

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset.most || field.dataset.mostLines) count(field);
    if (field === shown) { showPreview(); return; }
    const column = field.closest("[data-language]");
    if (column) shown.value = column.dataset.language;
    if (sheet.open) showSoon();
  });
  form.addEventListener("change", (event) => {
    if (/-(title|samples)$/.test(event.target.name || "") && event.target.closest("[data-language]")) askAnswered();
    const row = event.target.closest("[data-source]");
    if (row && event.target.type === "checkbox") row.classList.toggle("gone", event.target.checked);
  });
  sheet.addEventListener("toggle", () => { if (sheet.open) showPreview(); });
  if (window.matchMedia("(min-width: 62rem) and (min-height: 50rem)").matches) sheet.open = true;
  form.querySelector("[data-preview]").hidden = true; /* the script needs no button */

  form.addEventListener("click", (event) => {
    const act = [["data-answered", askAnswered], ["data-add-source", addSource]]
      .find(([name]) => event.target.hasAttribute(name));
    if (!act || (act[1] === askAnswered && !hasQuestion())) return; /* the server says what is missing */
    event.preventDefault();
    act[1]();
  });

  function hasQuestion() {
    const fields = form.querySelectorAll('[data-language] [name$="-title"], [data-language] [name$="-samples"]');
    return [...fields].some((field) => field.value.trim());
  }

  /* A further row for a source: the last one again, empty and with the next number. */
  function addSource() {
    const rows = form.querySelectorAll("[data-source]");
    const row = rows[rows.length - 1].cloneNode(true);
    const next = (text) => text.replace(/^sources-(\d+)-/, (_, number) => `sources-${Number(number) + 1}-`);
    for (const element of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, next(element.getAttribute(name)));
      }
      element.removeAttribute("aria-invalid");
      if (element.type === "checkbox") element.checked = false;
      else if ("value" in element) element.value = "";
    }
    for (const note of row.querySelectorAll(".error, .count")) note.remove();
    row.querySelector("[data-number]").textContent = rows.length + 1;
    row.classList.remove("gone");
    rows[rows.length - 1].after(row);
    row.querySelector("input").focus();
  }
}
