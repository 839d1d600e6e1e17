/* Opens the print dialogue once the page has loaded. Without JavaScript the page says to use the browser's own. */
window.addEventListener("load", function () {
  "use strict";
  window.print();
});
