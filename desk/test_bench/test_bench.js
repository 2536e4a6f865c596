/* The test bench: answers come without a new page, taps in the previews go on, a run shows how far it is. */
"use strict";

(function () {
  const form = document.querySelector("#try");
  if (!form) return;
  const field = form.elements.text;
  const busy = document.querySelector("#busy");
  let asking = false;

  const warning = (text) => {
    const line = document.createElement("p");
    line.className = "notice bad";
    line.setAttribute("role", "alert");
    line.textContent = text;
    return line;
  };

  /* The page that comes back; null when nothing does. */
  async function sent(action, data) {
    try {
      const response = await fetch(action, { method: "POST", body: data });
      return { response, page: new DOMParser().parseFromString(await response.text(), "text/html") };
    } catch (error) {
      return null;
    }
  }

  /* What a page says that is not the one that was meant, such as "you are no longer signed in". */
  function said(page) {
    return Array.from(page.querySelectorAll("#content h1, #content p"), (node) => node.textContent.trim()).join(" ");
  }

  function answerWith(node) {
    document.querySelector("#result").replaceWith(node);
  }

  async function ask(tap) {
    if (asking) return;
    asking = true;
    const data = new FormData(form);
    if (tap) data.set("tap", tap);
    form.setAttribute("aria-busy", "true");
    busy.textContent = form.dataset.busy;
    const back = await sent(form.action, data);
    asking = false;
    form.removeAttribute("aria-busy");
    busy.textContent = back && back.response.ok ? form.dataset.ready : "";
    const result = back && back.page.querySelector("#result");
    if (!result) {
      document.querySelector("#result").prepend(warning(back ? said(back.page) : form.dataset.offline));
      return;
    }
    answerWith(result);
    if (back.response.ok && !tap) field.value = "";
    result.scrollIntoView({ block: "start" });
  }

  async function judge(judging, button) {
    const place = document.querySelector("#judge");
    const back = await sent(judging.action, new FormData(judging, button));
    const kept = back && back.response.redirected && back.page.querySelector("#content > .notice");
    const again = back && back.page.querySelector("#judge");
    if (kept) {
      place.replaceChildren(kept);
    } else if (again) {
      place.replaceWith(again);
      const first = again.querySelector("#found button") || again.querySelector("#query");
      if (first) first.focus();
    } else {
      place.prepend(warning(back ? said(back.page) : form.dataset.offline));
    }
  }

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target === form) {
      event.preventDefault();
      ask(button && button.name === "tap" ? button.value : "");
    } else if (event.target.matches("[data-judge]")) {
      event.preventDefault();
      judge(event.target, button);
    }
  });

  document.addEventListener("choice", (event) => {
    if (event.target.dataset.form === form.id) ask(JSON.stringify(event.detail));
  });

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
})();

(function () {
  const box = document.querySelector("#progress");
  if (!box) return;
  const EVERY = 1000; /* milliseconds */
  const count = (name) => document.querySelector('[data-count="' + name + '"]');

  async function look() {
    try {
      const response = await fetch(box.dataset.progress);
      if (response.redirected || !response.ok) return location.reload();
      const state = await response.json();
      if (!state.running) return location.reload();
      box.querySelector("progress").value = state.done;
      box.querySelector("[data-done]").textContent = state.done;
      for (const name of ["right", "offered", "wrong", "failed"]) count(name).textContent = state.counts[name] || 0;
    } catch (error) {
      /* the server may be back in a moment */
    }
    setTimeout(look, EVERY);
  }

  setTimeout(look, EVERY);
})();
