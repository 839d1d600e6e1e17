/* Suggests titles below a Find box while someone types. Without JavaScript the box still works. */
(function () {
  "use strict";
  var timer = null;
  var lastQuery = "";

  function fillList(list, titles) {
    list.textContent = "";
    titles.forEach(function (title) {
      var option = document.createElement("option");
      option.value = title;
      list.appendChild(option);
    });
  }

  function fetchTitles(box) {
    var query = box.value.trim();
    if (query.length < 3 || query === lastQuery) return;
    lastQuery = query;
    fetch(box.dataset.suggest + "?q=" + encodeURIComponent(query), { credentials: "same-origin" })
      .then(function (response) {
        return response.ok ? response.json() : { titles: [] };
      })
      .then(function (data) {
        if (box.value.trim() === query) fillList(document.getElementById(box.getAttribute("list")), data.titles);
      })
      .catch(function () {});
  }

  document.addEventListener("input", function (event) {
    var box = event.target;
    if (!box.dataset || !box.dataset.suggest) return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      fetchTitles(box);
    }, 250);
  });
})();
