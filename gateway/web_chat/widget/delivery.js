/* Sending: what is written waits here until the server has it, and goes out once and in order. */

let conversation = recall("conversation", "");
let queue = recall("queue", []);
let shown = []; /* all messages on the screen, in order */
let turns = {}; /* message id → its place on the screen */
let errors = {}; /* message id → the line that says what went wrong with it */
let early = []; /* answers that came by another way than the request that asked for them */
let last = 0; /* the highest number shown */
let awaited = false; /* an answer is still to come */
let awaitedSince = 0;
let attended = false; /* a human was asked for, or is there: they write when they can */
let restored = !conversation;
let request = null;
let round = 0; /* what answers to an earlier round is dropped */
let again = 0; /* timer of the next attempt */
let delay = FIRST_DELAY;
let tapped = 0;

function remember() {
  keep("conversation", conversation);
  keep("queue", queue);
}

function show(message) {
  shown.push(message);
  if (message.from !== "person") attended = Boolean(message.reply && message.reply.human);
  draw(message);
}

function draw(message) {
  if (message.from === "person") showPerson(message);
  else showAnswer(message.reply || { text: message.text }, message.from);
}

/* A message from the server; false when it is shown already. */
function take(message) {
  if (message.number <= last) return false;
  last = message.number;
  const known = shown.find((other) => !other.number && isSame(message, other));
  if (known) known.number = last;
  else show(message);
  if (!known && message.from !== "person") early.push(message);
  return !known;
}

function isSame(message, other) {
  if (message.from !== other.from) return false;
  return message.from === "person" ? message.id === other.id : textOf(message) === textOf(other);
}

function textOf(message) {
  return message.reply ? message.reply.text : message.text;
}

function say(text, payload, position) {
  if (!text) return;
  loadAnswers();
  if (!conversation) conversation = uuid();
  const message = { id: uuid(), from: "person", text, payload: payload || null, position: position || null };
  queue.push(message);
  remember();
  show(message);
  status.textContent = "";
  const box = chat.log.querySelector(".ask");
  if (box) box.remove();
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

/* Sends what waits, one after the other. */
function pump() {
  const message = queue[0];
  showTyping();
  if (request || (message && message.failed)) return;
  if (!message) return listen();
  const sent = ++round;
  if (!message.tried) early = [];
  message.tried = true;
  const content = { conversation, id: message.id, text: message.text, language: chat.language };
  if (message.payload) content.payload = message.payload;
  if (message.position) content.position = message.position;
  request = ask("POST", "chat/messages", content, (code, body) => {
    if (sent !== round) return;
    request = null;
    if (code !== 200 && code !== 202) return failed(message, code, body);
    delay = FIRST_DELAY;
    drop(message);
    accepted(body);
    pump();
  });
}

/* While an earlier answer is awaited, the next look at the server brings both in their order; danger cannot wait. */
function accepted(body) {
  const earlier = awaited;
  expectAnswer(body.pending || earlier);
  (body.replies || []).forEach((reply) => {
    const index = early.findIndex((message) => textOf(message) === reply.text);
    if (index >= 0) early.splice(index, 1);
    else if (!earlier || reply.urgent) show({ from: "assistant", text: reply.text, reply });
    obey(reply);
  });
  pause = IDLE[0];
  reveal();
}

function expectAnswer(expected) {
  if (expected && !awaited) awaitedSince = Date.now();
  awaited = Boolean(expected);
}

/* An answer can ask for more than to be shown: another language, a conversation that is over. */
function obey(reply) {
  if (reply.forget) startAfresh(reply);
  if (reply.language_chosen && reply.language !== chat.language) changeLanguage(reply.language);
}

/* The message stays: to send again or, if refused, to change. */
function failed(message, code, body) {
  const refused = [400, 409, 413, 422].indexOf(code) >= 0;
  const reason = navigator.onLine === false ? "error_offline" : code ? "error_server" : "error_network";
  const text = body.error || (typeof body.detail === "string" && body.detail) || chat.words[reason];
  if (refused) {
    drop(message);
    showError(message, text, chat.words.edit, () => edit(message));
    return pump();
  }
  message.failed = true;
  showError(message, text, chat.words.retry, retry);
  again = setTimeout(retry, body.retry_after * 1000 || delay);
  delay = Math.min(delay * 2, LAST_DELAY);
}

function edit(message) {
  turns[message.id].remove();
  shown.splice(shown.indexOf(message), 1);
  chat.field.value = (message.text + "\n" + chat.field.value).trim();
  grow();
  chat.field.focus();
}

function retry() {
  clearTimeout(again);
  queue.forEach((message) => {
    if (errors[message.id]) errors[message.id].remove();
    delete errors[message.id];
    message.failed = false;
  });
  pump();
}

function showError(message, text, label, action) {
  const line = make("div", { class: "error" }, make("p", {}, text), button(label, () => {
    line.remove();
    if (message) delete errors[message.id];
    chat.scroller.focus({ preventScroll: true });
    action();
  }));
  if (message) errors[message.id] = line;
  (message ? turns[message.id] : chat.log).append(line);
  typing.hidden = true;
  bring(line);
}
