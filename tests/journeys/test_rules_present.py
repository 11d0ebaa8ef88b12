"""The rules where they matter: a sentence while one writes, and a question before a number that belongs to somebody."""

import re

from playwright.sync_api import expect

from tests.journeys.pages import until
from tests.journeys.test_accessible import ASKED, faults_of

OF_MENTION = re.compile("#section-(tone|who)$")  # of the two one is shown today, the other tomorrow
NUMBER = "17912099997"  # synthetic: month + 80


def test_the_composer_shows_one_sentence_that_can_be_put_away(enter):
    ann = enter("ann")
    page = ann.go("/posts/new/")
    page.locator("textarea[name=text]").fill("Se på dette, @ben")
    hint = page.locator("#hint")
    expect(hint).to_have_count(1)
    expect(hint.get_by_role("link")).to_have_attribute("href", OF_MENTION)
    assert faults_of(page, "nb", ASKED["nb"]) == []
    held = []
    page.route("**/audience/", lambda route: held.append((route, route.fetch())))
    page.locator("textarea[name=text]").fill("Se på dette også, @ben")  # drawn anew as it stood before the press
    until(page, lambda: held)
    with page.expect_response("**/hint/away/"):
        hint.get_by_role("button").click()
    expect(hint).not_to_be_visible()
    held[0][0].fulfill(response=held[0][1])
    page.wait_for_timeout(500)
    expect(hint).not_to_be_visible()
    page.unroute("**/audience/")
    page.locator("textarea[name=text]").fill("Se på dette en gang til, @ben")
    expect(hint).to_have_count(0, timeout=15_000)
    page.reload()
    expect(page.locator("textarea[name=text]")).to_be_visible()
    expect(hint).to_have_count(0)


def test_a_number_that_belongs_to_somebody_is_asked_about_and_posted_with_a_reason(enter):
    ann = enter("ann")
    page = ann.go("/posts/new/")
    page.locator("textarea[name=text]").fill(f"Kunden har fødselsnummer {NUMBER} i saken.")
    page.get_by_role("button", name="Publiser", exact=True).last.click()
    warning = page.locator(".warning")
    expect(warning).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(f"Kunden har fødselsnummer {NUMBER} i saken.")
    assert faults_of(page, "nb", ASKED["nb"]) == []
    warning.get_by_role("radio").first.check()
    warning.get_by_role("button").first.click()
    expect(page.locator("main article").first).to_contain_text("Kunden har fødselsnummer")


def test_whoever_has_the_rules_still_to_acknowledge_reads_all_of_the_home_page(enter):
    page = enter("cleo").go("/")
    assert page.locator(".rules-asked").is_visible()
    boxes = page.evaluate("""() => [".rules-asked", ".hero", ".prompt", ".aside"]
      .map(name => document.querySelector(name).getBoundingClientRect().toJSON())""")
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"], (one, other)
