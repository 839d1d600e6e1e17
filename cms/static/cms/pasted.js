// In Wagtail's admin: rich text fields drop pictures, tables and more when you paste. This says below the field what was lost, and what to
// do instead.
const LOSSES = [
  [
    /<(img|picture)\b/i,
    "The pictures in what you pasted were left out. They would load from another website and would have no description for people who " +
      "cannot see them. If you may use a picture, save it, upload it and add it with a Picture block.",
  ],
  [
    /<table\b/i,
    "The table in what you pasted lost its rows and columns: words from neighbouring cells may have run together. Delete them here and " +
      "add the table with a Table block.",
  ],
  [
    /<(script|iframe|video|audio|form|object)\b/i,
    "What you pasted contained a script, a video or a form from another website. It does not work here, and some of its text may have " +
      "been left behind. Delete what does not belong.",
  ],
];

function losses(clipboard) {
  const html = clipboard.getData("text/html");
  const found = LOSSES.filter(([sign]) => sign.test(html)).map(([, message]) => message);
  const hasFiles = [...clipboard.files].some((file) => file.type.startsWith("image/"));
  return hasFiles && !found.includes(LOSSES[0][1]) ? [LOSSES[0][1], ...found] : found;
}

document.addEventListener(
  "paste",
  (event) => {
    const field = event.target.closest?.(".Draftail-Editor__wrapper");
    if (!field || !event.clipboardData) return;
    field.parentElement.querySelectorAll(":scope > .pasted-pictures").forEach((message) => message.remove());
    for (const text of losses(event.clipboardData).reverse()) {
      const message = document.createElement("p");
      message.className = "help-block help-warning pasted-pictures";
      message.setAttribute("role", "alert");
      message.textContent = text;
      field.after(message);
      setTimeout(() => message.scrollIntoView({ block: "center" }), 100); // after the editor has grown
    }
  },
  true, // capture, because the editor stops the event
);
