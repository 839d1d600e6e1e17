"""Checks made on every page: axe, one h1, target size, no horizontal scrolling. Each returns a list of faults."""

import json

from axe_playwright_python.sync_playwright import Axe

# The admin runs its own copy of axe at any time; axe refuses to run twice at once.
OUR_OWN_AXE = f"""() => {{
  const theirs = window.axe;
  {Axe().axe_script}
  window.axeOfTheSuite = window.axe;
  window.axe = theirs;
}}"""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},  # only an experimental rule loads every style sheet again, and it takes a quarter of the time
}
NARROW = {"width": 320, "height": 640}

# Minimum sizes in docs/design.md: buttons 48, the next button 52, choices and fields 48, header items 44, standalone targets 24.
SMALL = """() => {
  const least = [
    ['.button-next', 52], ['.button', 48], ['.choice, .choices label', 48],
    ['input:not([type=radio], [type=checkbox], [type=hidden]), select, textarea', 48],
    ['.site-header nav a, .site-header .account a, .site-header .brand a', 44],
    ['.pages a', 44], ['.button-text', 36], ['.alone, summary, [type=radio], [type=checkbox]', 24],
  ];
  const seen = new Set(), found = [];
  const check = (one, size, why) => {
    if (seen.has(one)) return;
    seen.add(one);
    if (!one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return;
    const box = one.getBoundingClientRect();
    if (box.height + 0.5 < size || box.width + 0.5 < 24)
      found.push(`${why}: ${one.outerHTML.slice(0, 90)} is ${Math.round(box.width)} by ${Math.round(box.height)}, asked ${size}`);
  };
  for (const [what, size] of least) document.querySelectorAll(what).forEach(one => check(one, size, what));
  // A link or button stands alone when no words of a sentence are around it. A card's link covers the whole card.
  document.querySelectorAll('a[href], button').forEach(one => {
    let inner = one, outer = one.parentElement, words = false;
    for (;;) {
      words ||= [...outer.childNodes].some(node => node !== inner && node.nodeType !== 8 && node.textContent.trim()
        && (node.nodeType === 3 || getComputedStyle(node).display.startsWith('inline')));
      if (words || !getComputedStyle(outer).display.startsWith('inline')) break;
      [inner, outer] = [outer, outer.parentElement];
    }
    if (!words && !one.closest('.skip, .card')) check(one, 24, 'alone');
  });
  return found;
}"""

WIDE = """() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return [];
  const scrolls = one => one.closest('.scroll') !== null;
  const out = [...document.body.querySelectorAll('*')].filter(one => !scrolls(one) && one.getBoundingClientRect().right > width + 1);
  return [`${root.scrollWidth} px wide at ${width}: ` + out.slice(-2).map(one => one.outerHTML.slice(0, 90)).join(' | ')];
}"""


def axe(page, within=None):
    """Return axe's faults on the current page, a line each. `within`: only inside this element, without frames."""
    if not page.evaluate("() => 'axeOfTheSuite' in window"):
        page.evaluate(OUR_OWN_AXE)
    where = json.dumps({"include": [[within]]}) if within else "document"
    options = json.dumps({**RULES, "iframes": within is None})
    found = page.evaluate(f"() => axeOfTheSuite.run({where}, {options}).then(result => result.violations)")
    return [
        f"axe {fault['id']} ({fault['impact']}): {fault['help']}: {fault['nodes'][0]['target']} and {len(fault['nodes']) - 1} more: "
        f"{fault['nodes'][0]['html'][:140]}"
        for fault in found
    ]


def headings(page):
    """Return a fault unless there is exactly one h1 and it has text."""
    found = page.locator("h1").all_inner_texts()
    return [] if len(found) == 1 and found[0].strip() else [f"h1: {found}"]


def small_targets(page):
    """Return the targets smaller than docs/design.md requires."""
    return page.evaluate(SMALL)


def sideways(page):
    """Return the elements that make the page scroll sideways."""
    return page.evaluate(WIDE)
