"""Finding a colleague: by a slip of the finger from any page, and by what narrows, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import still

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("lang", "said"), [("nb", r"^\d+ treff$"), ("en", r"^\d+ match(es)?$")])
def test_a_misspelt_name_leads_to_the_colleague_from_any_page(enter, lang, said):
    ann = enter("ann", lang=lang)
    ann.speak(lang)
    page = ann.go("/notifications/")
    still(page)
    page.keyboard.press("Control+k")
    field = page.locator("#q")
    expect(field).to_be_focused()
    page.keyboard.type("cloe")
    wanted = page.locator(".finder [role=option][data-href='/people/cleo/']")
    wanted.wait_for()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form[data-finder] [role=status]")).to_have_text(re.compile(said))
    page.keyboard.press("ArrowDown")
    expect(wanted).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == wanted.get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.locator(".finder")).to_be_hidden()
    expect(field).to_have_value("cloe")
    page.keyboard.press("ArrowDown")
    wanted.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/cleo/")


def test_what_narrows_is_ticked_and_taken_away_by_keyboard(enter):
    page = enter("ann").go("/people/")
    still(page)
    page.locator("#people-q").focus()
    page.keyboard.type("a")
    page.wait_for_url("**/people/?q=a*")
    still(page)
    before = page.locator("#found").inner_text()
    box = page.locator("#facets input[name=place]").first
    place, count = box.get_attribute("value"), box.locator("xpath=..").locator(".check__n").inner_text().strip(", \n")
    box.focus()
    page.keyboard.press("Space")
    page.locator("a.chip").wait_for()
    expect(page.locator(f"#facets input[name=place][value='{place}']")).to_be_focused()
    assert page.locator("#found").inner_text().startswith(f"{count} ")
    expect(page.locator("#live-status")).to_have_text(page.locator("#found").inner_text())
    assert f"place={place}" in page.url
    page.locator("a.chip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("a.chip")).to_have_count(0)
    expect(page.locator("#found")).to_be_focused()
    assert page.locator("#found").inner_text() == before


def test_on_a_phone_the_filters_stay_open_while_one_chooses(enter):
    page = enter("ann", viewport={"width": 320, "height": 700}).go("/people/")
    still(page)
    page.locator("#facets > summary").click()
    for name in ("department", "language"):
        page.locator(f"#facets input[name={name}]").first.check()
        page.locator(f"#facets input[name={name}]:checked").wait_for()
        still(page)
    expect(page.locator("#facets[open]")).to_be_visible()
    expect(page.locator("a.chip")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_script_the_filters_are_sent_with_the_words(enter):
    page = enter("ann", java_script_enabled=False).go("/people/?q=a")
    box = page.locator("#facets input[name=place]").first
    place = box.get_attribute("value")
    box.check()
    page.get_by_role("button", name=re.compile("^(Bruk filtrene|Use the filters)$")).click()
    page.wait_for_url("**/people/?q=a&*")
    assert f"place={place}" in page.url
    assert page.locator("a.chip").count() == 1
