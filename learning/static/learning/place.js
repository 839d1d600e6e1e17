/* Keeps one's place in a lesson: which part is at the top of the screen, sent when the reader stops; and sends a typed note
   along when another button is pressed. Without this script a button at each heading keeps the place, and a line beside each
   note says to save it first. */
(function () {
  "use strict";
  var lesson = document.querySelector("[data-place-url]");
  var parts = lesson ? Array.prototype.slice.call(lesson.querySelectorAll("[data-percent]")) : [];
  var kept = null;

  function here() {
    var found = null;
    if (window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4) return parts[parts.length - 1];
    parts.forEach(function (part) {
      if (part.getBoundingClientRect().top < 32) found = part;
    });
    return found;
  }

  function keep() {
    var part = here();
    if (!part || part.id === kept) return;
    kept = part.id;
    var data = new FormData();
    data.append("csrfmiddlewaretoken", lesson.dataset.token);
    data.append("event", lesson.dataset.event);
    data.append("anchor", part.id);
    data.append("percent", part.dataset.percent);
    fetch(lesson.dataset.placeUrl, { method: "POST", body: data, keepalive: true, credentials: "same-origin" }).catch(function () {
      kept = null;
    });
  }

  /* A note that was typed and not saved goes along when another button of the page is pressed. */
  var notes = Array.prototype.slice.call(document.querySelectorAll(".reflection form"));
  document.addEventListener("submit", function (event) {
    var typed = notes.filter(function (form) {
      return form !== event.target && form.elements.text.value !== form.elements.text.defaultValue;
    })[0];
    if (!typed) return;
    event.preventDefault();
    var pressed = event.target, button = event.submitter;
    fetch(typed.action, { method: "POST", body: new FormData(typed), credentials: "same-origin" }).then(function (answer) {
      /* Signed out meanwhile, or refused: the note itself goes next, so that its words are kept and shown again. */
      if (!answer.ok || new URL(answer.url).pathname.indexOf("/accounts/") === 0) return typed.submit();
      typed.elements.text.defaultValue = typed.elements.text.value;
      pressed.requestSubmit(button);
    }).catch(function () {
      typed.submit();
    });
  });

  /* A lesson that is done keeps no place. */
  if (!lesson) return;
  var resting;
  window.addEventListener("scroll", function () {
    clearTimeout(resting);
    resting = setTimeout(keep, 1200);
  }, { passive: true });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && window.scrollY > 0) keep();
  });
})();
