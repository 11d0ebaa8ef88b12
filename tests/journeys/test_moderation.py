"""The desk in real browsers: by keyboard alone, two at once, and hidden with a statement of reasons."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.moderation_pages import FURNISH
from tests.journeys.test_accessible import ASKED, faults_of

LEAD = """
from network.moderation.access import cases_for
from profiles.models import Person, Role
for lead in Person.objects.filter(handle__in=["pia", "tor", "cleo", "ben"]):
    role = Role.objects.create(person=lead, kind=Role.Kind.LEAD_MODERATOR, starts_on="2020-01-01")
    if cases_for(lead).filter(ref="{ref}").exists():
        print(lead.handle)
        break
    role.delete()
"""
AS_BEFORE = """
from profiles.models import Role
Role.objects.filter(kind=Role.Kind.LEAD_MODERATOR).exclude(person__handle="lea").delete()
"""


@pytest.fixture(scope="module")
def refs(site):
    return json.loads(site.python(FURNISH).splitlines()[-1])


@pytest.fixture
def lead(site, refs):
    """The handle of somebody who leads the moderators while the test lasts."""
    yield site.python(LEAD.format(ref=refs["desk_two"])).strip().splitlines()[-1]
    site.python(AS_BEFORE)


def tab_to(page, selector, presses=120):
    """Tab by tab, as one does who has no mouse."""
    for _press in range(presses):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_a_case_is_taken_read_thought_through_and_hidden_with_a_statement_by_keyboard_alone(enter, refs):
    ref = refs["desk_keys"]
    mo = enter("mo")
    page = mo.go("/moderation/?show=free")
    page.wait_for_selector("html[data-js]", state="attached")
    for _row in range(30):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.id") == f"case-{ref}":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{ref}/")
    page.wait_for_selector("html[data-js]", state="attached")
    page.keyboard.press("t")
    expect(page.get_by_text("Du har den til")).to_be_visible()
    tab_to(page, "#reported a.btn")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Slik det sto da det først ble meldt")).to_be_visible()
    tab_to(page, "#sort button")
    page.keyboard.press("Enter")
    expect(page.locator("#think")).to_be_visible()
    for number in range(1, 6):
        tab_to(page, f"#think input[name=q{number}]")
        page.keyboard.press("Space")
    tab_to(page, "#think textarea")
    page.keyboard.type("Går på person.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#decide")).to_be_visible()
    assert faults_of(page, "nb", ASKED["nb"]) == []
    tab_to(page, "#decide input[name=decide-level]")
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#decide input[value=hide]")).to_be_checked()
    tab_to(page, "#decide input[name=decide-law]")
    page.keyboard.type("Arbeidsmiljøloven § 4-3 (slik den lød 1. januar 2026)")
    said = {"facts": "Omtaler en kollega stygt.", "reasoning": "Det går på person.", "milder": "Spurt før, uten svar."}
    for name, text in said.items():
        tab_to(page, f"#decide textarea[name=decide-{name}]")
        page.keyboard.type(text)
    tab_to(page, "#decide .form__foot button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Avgjort", exact=True)).to_be_visible()
    for text in said.values():
        expect(page.get_by_text(text)).to_be_visible()


def test_two_moderators_at_once_and_no_word_is_lost(enter, lead, refs):
    ref = refs["desk_two"]
    mo, chief = enter("mo"), enter(lead)
    page, theirs = mo.go(f"/moderation/{ref}/"), chief.go(f"/moderation/{ref}/")
    mo.live()
    chief.live()
    page.get_by_role("button", name="Ta saken").click()
    # the other page learns it by itself, and is not told who
    expect(theirs.get_by_text("Noen har den akkurat nå.")).to_be_visible()
    expect(theirs.get_by_role("button", name="Ta saken")).to_have_count(0)
    page.locator("#sort button").click()
    for number in range(1, 6):
        page.locator(f"#think input[name=q{number}][value=no]").check()
    page.locator("#think textarea").fill("Skarpt, men om saken.")
    page.locator("#think button").click()
    mo.live()
    words = page.locator("#decide textarea[name=decide-reasoning]")
    words.fill("Kanari: skarpt, men om saken.")
    page.locator("#decide input[value=nothing]").check()
    theirs.get_by_role("button", name="Overta").click()
    expect(theirs.get_by_text("Du har den til")).to_be_visible()
    expect(page.get_by_text("Noen har endret saken siden du åpnet den.")).to_be_visible()
    expect(words).to_have_value("Kanari: skarpt, men om saken.")
    page.locator("#decide .form__foot button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("Kanari: skarpt, men om saken.")).to_be_visible()
