/* Small tools: elements, memory, requests. */

const server = new URL(".", document.currentScript.src).href;

/* Milliseconds. */
const TIMEOUT = 45000;
const POLL = 2000;
const IDLE = [20000, 300000];
const STREAM_RETRY = 1000;
const STREAM_CHECK = 10000;
const PATIENCE = 120000;
const FIRST_DELAY = 5000;
const LAST_DELAY = 60000;
const SLEEPY = 60000;

/* Where the panel covers the page; as in widget.css. */
const COVERS = "(max-width: 30em), (max-height: 30em)";
const MOST_FAILURES = 3;

/* What both scripts know: the words and their language, and the parts of the screen. */
const chat = { words: null, language: "", log: null, scroller: null, field: null };

/* An element; a function among its attributes listens to the event of that name. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value || value === 0) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

function button(text, click, attributes, ...children) {
  return make("button", Object.assign({ type: "button", click }, attributes), text, ...children);
}

function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

function drawing(path, className) {
  const name = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(name, "svg");
  const line = document.createElementNS(name, "path");
  picture.setAttribute("viewBox", "0 0 32 32");
  picture.setAttribute("class", className || "drawing");
  picture.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

/* Phones are shared: only this tab remembers. */
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

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* Calls `done(status, body)`; status 0 means that nothing came back. */
function ask(method, path, content, done) {
  const http = new XMLHttpRequest();
  http.open(method, server + path);
  http.timeout = TIMEOUT;
  if (content) http.setRequestHeader("Content-Type", "application/json");
  http.onloadend = () => {
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
