/* Listening: server-sent events, and looking from time to time where they do not get through. */

let stream = null;
let failures = 0; /* of the stream, in a row */
let since = 0; /* when it was opened */
let timer = 0;
let pause = IDLE[0];
let asleep = false; /* in the background: prepaid data are for people who look */
let falling = 0; /* timer of falling asleep */

function listen() {
  const wanted = conversation && !asleep && (opened || awaited || attended);
  const streams = restored && window.EventSource && failures < MOST_FAILURES;
  clearTimeout(timer);
  if (!wanted || !streams) closeStream();
  if (!wanted) return;
  if (streams && !stream) openStream();
  if (streams && !awaited) return;
  timer = setTimeout(look, streams ? STREAM_CHECK : isExpected() ? POLL : pause);
  if (!isExpected()) pause = Math.min(pause * 2, IDLE[1]);
}

function isExpected() {
  return awaited && Date.now() - awaitedSince < PATIENCE;
}

function openStream() {
  stream = new EventSource(server + address("events", last));
  stream.onopen = () => {
    since = Date.now();
  };
  stream.onmessage = (event) => {
    failures = 0;
    receive([JSON.parse(event.data)], true);
  };
  stream.onerror = () => {
    failures = since && Date.now() - since > LAST_DELAY ? 1 : failures + 1; /* one that lasted was a good one */
    since = 0;
    if (stream.readyState !== 2 && failures < MOST_FAILURES) return; /* the browser tries again by itself */
    closeStream();
    clearTimeout(timer);
    timer = setTimeout(failures < MOST_FAILURES ? listen : look, STREAM_RETRY);
  };
}

function closeStream() {
  if (stream) stream.close();
  stream = null;
}

function address(what, number) {
  return "chat/" + what + "?conversation=" + conversation + "&after=" + number;
}

function look() {
  const seen = round;
  if (request || queue.length) return;
  if (!restored) return restore();
  ask("GET", address("messages", last), null, (code, body) => {
    if (seen !== round) return;
    if (code === 200) {
      const heldBack = receive(body.messages || []) && stream && stream.readyState === 1;
      if (heldBack) failures = MOST_FAILURES; /* something on the way keeps the stream to itself */
      expectAnswer(body.pending);
    }
    if (awaited && !isExpected()) status.textContent = chat.words.error_slow;
    pump();
  });
}

/* Shows what is new; true when something was. */
function receive(messages, live) {
  const fresh = messages.filter(take);
  if (!fresh.length) return false;
  pause = IDLE[0];
  if (live && fresh[0].from !== "person") expectAnswer(false);
  if (!opened) launcher.classList.add("news");
  if (!request) fresh.forEach((message) => message.reply && obey(message.reply));
  showTyping();
  reveal();
  return true;
}

function showTyping() {
  const message = queue[0];
  typing.hidden = !(isExpected() || (message && restored && !message.failed));
}

/* The conversation after a reload: what the server has, then what still waits here. */
function restore() {
  loadAnswers();
  const seen = ++round;
  chat.log.setAttribute("aria-busy", "true");
  typing.hidden = false;
  request = ask("GET", address("messages", 0), null, (code, body) => {
    if (seen !== round) return;
    const messages = (code === 200 && body.messages) || [];
    request = null;
    restored = code === 200 || code === 404;
    queue = queue.filter((message) => !messages.some((other) => other.id === message.id));
    if (restored && !messages.length && !queue.length) conversation = ""; /* the server keeps nothing for ever */
    remember();
    clear();
    messages.forEach(take);
    queue.forEach((message) => {
      message.failed = false;
      show(message);
    });
    chat.log.removeAttribute("aria-busy");
    expectAnswer(body.pending);
    reveal();
    if (!restored) showError(null, chat.words.error_history, chat.words.retry, restore);
    pump();
  });
}

function clear() {
  shown = [];
  attended = false;
  early = [];
  last = 0;
  redraw();
}

function erase() {
  round += 1;
  if (request) request.abort();
  request = null;
  closeStream();
  clearTimeout(timer);
  ask("DELETE", "chat/conversations/" + conversation, null, (code) => {
    const done = (code >= 200 && code < 300) || code === 404;
    if (done) startAfresh();
    status.textContent = chat.words[done ? "forgotten" : "forget_failed"];
    pump();
    bring(status);
  });
}

/* `reply`, when there is one, is the last word of the conversation that is over; what still waits begins the next. */
function startAfresh(reply) {
  const waiting = reply ? queue : [];
  closeStream();
  clear();
  conversation = waiting.length ? uuid() : "";
  queue = waiting;
  expectAnswer(false);
  restored = true;
  remember();
  starters.hidden = false;
  forget.hidden = true;
  if (reply) show({ from: "assistant", text: reply.text, reply });
  else chat.field.value = "";
  grow();
  queue.forEach(show);
}
