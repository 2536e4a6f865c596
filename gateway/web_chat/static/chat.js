/* The chat page: shows the conversation and keeps each message until the server has it. */
(function () {
  "use strict";

  const root = document.documentElement;
  const words = root.dataset;
  const language = root.lang;
  const log = byId("log");
  const greeting = byId("greeting");
  const starters = byId("starters");
  const typing = byId("typing");
  const status = byId("status");
  const field = byId("text");
  const forget = byId("forget");
  const sure = byId("sure");

  const POLL = 2000;
  const PATIENCE = 120000;
  const TIMEOUT = 45000;
  const IDLE = [20000, 300000];

  /* Phones are shared: only this tab remembers. `queue` holds what the server does not have yet. */
  let conversation = recall("conversation", "");
  let queue = recall("queue", []);
  let awaited = false; /* an answer is still to come */
  let restored = !conversation;
  let turns = {}; /* message id → its place on the page */
  let unnumbered = []; /* shown, number not known yet */
  let last = 0; /* the highest number shown */
  let request = null;
  let round = 0; /* what answers to an earlier round is dropped */
  let timer = 0;
  let pause = IDLE[0];
  let awaitedSince = 0;
  let tapped = 0;

  /* == small tools */

  function byId(id) {
    return document.getElementById(id);
  }

  function make(tag, className, text, parent) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  function button(text, parent, action, className) {
    const node = make("button", className, text, parent);
    node.type = "button";
    node.addEventListener("click", action);
    return node;
  }

  function recall(key, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem("dalil." + key)) || otherwise;
    } catch (error) {
      return otherwise;
    }
  }

  function keep(key, value) {
    try {
      sessionStorage.setItem("dalil." + key, JSON.stringify(value));
    } catch (error) {
      /* no storage: the conversation lasts as long as the page */
    }
  }

  function remember() {
    keep("conversation", conversation);
    keep("queue", queue);
  }

  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /* Calls `done(status, body)`; status 0 means that nothing came back. */
  function ask(method, address, content, done) {
    const http = new XMLHttpRequest();
    http.open(method, address);
    http.timeout = TIMEOUT;
    if (content) http.setRequestHeader("Content-Type", "application/json");
    http.onloadend = function () {
      let body = {};
      try {
        body = JSON.parse(http.responseText) || {};
      } catch (error) {
        /* empty, or a proxy's page */
      }
      done(http.status, body);
    };
    http.send(content ? JSON.stringify(content) : null);
    return http;
  }

  /* == phone numbers and addresses */

  const GAP = "[ .\\-\\u00a0\\u202f]?";
  const LONG =
    "(?:\\+|00)[1-9]\\d{0,2}(?:" + GAP + "\\(0\\))?(?:" + GAP + "\\d){8,11}" +
    "|0[5-8](?:(" + GAP + ")\\d\\d(?:\\1\\d\\d){3}" +
    "|\\d\\d(" + GAP + ")(?:\\d\\d\\2\\d\\d\\2\\d\\d|\\d{3}\\2\\d{3}|\\d{6}))";
  const SHORT = "15|19|112|141|150|177|190|(?!19|20)\\d{4}";
  const NUMBERS = new RegExp("(?:" + LONG + "|" + SHORT + ")(?!\\d)", "g");

  /* "15" is a phone number after "call", "ambulance" or another number, and never in "15 days". */
  const BEFORE_SHORT = new RegExp(
    "(?:appel\\S*|compose\\S*|call|dial|num[ée]ro|number|ambulance|pompiers|fire|police|gendarmerie|samu|" +
      "dang(?:er|er imm[ée]diat)|immediate danger|رقم|الإسعاف|الشرطة|الدرك(?: الملكي)?|المطافئ|خطر فوري|الخطر الفوري)" +
      "[ \\u00a0]?:?[ \\u00a0](?:d'abord |tout de suite |first |now |ب?الرقم )?(?:au |le |the )?[(\\u200e]*$",
    "i"
  );
  const BETWEEN_SHORT = /^ ?(?:\([^)]*\)|[^\s,.;:()]+)?,? ?\(?(?:ou|or|et|and|أو|و|،)? ?(?:au |le |call |ب?الرقم )?[(\u200e]*$/;
  const AFTER_SHORT =
    /^(?:[:.,\-\/]\d|\)?[ \u00a0]?(?:%|h\b|ans\b|an\b|jours?|mois|heures?|minutes?|days?|years?|months?|hours?|dirhams?|dh\b|يوم|أيام|سنة|عام|شهر|ساعة|دقيقة|درهم))/i;

  /* Splits a text at its phone numbers: every second part is one. */
  function atNumbers(text) {
    const parts = [""];
    let end = 0;
    let match;
    NUMBERS.lastIndex = 0;
    while ((match = NUMBERS.exec(text))) {
      const before = text.slice(0, match.index);
      const between = text.slice(end, match.index);
      const short = match[0].length < 5;
      const follows = parts.length > 1 && parts[parts.length - 2].length < 5 && between.length < 40 && BETWEEN_SHORT.test(between);
      const dialled = !short || BEFORE_SHORT.test(before) || (follows && match[0].length < 4);
      if (/[\d\-/+.,][ ]?$/.test(before.slice(-1)) || !dialled) continue;
      if (short && AFTER_SHORT.test(text.slice(match.index + match[0].length))) continue;
      parts[parts.length - 1] = between;
      parts.push(match[0], "");
      end = match.index + match[0].length;
    }
    parts[parts.length - 1] = text.slice(end);
    return parts;
  }

  function phoneLink(number, parent) {
    const link = make("a", "phone", number, parent);
    link.href = "tel:" + number.replace(/\(0\)|[^\d+]/g, "");
    return link;
  }

  /* French sets a space before ";" and "?" that must not end a line. */
  function unbroken(text) {
    return text.replace(/ (?=[;:?!»])/g, "\u00a0").replace(/« /g, "«\u00a0");
  }

  function write(text, parent) {
    atNumbers(text).forEach(function (part, index) {
      if (index % 2) phoneLink(part, parent);
      else if (part) parent.appendChild(document.createTextNode(unbroken(part)));
    });
  }

  function webLink(address, text, parent) {
    const full = /^www\./i.test(address) ? "https://" + address : address;
    if (!/^https?:\/\/[^\s]+$/i.test(full)) return make("bdi", "", text || address, parent);
    const link = make("a", "", "", parent);
    make("bdi", "", text || full.replace(/^https?:\/\/(www\.)?|\/$/gi, ""), link);
    link.href = full;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  /* == a reply */

  /* Paragraphs, and lists from lines with "• " or "1. ". */
  function writeText(text, parent) {
    text.split(/\n\s*\n/).forEach(function (paragraph) {
      let block = null;
      paragraph.split("\n").forEach(function (line) {
        const item = /^[\s\u200e\u200f]*(?:(?:•|-|\*)|(\d{1,2})[.)]) +(.*)$/.exec(line);
        const tag = !item ? "P" : item[1] ? "OL" : "UL";
        if (!line.trim()) return;
        if (!block || block.tagName !== tag) {
          block = make(tag, "", "", parent);
          if (tag === "OL") block.start = Number(item[1]);
        } else if (!item) {
          make("br", "", "", block);
        }
        write(item ? item[2] : line, item ? make("li", "", "", block) : block);
      });
    });
  }

  /* The numbers of the first paragraph, big: in danger nobody should have to read for them. */
  function writeCalls(text, parent) {
    const seen = {};
    const calls = make("div", "calls");
    atNumbers(text.split(/\n\s*\n/)[0]).forEach(function (part, index) {
      if (index % 2 === 0 || seen[part]) return;
      seen[part] = true;
      const link = phoneLink(part, calls);
      if (words["call_" + part]) named(make("span", "", words["call_" + part], link));
    });
    if (calls.firstChild) parent.appendChild(calls);
  }

  /* Marks the page's own words inside a reply of another language. */
  function named(node) {
    node.lang = language;
    return node;
  }

  function writeService(service, list) {
    const card = make("li", "", "", list);
    make("h3", "", "", card).appendChild(make("bdi", "", service.name));
    if (service.description) write(service.description, make("p", "", "", card));
    const facts = make("dl", "", "", card);
    ["alert", "place", "address", "phones", "open_now", "hours", "eligibility", "fee", "website", "source_date"].forEach(function (key) {
      const value = service[key];
      if (!value || !value.length) return;
      const row = make("div", key === "source_date" ? "date" : "", "", facts);
      named(make("dt", "", words[key === "phones" ? "phone" : key], row));
      const cell = make("dd", "", "", row);
      if (key === "phones") {
        value.forEach(function (number) {
          phoneLink(number, cell);
        });
      } else if (key === "website") {
        webLink(value, "", cell);
      } else {
        write(value, make("bdi", "", "", cell));
      }
    });
  }

  function writeSources(sources, parent) {
    const details = make("details", "", "", parent);
    named(make("summary", "", words.sources, details));
    const list = make("ul", "", "", details);
    sources.forEach(function (source) {
      const item = make("li", "", "", list);
      webLink(source.url || "", source.title, item);
      if (source.year) item.appendChild(document.createTextNode(" (" + source.year + ")"));
    });
  }

  function writeChoices(choices, parent) {
    const group = make("div", "choices", "", parent);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.choices);
    choices.forEach(function (choice) {
      const node = button(choice.title, group, function () {
        tap(choice.title, choice.payload);
      });
      if (choice.description) make("small", "", choice.description, node);
    });
  }

  function turn(from, text) {
    const node = make("div", "turn " + from, "", log);
    const bubble = make("div", "bubble", "", node);
    named(make("bdi", "unseen", words[from === "person" ? "you" : "dalil"] + " ", bubble));
    bubble.dir = "auto";
    if (text) make("p", "", text, bubble);
    return node;
  }

  function showPerson(message) {
    turns[message.id] = turn("person", message.text);
    starters.hidden = true;
    forget.hidden = false;
  }

  function showReply(reply) {
    const node = turn("assistant", "");
    const bubble = node.firstChild;
    if (reply.language) {
      node.lang = reply.language;
      node.dir = bubble.dir = reply.language === "ar" ? "rtl" : "ltr";
    }
    if (reply.urgent) {
      node.classList.add("urgent");
      bubble.firstChild.textContent += words.urgent + ". ";
      writeCalls(reply.text, bubble);
    }
    writeText(reply.text, bubble);
    const end = reply.services && reply.services.length ? node : bubble;
    if (reply.services && reply.services.length) {
      const list = make("ul", "services", "", node);
      reply.services.forEach(function (service) {
        writeService(service, list);
      });
    }
    if (reply.note) make("p", "note", reply.note, end);
    if (reply.sources && reply.sources.length) writeSources(reply.sources, end);
    if (reply.choices && reply.choices.length) writeChoices(reply.choices, node);
    return node;
  }

  function show(message) {
    if (message.from === "person") showPerson(message);
    else showReply(message.reply || { text: message.text });
  }

  /* Brings the person's last message to the top, so that an answer is read from its beginning. */
  function reveal() {
    const own = log.querySelectorAll(".person");
    if (own.length) own[own.length - 1].scrollIntoView(true);
  }

  /* == when something goes wrong */

  function showError(parent, text, label, action) {
    const line = make("div", "error", "", parent);
    make("p", "", text, line);
    button(label, line, function () {
      line.remove();
      log.focus({ preventScroll: true });
      action();
    });
    typing.hidden = true;
    line.scrollIntoView({ block: "nearest" });
  }

  /* The message stays: to send again or, if refused, to change. */
  function failed(message, code, detail) {
    const reason = navigator.onLine === false ? "error_offline" : code ? "error_server" : "error_network";
    const text = typeof detail === "string" && detail ? detail : words[reason];
    if (code === 400 || code === 413 || code === 422) {
      drop(message);
      showError(turns[message.id], text, words.edit, function () {
        turns[message.id].remove();
        field.value = (message.text + "\n" + field.value).trim();
        grow();
        field.focus();
      });
      return pump();
    }
    message.failed = true;
    showError(turns[message.id], text, words.retry, retry);
  }

  function retry() {
    queue.forEach(function (message) {
      const line = turns[message.id].querySelector(".error");
      if (line) line.remove();
      message.failed = false;
    });
    pump();
  }

  /* == sending */

  function say(text, payload) {
    if (!text) return;
    if (!conversation) conversation = uuid();
    const message = { id: uuid(), from: "person", text: text, payload: payload || null };
    queue.push(message);
    remember();
    showPerson(message);
    unnumbered.push(message);
    status.textContent = "";
    retry();
    reveal();
  }

  /* A double tap counts once, also where the page has moved under the finger. */
  function tap(text, payload) {
    if (Date.now() - tapped < 700) return;
    tapped = Date.now();
    say(text, payload);
  }

  function drop(message) {
    queue.splice(queue.indexOf(message), 1);
    remember();
  }

  /* Sends what waits, one after the other, in order. */
  function pump() {
    const message = queue[0];
    typing.hidden = !(awaited || (message && !message.failed));
    if (request || (message && message.failed)) return;
    if (!message) return listen();
    clearTimeout(timer);
    const sent = ++round;
    const content = {
      conversation: conversation, id: message.id, text: message.text, payload: message.payload, language: language
    };
    request = ask("POST", "/chat/messages", content, function (code, body) {
      if (sent !== round) return;
      request = null;
      if (code !== 200 && code !== 202) return failed(message, code, body.detail);
      drop(message);
      accepted(body);
      pump();
    });
  }

  /* While an earlier answer is awaited, the next look at the server brings both in their order. */
  function accepted(body) {
    pause = IDLE[0];
    if (awaited) return;
    awaited = body.pending;
    awaitedSince = Date.now();
    (body.replies || []).forEach(function (reply) {
      showReply(reply);
      unnumbered.push({ from: "assistant", text: reply.text });
    });
    reveal();
  }

  /* == listening */

  /* Looks again: soon when an answer is awaited, else ever more seldom, because staff may write later. */
  function listen() {
    clearTimeout(timer);
    if (!conversation || (document.hidden && !awaited)) return;
    timer = setTimeout(look, awaited ? POLL : pause);
    if (!awaited) pause = Math.min(pause * 2, IDLE[1]);
  }

  function look() {
    const seen = round;
    if (request || queue.length) return;
    if (!restored) return restore();
    ask("GET", history(last), null, function (code, body) {
      if (seen !== round) return;
      if (code === 200) {
        awaited = body.pending;
        showNew(body.messages || []);
      } else if (awaited && Date.now() - awaitedSince > PATIENCE) {
        awaited = false;
        showError(log, words.error_slow, words.retry, lookLonger);
      }
      pump();
    });
  }

  function lookLonger() {
    awaited = true;
    awaitedSince = Date.now();
    pump();
  }

  function history(number) {
    return "/chat/messages?conversation=" + conversation + "&after=" + number;
  }

  function showNew(messages) {
    const fresh = messages.filter(isNew);
    fresh.forEach(show);
    if (!fresh.length) return;
    pause = IDLE[0];
    reveal();
  }

  /* Notes a message's number; false when it is shown already. */
  function isNew(message) {
    if (message.number <= last) return false;
    last = message.number;
    const shown = unnumbered.findIndex(function (other) {
      return isSame(message, other);
    });
    if (shown >= 0) unnumbered.splice(shown, 1);
    return shown < 0;
  }

  function isSame(message, other) {
    if (message.from !== other.from) return false;
    if (message.id && other.id) return message.id === other.id;
    return (message.reply ? message.reply.text : message.text) === other.text;
  }

  /* == the conversation after a reload, and its end */

  function restore() {
    const seen = round;
    log.setAttribute("aria-busy", "true");
    typing.hidden = false;
    request = ask("GET", history(0), null, function (code, body) {
      if (seen !== round) return;
      request = null;
      restored = code === 200 || code === 404;
      draw((code === 200 && body.messages) || [], body.pending);
      log.removeAttribute("aria-busy");
      awaited = Boolean(restored && body.pending);
      awaitedSince = Date.now();
      if (restored) pump();
      else showError(log, words.error_history, words.retry, restore);
    });
  }

  /* What the server has, then what still waits here. */
  function draw(messages, pending) {
    recognise(messages, pending);
    clear();
    messages.forEach(isNew);
    messages.forEach(show);
    queue.forEach(function (message) {
      message.failed = false;
      if (turns[message.id]) return;
      showPerson(message);
      unnumbered.push(message);
    });
    reveal();
  }

  /* The message on its way may have arrived; without an answer it is sent again, which is safe. */
  function recognise(messages, pending) {
    const own = messages.filter(function (message) {
      return message.from === "person";
    }).pop();
    if (!own || !queue.length || !isSame(own, queue[0])) return;
    own.id = queue[0].id;
    if (pending || own !== messages[messages.length - 1]) drop(queue[0]);
  }

  function clear() {
    while (log.lastChild !== greeting) log.lastChild.remove();
    turns = {};
    unnumbered = [];
    last = 0;
  }

  function erase() {
    round += 1;
    if (request) request.abort();
    request = null;
    clearTimeout(timer);
    ask("DELETE", "/chat/conversations/" + conversation, null, function (code) {
      const done = (code >= 200 && code < 300) || code === 404;
      status.textContent = words[done ? "forgotten" : "forget_failed"];
      if (done) startAfresh();
      pump();
      status.scrollIntoView({ block: "nearest" });
    });
  }

  function startAfresh() {
    clear();
    conversation = field.value = "";
    queue = [];
    awaited = false;
    restored = true;
    starters.hidden = false;
    forget.hidden = true;
    remember();
    grow();
  }

  /* == the writing field and the buttons */

  function grow() {
    keep("draft", field.value);
    field.dir = field.value ? "auto" : root.dir;
    field.style.height = "auto";
    field.style.height = field.scrollHeight + 2 + "px";
  }

  function askSure(open) {
    sure.hidden = !open;
    forget.parentNode.hidden = open;
    (open ? byId("no") : forget.hidden ? field : forget).focus();
  }

  byId("composer").addEventListener("submit", function (event) {
    event.preventDefault();
    say(field.value.trim());
    field.value = "";
    grow();
    if (window.matchMedia("(pointer: coarse)").matches) field.blur();
    else field.focus();
  });

  field.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("send").click();
  });

  field.addEventListener("input", grow);

  starters.addEventListener("click", function (event) {
    if (event.target.tagName === "BUTTON") tap(event.target.textContent);
  });

  forget.addEventListener("click", function () {
    askSure(true);
  });

  byId("no").addEventListener("click", function () {
    askSure(false);
  });

  byId("yes").addEventListener("click", function () {
    askSure(false);
    erase();
  });

  sure.addEventListener("keydown", function (event) {
    if (event.key === "Escape") askSure(false);
  });

  window.addEventListener("online", retry);

  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) pause = IDLE[0];
    if (!document.hidden && conversation) look();
  });

  window.history.scrollRestoration = "manual";
  field.value = recall("draft", "");
  grow();
  if (conversation) restore();
})();
