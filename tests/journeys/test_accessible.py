"""axe finds nothing, nothing scrolls sideways, headings are in order: what stands before signing in for good.

The pages of everyday are judged by the same measure in test_every_page.py.
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.pages import CAREFUL, EMPTY, SECOND_STEP, still

SOURCE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
# Colours are the same in both languages and cost more than all other rules together: they are asked in nb, in both
# themes. The page in en has the same elements with other words: rules are asked of it once, its shape in both widths.
# `make axe` asks everything everywhere.
ASKED = {
    "nb": [(WIDE, "light"), (NARROW, "dark")],
    "en": [(WIDE, "dark"), (NARROW, "light")],
}
EVERYTHING = [(size, theme) for size in (WIDE, NARROW) for theme in ("light", "dark")]
THOROUGH = bool(os.environ.get("GLOD_AXE_ALL"))
RUN = """async colours => {
  const options = { runOnly: { type: "tag", values: TAGS }, rules: { "color-contrast": { enabled: colours } } };
  // what lies under an open menu is out of reach until it closes, and is asked on the same page without it
  const result = await axe.run(document.querySelector(":popover-open") || document, { ...options, resultTypes: ["violations"], preload: false });
  const why = node => node.any.map(check => check.message).join("; ").slice(0, 160);
  return result.violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.html.slice(0, 160)} ${why(n)}`));
}""".replace("TAGS", str(TAGS))
SHAPE = """() => {
  const shown = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(h => h.checkVisibility());
  const levels = shown.map(h => Number(h.tagName[1]));
  const root = document.documentElement;
  const scrolls = e => e && e !== document.body && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
  const wide = innerWidth < root.scrollWidth ? [`${root.scrollWidth}`, ...[...document.querySelectorAll("body *")].filter(e =>
    e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement)
  ).slice(0, 4).map(e => e.outerHTML.slice(0, 120))] : [];
  return { ones: levels.filter(l => l === 1).length,
           skips: levels.filter((l, i) => l > (levels[i - 1] || 0) + 1).length,
           lang: root.lang, title: document.title.trim(), wide };
}"""


def faults_of(page, lang, asked):
    """What axe and the shape of the page say, after one load."""
    found = []
    page.evaluate(SOURCE)
    for size, theme in asked:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate("scrollTo(0, 0)")  # what is scrolled under a bar is not what is measured
        shape = page.evaluate(SHAPE)
        found += [f"wider than {size['width']}: {element}" for element in shape["wide"]]
        if (shape["ones"], shape["skips"], shape["lang"]) != (1, 0, lang) or not shape["title"].strip(" ·"):
            found.append(f"shape: {shape}")
        if lang == "nb" or asked == EVERYTHING or size == NARROW:
            rules = page.evaluate(RUN, lang == "nb" or asked == EVERYTHING)
            found += [f"{theme} {size['width']} {fault}" for fault in rules]
    page.set_viewport_size(WIDE)
    return found


def walk(person, views, lang, places=(), asked=None, also=None):
    """Opens each view and collects its faults, with those that `also` finds in the answer and the page."""
    faults, places = [], dict(places)
    for view in views:
        answer = person.page.goto(person.address + view.path.format(**places))
        assert answer.status == view.status, (view.name, answer.status, person.page.url)
        still(person.page)
        if view.act:
            view.act(person.page)
        found = also(answer, person.page) if also else []
        found += faults_of(person.page, lang, EVERYTHING if THOROUGH else asked or ASKED[lang])
        if found:
            faults += [f"{view.name}: {fault}" for fault in sorted(set(found))]
    return faults


def told(faults):
    """Fails with every fault on a line of its own."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize("lang", ["nb", "en"])
class TestNobodyIsShutOut:
    def test_the_first_of_all(self, enter, lang, empty_site):
        told(walk(enter(lang=lang, at=empty_site.addresses[0]), EMPTY, lang, asked=EVERYTHING))

    def test_a_second_step(self, enter, lang, as_before):
        as_before("mo")
        mo = enter("mo", lang=lang)
        told(walk(mo, CAREFUL, lang, asked=EVERYTHING))
        mo.context.clear_cookies()
        told(walk(mo, SECOND_STEP, lang, asked=EVERYTHING))
