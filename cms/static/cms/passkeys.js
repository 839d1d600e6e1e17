// Connects allauth's passkey scripts to the #passkey button, and shows #passkey-problem if the device did not respond.
(function () {
  "use strict";
  const button = document.getElementById("passkey");
  const problem = document.getElementById("passkey-problem");
  if (!button || !window.allauth) return;
  if (!window.PublicKeyCredential) {
    button.hidden = true;
    return;
  }
  const begin = { add: "addForm", login: "loginForm", authenticate: "authenticateForm" }[button.dataset.passkey];
  const name = button.dataset.passkey;
  window.allauth.webauthn.forms[begin]({
    ids: { [name]: "passkey", passwordless: "id_passwordless", credential: "id_credential", data: "js_data" }
  });
  button.addEventListener("click", () => { if (problem) problem.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (problem) problem.hidden = false;
  });
})();
