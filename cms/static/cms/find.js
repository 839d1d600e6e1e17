/* Suggests titles beneath a box of Find while somebody types. Without it the box works as ever: press Find. */
(function () {
  "use strict";
  var waiting = null;
  var asked = "";

  function show(list, titles) {
    list.textContent = "";
    titles.forEach(function (title) {
      var option = document.createElement("option");
      option.value = title;
      list.appendChild(option);
    });
  }

  function ask(box) {
    var typed = box.value.trim();
    if (typed.length < 3 || typed === asked) return;
    asked = typed;
    fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed), { credentials: "same-origin" })
      .then(function (response) {
        return response.ok ? response.json() : { titles: [] };
      })
      .then(function (answer) {
        if (box.value.trim() === typed) show(document.getElementById(box.getAttribute("list")), answer.titles);
      })
      .catch(function () {});
  }

  document.addEventListener("input", function (event) {
    var box = event.target;
    if (!box.dataset || !box.dataset.suggest) return;
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      ask(box);
    }, 250);
  });
})();
