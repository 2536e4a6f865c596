/* The messages on the screen. How answers look in full is in a second script, loaded with the first message. */

let loading = null; /* the second script */

function directionOf(code) {
  return code === "ar" ? "rtl" : "ltr";
}

/* Marks the widget's own words inside a reply of another language. */
function named(tag, text, className) {
  return make(tag, { lang: chat.language, class: className }, text);
}

/* A human who writes in the assistant's place is named for everybody, the others for who cannot see the sides. */
function bubbleOf(from, direction, urgent) {
  const human = from === "human";
  const name = chat.words[from === "person" ? "you" : human ? "human" : "dalil"];
  const who = name + " " + (urgent ? chat.words.urgent + ". " : "");
  const shape = { class: human ? "bubble human" : "bubble", dir: direction };
  return make("div", shape, named("bdi", who, human ? "who" : "unseen"));
}

function showPerson(message) {
  const bubble = bubbleOf("person");
  bubble.append(make("p", { dir: "auto" }, message.text));
  turns[message.id] = make("div", { class: "turn person" }, bubble);
  chat.log.append(turns[message.id]);
  starters.hidden = true;
  forget.hidden = false;
}

/* Until the second script is here, an answer is plain text. */
function showAnswer(reply, from) {
  loadAnswers();
  if (chat.showReply) return chat.showReply(reply, from);
  const bubble = bubbleOf(from, reply.language ? directionOf(reply.language) : "auto", reply.urgent);
  bubble.append(make("p", { class: "plain" }, reply.text));
  chat.log.append(make("div", { class: "turn assistant", lang: reply.language }, bubble));
}

function loadAnswers() {
  if (loading) return;
  loading = make("script", { src: server + "widget-answers.js", error: () => {
    loading = null;
    setTimeout(loadAnswers, FIRST_DELAY);
  } });
  document.head.append(loading);
}

/* All messages anew: in another language, or when they can be shown in full. */
function redraw() {
  const height = chat.scroller.scrollTop;
  hush();
  while (chat.log.lastChild !== greeting) chat.log.lastChild.remove();
  turns = {};
  shown.forEach((message) => {
    draw(message);
    if (errors[message.id]) turns[message.id].append(errors[message.id]);
  });
  chat.scroller.scrollTop = height;
}

function hush() {
  if (chat.hush) chat.hush();
}

/* Brings the person's last message to the top, so that an answer is read from its beginning; humans write several. */
function reveal() {
  const own = chat.log.querySelectorAll(".person");
  if (own.length) chat.scroller.scrollTop = own[own.length - 1].offsetTop - 8;
  if (attended) bring(chat.log.lastChild);
}

/* Scrolls the conversation, never the page around it, until a part of it is seen. */
function bring(node) {
  const end = node.offsetTop + node.offsetHeight + 8 - chat.scroller.clientHeight;
  if (chat.scroller.scrollTop < end) chat.scroller.scrollTop = end;
}
