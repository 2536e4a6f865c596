/*
 * Single answers as the widget shows them, for the pages of the desk:
 * <dalil-chat data-reply="…"> with a reply as the chat API sends it. The second script draws it, as for visitors.
 * A tapped choice sends nothing: the element dispatches "choice" with it.
 */

const waiting = []; /* elements that the second script is still needed for */
const vocabulary = {}; /* language → words, or who waits for them */
const sheets = [];
chat.log = make("div", {});

function wear(styles) {
  if (!document.adoptedStyleSheets) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  sheets.push(sheet);
}

function withWords(code, done) {
  if (!Array.isArray(vocabulary[code])) {
    if (vocabulary[code]) return done();
    vocabulary[code] = [];
    ask("GET", "widget/words/" + code + ".json", null, (result, body) => {
      const asking = vocabulary[code];
      vocabulary[code] = result === 200 ? body : null;
      if (vocabulary[code]) asking.forEach((each) => each());
    });
  }
  vocabulary[code].push(done);
}

function drawWaiting() {
  waiting.splice(0).forEach((element) => element.draw());
}

class DalilPreview extends HTMLElement {
  connectedCallback() {
    waiting.push(this);
    loadAnswers();
    if (chat.showReply) drawWaiting();
  }

  draw() {
    this.reply = JSON.parse(this.dataset.reply);
    withWords(this.reply.language, () => this.show());
  }

  show() {
    const language = this.reply.language;
    const root = this.shadowRoot || this.attachShadow({ mode: "open" });
    this.log = make("div", { class: "log" });
    this.enter();
    chat.showReply(this.reply);
    const frame = make("div", { class: "frame full single", lang: language, dir: directionOf(language) }, this.log);
    while (root.lastChild) root.lastChild.remove();
    if (root.adoptedStyleSheets) root.adoptedStyleSheets = sheets;
    else root.append(make("link", { rel: "stylesheet", href: server + "widget.css" }));
    frame.addEventListener("click", (event) => this.choose(event), true);
    root.append(frame);
  }

  /* What the second script does next, it does in this answer. */
  enter() {
    chat.words = vocabulary[this.reply.language];
    chat.language = this.reply.language;
    chat.log = this.log;
  }

  choose(event) {
    this.enter();
    const pressed = event.target.closest(".choices button");
    if (!pressed) return;
    event.stopPropagation();
    const choice = this.reply.choices[Array.from(pressed.parentNode.children).indexOf(pressed)];
    if (choice) this.dispatchEvent(new CustomEvent("choice", { bubbles: true, detail: choice }));
  }
}

wear(STYLES);

/* For the second script. */
DalilPreview.chat = Object.assign(chat, {
  make, button, drawing, named, bubbleOf, directionOf, wear, refresh: drawWaiting
});

customElements.define("dalil-chat", DalilPreview);
