/* Reading an answer aloud, with the voices that the phone has. */

const speech = window.speechSynthesis;
const VOICE_DELAY = 5000;
let speaking = null; /* the button whose answer is being read */

/* True also while the list is empty: phones load their voices late. */
function hasVoice(code) {
  const voices = speech.getVoices();
  return !voices.length || voices.some((voice) => voice.lang.slice(0, 2) === code);
}

/* What is said, in pieces: browsers fall silent in the middle of a long one. */
function spoken(reply) {
  const services = (reply.services || []).map((one) => {
    const facts = [one.name, one.alert, one.place, one.address].concat(one.phones, one.open_now, one.hours);
    return facts.filter(Boolean).join(". ");
  });
  const choices = (reply.choices || []).map((choice) => choice.title);
  return reply.text.split(/\n+/).concat(services, reply.note, choices).filter(Boolean);
}

function hush() {
  if (speech) speech.cancel();
  if (speaking) label(speaking, false);
  speaking = null;
}

function label(node, talking) {
  node.lastChild.textContent = chat.words[talking ? "listen_stop" : "listen"];
  node.setAttribute("aria-pressed", talking);
}

function readAloud(reply) {
  if (!speech || !window.SpeechSynthesisUtterance) return null;
  const code = reply.language || chat.language;
  const node = button(drawing("M4 12v8h6l8 7V5l-8 7zM22 11q4 5 0 10M25 7q8 9 0 18"), () => {
    const own = speaking === node;
    hush();
    if (!own) speak(spoken(reply), code, node);
  }, { class: "plate listen", lang: chat.language, "data-voice": code, "aria-pressed": "false" },
  make("span", {}, chat.words.listen));
  node.hidden = !hasVoice(code);
  return node;
}

function speak(pieces, code, node) {
  speaking = node;
  label(node, true);
  const silent = setTimeout(() => {
    if (speaking === node) hush();
    node.hidden = true; /* no voice after all */
  }, VOICE_DELAY);
  pieces.forEach((text, index) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = code;
    utterance.onstart = () => clearTimeout(silent);
    utterance.onend = () => index === pieces.length - 1 && speaking === node && hush();
    speech.speak(utterance);
  });
}

/* The list of voices has arrived. */
function hearAgain() {
  chat.log.querySelectorAll(".listen").forEach((node) => {
    node.hidden = !hasVoice(node.dataset.voice);
  });
}
