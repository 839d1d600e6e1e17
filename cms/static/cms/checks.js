// In Wagtail's page editor, which saves drafts by itself: checks the draft again after each save. Without this script the panel has a link.
document.addEventListener("w-autosave:success", async () => {
  for (const panel of document.querySelectorAll("[data-checks-url]")) {
    const response = await fetch(panel.dataset.checksUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok || response.redirected) continue; // signed out meanwhile: the editor says so itself
    const checked = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-checks-url]");
    if (checked) panel.replaceWith(checked);
  }
});
