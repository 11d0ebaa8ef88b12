"""axe finds nothing, nothing scrolls sideways, headings are in order: every page and state, two languages, two themes, two widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.pages import NEWCOMER, SIGNED_IN, SIGNED_OUT

SOURCE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The structure of a page does not hang on the theme, nor its colours on the width: so each is asked where it can differ.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """async ([rules, colours]) => {
  const options = rules ? { runOnly: { type: "rule", values: colours } } : { runOnly: { type: "tag", values: TAGS } };
  const result = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return result.violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.html.slice(0, 160)} ${n.any.map(c => c.message).join("; ").slice(0, 160)}`));
}""".replace("TAGS", str(TAGS))
SHAPE = """() => {
  const shown = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(h => h.checkVisibility());
  const levels = shown.map(h => Number(h.tagName[1]));
  const root = document.documentElement;
  const wide = innerWidth < root.scrollWidth ? [...document.querySelectorAll("body *")].filter(e => e.checkVisibility()
    && e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map(e => e.outerHTML.slice(0, 120)) : [];
  return { ones: levels.filter(l => l === 1).length, skips: levels.filter((l, i) => l > (levels[i - 1] || 0) + 1).length,
           lang: root.lang, title: document.title.trim(), wide };
}"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}


def faults_of(page, lang):
    """What axe and the shape of the page say, in both themes and both widths, after one load."""
    found = []
    page.evaluate(SOURCE)
    for size, theme, only_colours in ((WIDE, "light", 0), (WIDE, "dark", 1), (NARROW, "dark", 0), (NARROW, "light", 1)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        shape = page.evaluate(SHAPE)
        found += [f"wider than {size['width']}: {element}" for element in shape["wide"]]
        if (shape["ones"], shape["skips"], shape["lang"]) != (1, 0, lang) or not shape["title"].strip(" ·"):
            found.append(f"shape: {shape}")
        found += [f"{theme} {size['width']} {fault}" for fault in page.evaluate(RUN, [only_colours, COLOURS])]
    page.set_viewport_size(WIDE)
    return found


def walk(person, views, lang, places):
    """Opens each view and collects its faults; all are told at once."""
    faults = []
    for view in views:
        answer = person.page.goto(person.address + view.path.format(**places))
        assert answer.status == view.status, (view.name, answer.status, person.page.url)
        person.page.wait_for_load_state("networkidle")
        if view.act:
            view.act(person.page)
        found = faults_of(person.page, lang)
        if found:
            faults += [f"{view.name}: {fault}" for fault in sorted(set(found))]
    return "\n".join(faults)


@pytest.mark.parametrize("lang", ["nb", "en"])
class TestNobodyIsShutOut:
    def test_signed_out(self, enter, lang, places):
        assert walk(enter(lang=lang), SIGNED_OUT, lang, places) == ""

    def test_signed_in(self, enter, lang, places):
        assert walk(enter("ann", lang=lang), SIGNED_IN, lang, places) == ""

    def test_a_newcomer(self, enter, lang, places):
        assert walk(enter("pia", lang=lang), NEWCOMER, lang, places) == ""
