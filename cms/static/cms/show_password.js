// Adds a button to each password field that shows what was typed. The password is hidden again when the form is sent.
document.querySelectorAll('input[type="password"]').forEach((field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-text";
  button.setAttribute("aria-controls", field.id);
  const status = document.createElement("span");
  status.className = "hidden-words";
  status.setAttribute("role", "status");

  const show = (isShown) => {
    field.type = isShown ? "text" : "password";
    button.textContent = isShown ? "Hide password" : "Show password";
  };
  button.addEventListener("click", () => {
    const isShown = field.type === "password";
    show(isShown);
    status.textContent = isShown ? "Your password is visible" : "Your password is hidden";
  });
  field.form?.addEventListener("submit", () => show(false));
  window.addEventListener("pagehide", () => show(false));

  field.setAttribute("autocapitalize", "none");
  field.setAttribute("spellcheck", "false");
  show(false);
  const row = document.createElement("div");
  row.className = "actions";
  row.append(button, status);
  field.after(row);
});
