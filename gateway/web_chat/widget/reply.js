/* What a reply looks like: text, numbers to call, services, sources, choices. */

const chat = customElements.get("dalil-chat").chat;
const { make, button, drawing, named, bubbleOf, directionOf, tap, say, bring } = chat;

const FACTS = [
  "alert", "place", "address", "phones", "open_now", "hours", "eligibility", "fee", "website", "source_date"
];

/* French sets a space before ";" and "?" that must not end a line. */
function unbroken(text) {
  return text.replace(/ (?=[;:?!»])/g, "\u00a0").replace(/« /g, "«\u00a0");
}

function written(text) {
  return atNumbers(text).map((part, index) => (index % 2 ? phoneLink(part) : unbroken(part)));
}

function webLink(address, text, className) {
  const full = /^www\./i.test(address) ? "https://" + address : address;
  if (!/^https?:\/\/[^\s]+$/i.test(full)) return make("bdi", {}, text || address);
  const shown = make("bdi", {}, text || full.replace(/^https?:\/\/(www\.)?|\/$/gi, ""));
  return make("a", { href: full, class: className, target: "_blank", rel: "noopener noreferrer" }, shown);
}

/* Paragraphs, and lists from lines with "• " or "1. ". */
function writeText(text, parent) {
  text.split(/\n\s*\n/).forEach((paragraph) => {
    let block = null;
    paragraph.split("\n").forEach((line) => {
      const item = /^[\s\u200e\u200f]*(?:(?:•|-|\*)|(\d{1,2})[.)]) +(.*)$/.exec(line);
      const tag = !item ? "P" : item[1] ? "OL" : "UL";
      if (!line.trim()) return;
      if (!block || block.tagName !== tag) {
        block = make(tag, { start: item && item[1] });
        parent.append(block);
      } else if (!item) {
        block.append(make("br", {}));
      }
      if (item) block.append(make("li", {}, ...written(item[2])));
      else block.append(...written(line));
    });
  });
}

/* The numbers of the first paragraph, big: in danger nobody should have to read for them. */
function bigNumbers(text) {
  const numbers = atNumbers(text.split(/\n\s*\n/)[0]).filter((part, index) => index % 2);
  const links = Array.from(new Set(numbers)).map((number) => {
    const name = chat.words["call_" + number];
    return phoneLink(number, name && named("span", name));
  });
  return links.length && make("div", { class: "calls" }, ...links);
}

/* Only a street address leads to a map, and only when the person opens it. */
function mapLink(service) {
  const query = encodeURIComponent([service.address, service.place, "Maroc"].filter(Boolean).join(", "));
  return make("a", {
    class: "map", lang: chat.language, target: "_blank", rel: "noopener noreferrer",
    href: "https://www.openstreetmap.org/search?query=" + query
  }, chat.words.map);
}

function fact(key, service) {
  const value = service[key];
  if (!value || !value.length) return "";
  const cell = make("dd", {});
  if (key === "phones") cell.append(...value.map((number) => phoneLink(number)));
  else if (key === "website") cell.append(webLink(value));
  else cell.append(make("bdi", {}, ...written(value)));
  if (key === "address") cell.append(mapLink(service));
  return make("div", { class: key }, named("dt", chat.words[key === "phones" ? "phone" : key]), cell);
}

function serviceCard(service) {
  return make("li", {},
    make("h3", {}, make("bdi", {}, service.name)),
    service.description && make("p", {}, make("bdi", {}, ...written(service.description))),
    make("dl", {}, ...FACTS.map((key) => fact(key, service))));
}

function sourceList(sources) {
  return make("details", {}, named("summary", chat.words.sources), make("ul", {}, ...sources.map((source) =>
    make("li", {}, webLink(source.url || "", source.title), source.year && " (" + source.year + ")"))));
}

function choiceButtons(choices) {
  const group = make("div", { class: "choices", role: "group", "aria-label": chat.words.choices });
  const share = () => askForPosition(group);
  const places = choices.some((choice) => /^\/give_place/.test(choice.payload));
  const shares = choices.some((choice) => choice.payload === SHARE_POSITION);
  choices.forEach((choice) => {
    const act = choice.payload === SHARE_POSITION ? share : () => tap(choice.title, choice.payload);
    group.append(button(choice.title, act, {}, choice.description && make("small", {}, choice.description)));
  });
  if (places && !shares && canLocate()) {
    group.append(button(chat.words.share_position, share, { class: "own", lang: chat.language }));
  }
  return group;
}

/* Complete before it is shown, so that screen readers say it once. */
function showReply(reply, from) {
  const direction = reply.language ? directionOf(reply.language) : "auto";
  const bubble = bubbleOf(from, direction, reply.urgent);
  const name = reply.urgent ? "turn assistant urgent" : "turn assistant";
  const node = make("div", { class: name, lang: reply.language, dir: direction }, bubble);
  const services = reply.services || [];
  const end = services.length ? node : bubble;
  if (reply.urgent) bubble.append(bigNumbers(reply.text) || "");
  writeText(reply.text, bubble);
  if (services.length) node.append(make("ul", { class: "services" }, ...services.map(serviceCard)));
  if (reply.note) end.append(make("p", { class: "note" }, reply.note));
  if (reply.sources && reply.sources.length) end.append(sourceList(reply.sources));
  node.append(readAloud(reply) || "");
  if (reply.choices && reply.choices.length) node.append(choiceButtons(reply.choices));
  chat.log.append(node);
}

chat.showReply = showReply;
chat.hush = hush;
chat.leave = leave;
chat.wear(STYLES);
if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", hearAgain);
chat.refresh();
