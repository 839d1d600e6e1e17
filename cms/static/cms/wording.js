// Asks the wording guide about a text a moment after someone stops typing. Without this script the same suggestions come with the form.
(() => {
  const PAUSE = 1500;
  for (const place of document.querySelectorAll("[data-wording-for]")) {
    const field = document.getElementById(place.dataset.wordingFor);
    if (!field || !field.form || !window.fetch) continue;
    let waiting, asked = field.value;

    async function ask() {
      if (field.value === asked || place.contains(document.activeElement)) return;
      asked = field.value;
      const body = new FormData();
      body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
      body.set("field", place.dataset.wordingField);
      body.set("text", field.value);
      for (const box of place.querySelectorAll("[name=hidden-wording]:checked")) body.append("hidden-wording", box.value);
      try {
        const answer = await fetch(place.dataset.wordingUrl, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || answer.redirected) return;
        const html = await answer.text();
        const kept = [...place.querySelectorAll("[name=hidden-wording]:checked")].map((box) => box.value);
        const page = new DOMParser().parseFromString(html, "text/html");
        place.replaceChildren(...page.body.childNodes);
        for (const key of kept) {
          if (place.querySelector(`[name=hidden-wording][value="${key}"]`)) continue;
          const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "hidden-wording", value: key, checked: true, hidden: true });
          place.append(box);
        }
      } catch {
        asked = undefined; // no connection: ask again after the next change
      }
    }

    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
  }
})();
