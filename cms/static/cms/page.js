/* Copy, Share and Print at the end of a page. The buttons stay hidden where the browser cannot do it, and without JavaScript. */
(function () {
  "use strict";

  function each(selector, canDo, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), function (button) {
      if (!canDo) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        act(button);
      });
    });
  }

  each("[data-copy]", navigator.clipboard, function (button) {
    navigator.clipboard.writeText(button.dataset.copy).then(function () {
      button.setAttribute("aria-live", "polite");
      button.textContent = button.dataset.done;
    }).catch(function () {});
  });
  each("[data-share]", navigator.share, function (button) {
    navigator.share({ url: button.dataset.share }).catch(function () {});
  });
  each("[data-print]", window.print, function () {
    window.print();
  });
})();
