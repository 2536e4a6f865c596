/* "Share my position": says why, asks, and sends a rounded one. */

const SHARE_POSITION = "/share_position";

function canLocate() {
  return navigator.geolocation && window.isSecureContext;
}

function askForPosition(group) {
  const open = chat.log.querySelector(".ask");
  if (open) open.remove();
  const how = { lang: chat.language, dir: directionOf(chat.language), "aria-label": chat.words.share_position };
  const box = make("div", Object.assign({ class: "ask", role: "group" }, how),
    make("p", {}, chat.words.position_why),
    button(chat.words.position_yes, () => locate(box), { class: "plate" }),
    button(chat.words.position_no, () => leave(box), { class: "plate" }));
  group.after(box);
  box.children[1].focus();
  bring(box);
}

function leave(box) {
  box.remove();
  chat.field.focus();
}

function locate(box) {
  if (!canLocate()) return explain(box, 2);
  box.textContent = chat.words.position_looking;
  chat.scroller.focus({ preventScroll: true });
  navigator.geolocation.getCurrentPosition((found) => {
    const round = (degrees) => Math.round(degrees * 1000) / 1000;
    box.remove();
    say(chat.words.position_sent, null, {
      latitude: round(found.coords.latitude), longitude: round(found.coords.longitude)
    });
  }, (error) => explain(box, error.code), { timeout: 15000, maximumAge: 60000 });
}

/* Codes of GeolocationPositionError: 1 refused, 2 not available, 3 timed out. */
function explain(box, code) {
  box.textContent = chat.words["position_error_" + code] || chat.words.position_error_2;
  box.setAttribute("role", "alert");
  bring(box);
}
