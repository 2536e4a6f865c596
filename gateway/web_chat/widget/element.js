/* The element <dalil-chat>: the whole page with the attribute `full`, else a button that opens a panel. */

let root, host, full;
let opened = false;

function supported(code) {
  const short = String(code).slice(0, 2).toLowerCase();
  return LANGUAGES[short] && short;
}

function firstLanguage() {
  const wishes = [!full && recall("language"), host.lang, document.documentElement.lang];
  return wishes.concat(navigator.languages || []).map(supported).find(Boolean) || "fr";
}

function loadWords(code, done) {
  ask("GET", "widget/words/" + code + ".json", null, (result, body) => done(result === 200 && body));
}

function start() {
  const code = firstLanguage();
  loadWords(code, (loaded) => {
    if (!loaded) return setTimeout(start, FIRST_DELAY);
    chat.language = code;
    chat.words = loaded;
    root = host.attachShadow({ mode: "open" });
    wear(STYLES);
    if (!root.adoptedStyleSheets) root.append(make("link", { rel: "stylesheet", href: server + "widget.css" }));
    opened = full;
    build();
    if (!full && ((host.hasAttribute("open") && !covers()) || recall("open"))) open(true, true);
    if (conversation && !restored && !request && (opened || queue.length)) restore();
    listenToTheBrowser();
  });
}

/* Constructed style sheets pass every content security policy; older browsers get a file. */
function wear(styles) {
  if (!root.adoptedStyleSheets) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function changeLanguage(code, byHand) {
  loadWords(code, (loaded) => {
    if (!loaded) {
      status.textContent = chat.words.error_words;
      return bring(status);
    }
    chat.language = code;
    chat.words = loaded;
    build();
    if (full) followLanguage();
    else keep("language", code);
    if (!full && opened) open(true, true);
    retry();
    if (byHand) frame.querySelector("[aria-pressed=true]").focus();
  });
}

/* The page itself, and its address for a reload. */
function followLanguage() {
  document.documentElement.lang = chat.language;
  document.documentElement.dir = directionOf(chat.language);
  document.title = chat.words.title;
  history.replaceState(null, "", "?lang=" + chat.language);
}

function open(wanted, quietly) {
  opened = wanted;
  panel.hidden = !wanted;
  launcher.hidden = wanted;
  launcher.classList.remove("news");
  keep("open", wanted);
  grow();
  if (!quietly) (wanted ? chat.field : launcher).focus();
  else if (covers()) chat.scroller.focus();
  if (wanted && conversation && !restored && !request) restore();
  else if (wanted) reveal();
  hush();
  listen();
}

function covers() {
  return window.matchMedia(COVERS).matches;
}

function byKey(event) {
  if (event.key === "Escape") escape(event);
  if (event.key === "Tab" && !full && opened && covers()) stayInside(event);
}

/* Escape takes back the last question, else closes the panel. */
function escape(event) {
  const box = chat.log.querySelector(".ask");
  if (!sure.hidden) askSure(false);
  else if (box) chat.leave(box);
  else if (!full && opened) open(false);
  else return;
  event.stopPropagation();
}

/* Where the panel covers the page, the focus must not get behind it. */
function stayInside(event) {
  const reachable = panel.querySelectorAll("a[href],button,textarea,summary,[tabindex]");
  const all = Array.from(reachable).filter((node) => node.offsetParent);
  const edge = all[event.shiftKey ? 0 : all.length - 1];
  if (root.activeElement !== edge) return;
  event.preventDefault();
  all[event.shiftKey ? all.length - 1 : 0].focus();
}

function listenToTheBrowser() {
  window.addEventListener("pagehide", hush);
  window.addEventListener("offline", showOffline);
  window.addEventListener("online", () => {
    showOffline();
    failures = 0;
    retry();
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(falling);
    if (document.hidden) falling = setTimeout(sleep, SLEEPY);
    else wake();
  });
}

function sleep() {
  asleep = true;
  listen();
}

function wake() {
  asleep = false;
  failures = 0;
  pause = IDLE[0];
  if (conversation && (opened || awaited || attended) && !stream) look();
}

class DalilChat extends HTMLElement {
  connectedCallback() {
    if (host) return;
    host = this;
    full = host.hasAttribute("full");
    start();
  }
}

/* For the second script. */
DalilChat.chat = Object.assign(chat, {
  make, button, drawing, named, bubbleOf, directionOf, tap, say, bring, refresh: redraw, wear
});

customElements.define("dalil-chat", DalilChat);

/* Where the page has no such element, the script's own line is enough. */
function embed(data) {
  if (document.querySelector("dalil-chat")) return;
  document.body.append(make("dalil-chat", { lang: data.lang, open: "open" in data }));
}

const data = document.currentScript.dataset;
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => embed(data));
else embed(data);
