/* The inbox by itself: what is new, a sound, an alert, prepared answers. Without it, reloading does the same. */
"use strict";

const VISIBLE = 4000; /* milliseconds between two looks */
const HIDDEN = 15000;
const SLEEPY = 90 * 60 * 1000; /* nobody has touched the page for so long: a session must be able to end */
const live = document.querySelector("[data-news]");
const list = document.querySelector("[data-list]");
const talk = document.querySelector("[data-talk]");
const title = document.title;
const tags = {}; /* address → tag of what is shown */
let touched = Date.now();
let known = null; /* the last news */
let sound = null;

function part(name) {
  return document.querySelector("[data-" + name + "]");
}

/* What an address gives; null when nothing has changed. */
async function look(address) {
  const headers = tags[address] ? { "If-None-Match": tags[address] } : {};
  const response = await fetch(address, { headers, cache: "no-store", redirect: "error" });
  if (response.status === 304) return null;
  if (!response.ok && response.status !== 410) throw new Error(String(response.status));
  tags[address] = response.headers.get("ETag") || "";
  return response;
}

async function lookAround() {
  const news = await look(live.dataset.news);
  if (news) tell(await news.json());
  if (document.hidden) return;
  if (list) await refreshList();
  if (talk) await refreshTalk();
}

async function refreshList() {
  const response = await look(list.dataset.list);
  if (!response) return;
  const focused = document.activeElement && list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  list.innerHTML = await response.text();
  const again = focused && list.querySelector('a[href="' + focused + '"]');
  if (again) again.focus();
}

async function refreshTalk() {
  const response = await look(talk.dataset.talk);
  if (!response) return;
  const before = talk.firstElementChild.dataset;
  const log = talk.querySelector(".talk");
  const place = log && log.scrollTop;
  const atEnd = isAtEnd();
  talk.innerHTML = await response.text();
  const now = talk.firstElementChild.dataset;
  if (now.whose !== before.whose || now.staff !== before.staff) part("changed").hidden = false;
  const fresh = talk.querySelector(".talk");
  if (atEnd) scrollToEnd();
  else if (fresh) fresh.scrollTop = place;
}

function isAtEnd() {
  const log = talk.querySelector(".talk");
  return log && log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

function scrollToEnd() {
  const log = talk && talk.querySelector(".talk");
  if (log) log.scrollTop = log.scrollHeight;
}

function tell(news) {
  document.title = (news.unread ? "(" + news.unread + ") " : "") + title;
  const more = known && (news.unread > known.unread || news.waiting > known.waiting || (news.danger && !known.danger));
  known = news;
  if (more && wantsAlerts()) attract(news.danger);
}

/* Nothing of what was written: others may see the screen. */
function attract(danger) {
  ring(danger);
  if (!document.hidden || !window.Notification || Notification.permission !== "granted") return;
  const note = new Notification(danger ? live.dataset.danger : live.dataset.waiting, { tag: "dalil-inbox" });
  note.onclick = () => {
    window.focus();
    note.close();
  };
}

function ring(danger) {
  if (!sound || sound.state !== "running") return;
  (danger ? [880, 880, 880] : [660, 880]).forEach((pitch, index) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const start = sound.currentTime + index * 0.2;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.18);
  });
}

/* Browsers let a page sound only after somebody has touched it. */
function openSound() {
  if (!wantsAlerts() || !window.AudioContext) return;
  sound = sound || new AudioContext();
  if (sound.state === "suspended") sound.resume();
}

function wantsAlerts() {
  return localStorage.getItem("dalil.alerts") === "on";
}

function showAlerts() {
  const button = part("alerts");
  button.hidden = false;
  button.textContent = wantsAlerts() ? live.dataset.off : live.dataset.on;
  button.setAttribute("aria-pressed", String(wantsAlerts()));
  const refused = wantsAlerts() && window.Notification && Notification.permission === "denied";
  part("alerts-said").hidden = !refused;
  part("alerts-said").textContent = refused ? live.dataset.refused : "";
}

async function turnAlerts() {
  localStorage.setItem("dalil.alerts", wantsAlerts() ? "off" : "on");
  openSound();
  ring(false);
  showAlerts();
  if (wantsAlerts() && window.Notification && Notification.permission === "default") await Notification.requestPermission();
  showAlerts();
}

/* A prepared answer goes where the cursor is, so that nothing that was typed is lost. */
function useCanned(event) {
  const link = event.target.closest("[data-canned]");
  const field = document.getElementById("text");
  if (!link || !field) return;
  event.preventDefault();
  const text = link.parentNode.querySelector(".words").textContent;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function sendByKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
}

async function watch() {
  const asleep = Date.now() - touched > SLEEPY;
  part("asleep").hidden = !asleep;
  if (!asleep) {
    try {
      await lookAround();
      part("no-connection").hidden = true;
    } catch (error) {
      part("no-connection").hidden = false;
    }
  }
  setTimeout(watch, document.hidden ? HIDDEN : VISIBLE);
}

function touch() {
  touched = Date.now();
  openSound();
}

if (live) {
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touch, { passive: true });
  document.addEventListener("click", useCanned);
  part("alerts").addEventListener("click", turnAlerts);
  part("wake").addEventListener("click", () => location.reload());
  const field = document.getElementById("text");
  if (field) field.addEventListener("keydown", sendByKey);
  showAlerts();
  scrollToEnd();
  setTimeout(watch, 0);
}
