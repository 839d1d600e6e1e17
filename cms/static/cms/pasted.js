// In Wagtail's admin: rich text fields drop pasted pictures. This says so below the field, and what to do instead.
const MESSAGE =
  "The pictures in what you pasted were left out. They would load from another website and would have no description for people who " +
  "cannot see them. If you may use a picture, save it, upload it and add it with a Picture block.";

function hasPictures(clipboard) {
  return (
    /<(img|picture)\b/i.test(clipboard.getData("text/html")) || [...clipboard.files].some((file) => file.type.startsWith("image/"))
  );
}

document.addEventListener(
  "paste",
  (event) => {
    const field = event.target.closest?.(".Draftail-Editor__wrapper");
    if (!field || !event.clipboardData) return;
    field.parentElement.querySelectorAll(":scope > .pasted-pictures").forEach((message) => message.remove());
    if (!hasPictures(event.clipboardData)) return;
    const message = document.createElement("p");
    message.className = "help-block help-warning pasted-pictures";
    message.setAttribute("role", "alert");
    message.textContent = MESSAGE;
    field.after(message);
    setTimeout(() => message.scrollIntoView({ block: "center" }), 100); // after the editor has grown
  },
  true, // capture, because the editor stops the event
);
