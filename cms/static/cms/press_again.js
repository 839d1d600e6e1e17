// Presses the form's own button again after a moment, so that long work goes on while the page is open.
const form = document.querySelector("form[data-press-again]");
if (form) setTimeout(() => form.requestSubmit(), 1500);
