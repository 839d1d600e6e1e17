// At the desk: a page pasted from elsewhere comes without its pictures. Whoever pasted it is told so, below the field, and what to do instead.
const LEFT_OUT =
  "The pictures were left out of what you pasted. They would be shown from somebody else’s server, and without words for people who " +
  "cannot see them. Save a picture you may use, upload it, and choose it in a Picture block.";

function bringsPictures(clipboard) {
  return (
    /<(img|picture)\b/i.test(clipboard.getData("text/html")) || [...clipboard.files].some((file) => file.type.startsWith("image/"))
  );
}

document.addEventListener(
  "paste",
  (event) => {
    const field = event.target.closest?.(".Draftail-Editor__wrapper");
    if (!field || !event.clipboardData) return;
    field.parentElement.querySelectorAll(":scope > .pasted-pictures").forEach((said) => said.remove());
    if (!bringsPictures(event.clipboardData)) return;
    const said = document.createElement("p");
    said.className = "help-block help-warning pasted-pictures";
    said.setAttribute("role", "alert");
    said.textContent = LEFT_OUT;
    field.after(said);
    setTimeout(() => said.scrollIntoView({ block: "center" }), 100); // once the editor has grown by what was pasted
  },
  true, // before the editor, which keeps the event to itself
);
