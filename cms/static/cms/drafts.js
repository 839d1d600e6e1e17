// Saves a form with data-draft as a draft while someone writes. Without this script the button does the same.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) return;
  const says = form.querySelector("[data-saved]");
  const EVERY = 30000;
  let before = snapshot(), sending = false;

  function snapshot() {
    const fields = new FormData(form);
    ["draft_version", "uid", "csrfmiddlewaretoken"].forEach((name) => fields.delete(name));
    return JSON.stringify([...fields]);
  }

  async function save() {
    const now = snapshot();
    if (now === before || sending) return;
    const fields = new FormData(form);
    fields.set("wish", "draft");
    sending = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 409) {
        const why = await answer.json();
        says.textContent = why.too_late
          ? "Not saved: this is no longer open to changes. Copy your words, or select Save to see them on a page of their own."
          : "This draft is also open in another window, which has newer words. Save here to see both.";
      } else if (!answer.ok || answer.redirected) {
        says.textContent = "Not saved yet. We will try again.";
      } else {
        const saved = await answer.json();
        form.elements.draft_version.value = saved.version;
        says.textContent = `Draft saved at ${saved.saved}`;
        before = now;
      }
    } catch {
      says.textContent = "Not saved yet: no connection. We will try again.";
    }
    sending = false;
  }

  form.addEventListener("submit", () => { sending = true; });
  setInterval(save, EVERY);
})();
