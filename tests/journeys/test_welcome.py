"""The first steps of somebody new, a card beside a name, and what the administrator decides about fields."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import View, still
from tests.journeys.test_accessible import told, walk

NEW = """
from django.utils import timezone
from profiles.models import FirstStep, Person
tor = Person.objects.get(handle="tor")
FirstStep.objects.filter(person=tor).delete()
tor.declared.all().delete()
tor.memberships.filter(group__kind="open").delete()
Person.objects.filter(pk=tor.pk).update(created_at=timezone.now(), host=Person.objects.get(handle="ann").pk)
"""
WORDS = {
    "nb": ("Fortsett", "Hopp over nå", "Si hei, så tennes vinduet ditt", "hei"),
    "en": ("Go on", "Skip this for now", "Say hello, and your window lights up", "hello"),
}


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_somebody_new_finds_their_place(enter, site, lang):
    site.python(NEW)
    go_on, skip, hello, said = WORDS[lang]
    ann, tor = enter("ann", lang=lang), enter("tor", lang=lang)
    page = tor.go("/")
    page.get_by_role("link", name=go_on).click()
    page.get_by_role("button", name=skip).click()
    page.locator(".chip input").first.check()
    page.locator("#id_others").fill(f"bølger, {said}")
    page.locator("main form.form button.btn--accent").click()
    page.locator(".welcome-group input").nth(0).check()
    page.locator(".welcome-group input").nth(1).check()
    page.locator("main form.form button.btn--accent").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(hello)
    page.locator("#id_text").fill(f"{said}, jeg er Tor")
    page.locator("main form.form button.btn--glow").click()
    page.locator("main form.form button.btn--accent").click()
    page.wait_for_url(tor.address + "/")
    page = tor.go("/people/tor/")
    still(page)
    expect(page.locator(".askme")).to_contain_text("bølger")
    page = ann.go("/notifications/")
    expect(page.locator("main")).to_contain_text(re.compile(f"Tor Eilertsen.*{said}", re.DOTALL))


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_name_shows_a_card_to_the_pointer_and_to_the_keyboard(enter, site, places, lang):
    ann = enter("ann", lang=lang)
    page = ann.go(f"/posts/{places['post']}/")
    still(page)
    name = page.locator(".comment__name").first
    name.hover()
    card = page.locator("#hover-card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Ben Tesfaye-Lund")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(0, 0)
    page.locator(".comment__head").first.evaluate("e => e.closest('li').querySelector('a').focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card).to_be_visible()
    assert name.get_attribute("aria-describedby") == "hover-card"


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_who_is_mentioned_and_away_is_marked(enter, site, lang):
    site.python(
        "from datetime import timedelta; from django.utils.timezone import localdate; from profiles.models import Person;"
        "Person.objects.filter(handle='tor').update(away_until=localdate() + timedelta(days=3))"
    )
    ann = enter("ann", lang=lang)
    page = ann.go("/posts/new/")
    still(page)
    page.locator("textarea[name=text]").fill("Spør @tor om dette")
    page.locator(".composer__foot button.btn--glow").click()
    page.wait_for_url(re.compile("/posts/[0-9]+/"))
    expect(page.locator(".mention__away").first).to_contain_text({"nb": "borte til", "en": "away until"}[lang])


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_administrator_tries_fields_before_deciding(enter, lang):
    ada = enter("ada", lang=lang)
    page = ada.go("/administration/fields/")
    page.locator("[name='phone:is_shown']").uncheck()
    page.locator("button[name=preview]").click()
    preview = page.locator("[aria-labelledby=preview]")
    expect(preview).to_be_focused()
    expect(preview).not_to_contain_text("900 00")
    expect(ada.go("/people/ann/").locator("main")).to_contain_text("900 00")
    views = [View("administration", "/administration/"), View("fields", "/administration/fields/")]
    told(walk(ada, views, lang))
