// Submits the form again after a moment, so that a long job continues while the page is open.
const form = document.querySelector("form[data-press-again]");
if (form) setTimeout(() => form.requestSubmit(), 1500);
