/* The frame around the conversation, in one language: top, emergency numbers, writing field, launcher. */

const STAR = "M16 3l4 9 9 4-9 4-4 9-4-9-9-4 9-4z";
const CROSS = "M8 8l16 16M24 8L8 24";
const ARROW = "M5 5l24 11L5 27l4-11z";
const LANGUAGES = { fr: "Français", ar: "العربية", en: "English" };

let frame, launcher, panel, greeting, starters, typing, status, forget, sure, small;

function part(tag, name, ...children) {
  return make(full ? tag : "div", { class: name }, ...children);
}

function emergency() {
  const numbers = ["15", "19", "177"].map((number) =>
    make("a", { href: "tel:" + number }, make("b", {}, number), make("span", {}, chat.words["call_" + number])));
  const text = chat.words.emergency;
  const role = full ? "region" : "group";
  return make("div", { class: "emergency", role, "aria-label": text }, make("p", {}, text), ...numbers);
}

function heading() {
  const languages = Object.keys(LANGUAGES).map((code) => {
    const pressed = String(code === chat.language);
    return button(LANGUAGES[code], () => changeLanguage(code, true), { lang: code, "aria-pressed": pressed });
  });
  return part("header", "top",
    make(full ? "h1" : "h2", {}, drawing(STAR, "star"), chat.words.name),
    make("div", { class: "languages", role: "group", "aria-label": chat.words.languages }, ...languages),
    !full && button(drawing(CROSS), () => open(false), { class: "close" }, unseen(chat.words.close)));
}

function middle() {
  greeting = make("div", { class: "turn assistant greeting" },
    make("div", { class: "bubble" }, make("p", {}, chat.words.greeting), make("p", {}, chat.words.greeting_how)));
  const name = chat.words.conversation;
  chat.log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": name }, greeting);
  starters = make("div", { class: "choices starters", role: "group", "aria-label": chat.words.starters },
    ...[1, 2, 3, 4, 5].map((number) => chat.words["starter_" + number]).map((text) => button(text, () => tap(text))));
  typing = make("p", { class: "typing", role: "status", hidden: true },
    make("i", {}), make("i", {}), make("i", {}), make("span", {}, chat.words.typing));
  status = make("p", { class: "status", role: "status" });
  const title = make(full ? "h2" : "h3", { class: "unseen" }, name);
  chat.scroller = part("main", "scroller", title, chat.log, starters, typing, status);
  chat.scroller.tabIndex = 0;
  return chat.scroller;
}

function bottom() {
  chat.field = make("textarea", {
    id: "text", rows: 1, placeholder: chat.words.placeholder, "aria-describedby": "privacy", enterkeyhint: "send",
    input: grow, keydown: sendByKey
  });
  const send = make("button", { class: "send" }, drawing(ARROW), unseen(chat.words.send));
  forget = button(chat.words.forget, () => askSure(true), { class: "forget", hidden: true });
  small = make("div", { class: "small" }, make("p", { id: "privacy" }, chat.words.privacy), forget);
  sure = make("div", { class: "sure", role: "group", "aria-label": chat.words.forget_sure, hidden: true },
    make("p", {}, chat.words.forget_sure),
    button(chat.words.forget_yes, () => {
      askSure(false);
      erase();
    }, { class: "yes" }),
    button(chat.words.forget_no, () => askSure(false), { class: "no" }));
  const name = make("label", { class: "unseen", for: "text" }, chat.words.message);
  return part("footer", "bottom",
    make("p", { class: "offline", role: "status", hidden: true }, chat.words.offline),
    make("form", { submit }, name, chat.field, send), small, sure);
}

/* Draws everything anew, as at the start or in another language. */
function build() {
  const title = chat.words.title;
  const dialog = { class: "panel", role: "dialog", "aria-label": title, hidden: true };
  panel = make("div", full ? { class: "panel" } : dialog,
    full && button(chat.words.skip, () => chat.field.focus(), { class: "skip" }),
    heading(), emergency(), middle(), bottom());
  launcher = button(drawing(STAR, "star"), () => open(true), { class: "launcher", "aria-haspopup": "dialog" },
    make("span", {}, chat.words.launch));
  const around = full ? { class: "frame full" } : { class: "frame", role: "complementary", "aria-label": title };
  const how = { lang: chat.language, dir: directionOf(chat.language), keydown: byKey };
  const next = make("div", Object.assign(around, how), !full && launcher, panel);
  if (frame) frame.replaceWith(next);
  else root.append(next);
  frame = next;
  redraw();
  chat.field.value = recall("draft", "");
  grow();
  showOffline();
  showTyping();
}

function grow() {
  keep("draft", chat.field.value);
  chat.field.dir = chat.field.value ? "auto" : directionOf(chat.language);
  chat.field.style.height = "auto";
  if (chat.field.scrollHeight) chat.field.style.height = chat.field.scrollHeight + 2 + "px";
}

function sendByKey(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
}

function submit(event) {
  event.preventDefault();
  say(chat.field.value.trim());
  chat.field.value = "";
  grow();
  if (window.matchMedia("(pointer: coarse)").matches) chat.field.blur();
  else chat.field.focus();
}

function askSure(asking) {
  sure.hidden = !asking;
  small.hidden = asking;
  (asking ? sure.lastChild : forget.hidden ? chat.field : forget).focus();
}

function showOffline() {
  panel.querySelector(".offline").hidden = navigator.onLine !== false;
}
