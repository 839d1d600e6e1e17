/* Saves the reader's place in a lesson (the part at the top of the screen) when they stop scrolling, and saves an unsaved note when
   they press another button. Without JavaScript there is a button at each heading to save the place, and a hint next to each note. */
(function () {
  "use strict";
  var lesson = document.querySelector("[data-place-url]");
  var parts = lesson ? Array.prototype.slice.call(lesson.querySelectorAll("[data-percent]")) : [];
  var savedId = null;

  function currentPart() {
    var current = null;
    if (window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4) return parts[parts.length - 1];
    parts.forEach(function (part) {
      if (part.getBoundingClientRect().top < 32) current = part;
    });
    return current;
  }

  function savePlace() {
    var part = currentPart();
    if (!part || part.id === savedId) return;
    savedId = part.id;
    var data = new FormData();
    data.append("csrfmiddlewaretoken", lesson.dataset.token);
    data.append("event", lesson.dataset.event);
    data.append("anchor", part.id);
    data.append("percent", part.dataset.percent);
    fetch(lesson.dataset.placeUrl, { method: "POST", body: data, keepalive: true, credentials: "same-origin" }).catch(function () {
      savedId = null;
    });
  }

  /* Save an unsaved note before submitting another form. */
  var notes = Array.prototype.slice.call(document.querySelectorAll(".reflection form"));
  document.addEventListener("submit", function (event) {
    var unsavedNote = notes.filter(function (form) {
      return form !== event.target && form.elements.text.value !== form.elements.text.defaultValue;
    })[0];
    if (!unsavedNote) return;
    event.preventDefault();
    var form = event.target, button = event.submitter;
    fetch(unsavedNote.action, { method: "POST", body: new FormData(unsavedNote), credentials: "same-origin" }).then(function (response) {
      /* Signed out or refused: submit the note itself, so that its text is shown again. */
      if (!response.ok || new URL(response.url).pathname.indexOf("/accounts/") === 0) return unsavedNote.submit();
      unsavedNote.elements.text.defaultValue = unsavedNote.elements.text.value;
      form.requestSubmit(button);
    }).catch(function () {
      unsavedNote.submit();
    });
  });

  /* Completed lessons have no place to save. */
  if (!lesson) return;
  var timer;
  window.addEventListener("scroll", function () {
    clearTimeout(timer);
    timer = setTimeout(savePlace, 1200);
  }, { passive: true });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && window.scrollY > 0) savePlace();
  });
})();
