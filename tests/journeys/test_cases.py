"""Cases from the report to what its reporter is told, each person in a browser of their own."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessible import ASKED, faults_of

NUMBER = "17912099997"  # made up: the month is one that the tax administration uses for tests
MAKE = """
import json
from network.feed.actions import Words, edit_post, publish_post
from profiles.models import Person
ann, mo = (Person.objects.get(handle=handle) for handle in ("ann", "mo"))
def made(by, text):
    return publish_post(author=by, group=None, words=Words(text))
posts = {
    "hidden": made(ann, "Vaktlista er laget av en som aldri har stått en vakt."),
    "mended": made(ann, "Bare en tulling lager en sånn vaktliste."),
    "moderators": made(mo, "De på lageret kan jo ikke lese."),
    "number": made(ann, "Kunden har 17912099997 og bor på Voss."),
}
edit_post(by=ann, post=posts["number"], words=Words("Kunden på Voss (17912099997) venter på svar."))
print(json.dumps({name: post.pk for name, post in posts.items()}))
"""


@pytest.fixture(scope="module")
def posts(site):
    return json.loads(site.python(MAKE).splitlines()[-1])


def report(person, pk, reason, text):
    """From the page of the report to its receipt; the reference that the reporter is given."""
    page = person.go(f"/report/post/{pk}/")
    page.locator(f"input[value={reason}]").check()
    page.locator("form.report textarea").fill(text)
    page.locator("form.report .form__foot button").click()
    page.wait_for_url(re.compile(r"/reports/\?new="))
    return page.url.rpartition("=")[2]


def case_of(site, pk):
    """The reference of the case about this post, for those who may know it."""
    return site.python(
        f"from network.moderation.models import Case; print(Case.objects.get(subject_id={pk}).ref)"
    ).strip()


def open_letter(person, ref):
    """The letter about this case in the inbox leads to it; letters are written in the background."""
    page = person.go("/notifications/")
    letter = page.locator("a.notification", has_text=ref)
    for _look in range(20):
        if letter.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    letter.first.click()
    page.wait_for_url(re.compile(rf"/moderation/{ref}/"))
    return page


def claim_and_think(page):
    """Until the case can be decided."""
    page.locator("[data-claim]").click()
    page.locator("#sort button").click()
    for number in range(1, 6):
        page.locator(f"#think input[name=q{number}][value=no]").check()
    page.locator("#think textarea").fill("Går på folk, ikke på saken.")
    page.locator("#think button").click()
    expect(page.locator("#decide")).to_be_visible()


def decide(page, level):
    """With a rule and a statement of reasons."""
    page.locator(f"#decide input[value={level}]").check()
    page.locator("#decide input[name=decide-law]").fill("Arbeidsmiljøloven § 4-3 (slik den lød 1. januar 2026)")
    for name, text in SAID.items():
        page.locator(f"#decide textarea[name=decide-{name}]").fill(text)
    page.locator("#decide .form__foot button").click()
    expect(page.locator("#decide")).to_have_count(0)


SAID = {"facts": "Omtaler kolleger nedsettende.", "reasoning": "Det rammer folk.", "milder": "Noe mindre hjelper ikke."}


def test_a_report_is_decided_at_the_desk_and_its_reporter_is_told_once_and_of_no_sanction(enter, site, posts):
    ben, mo = enter("ben"), enter("mo")
    ref = report(ben, posts["hidden"], "harassment", "Dette er ikke greit.")
    desk = open_letter(mo, case_of(site, posts["hidden"]))
    claim_and_think(desk)
    decide(desk, "hide")
    expect(desk.get_by_text("Avgjort", exact=True)).to_be_visible()

    inbox = ben.go("/notifications/")
    letters = inbox.locator("a.notification", has_text=ref)
    expect(letters).to_have_count(1)
    letters.click()
    inbox.wait_for_url(lambda url: "/notifications/" not in url)
    page = ben.go("/reports/")
    card = page.locator(f"#report-{ref}")
    expect(card).to_contain_text("Besvart")
    expect(card.locator(".mine__answer")).to_have_text("Det er skjult. Takk for at du sa fra.")
    for text in SAID.values():
        expect(page.locator("main")).not_to_contain_text(text)
    assert faults_of(page, "nb", ASKED["nb"]) == []
    expect(ben.go(f"/posts/{posts['hidden']}/").locator("main")).not_to_contain_text("stått en vakt")


def test_an_author_who_is_asked_mends_the_post_and_that_is_what_its_reporter_is_told(enter, site, posts):
    ben, mo, ann = enter("ben", lang="en"), enter("mo", lang="en"), enter("ann", lang="en")
    ref = report(ben, posts["mended"], "harassment", "It calls a colleague a fool.")
    desk = open_letter(mo, case_of(site, posts["mended"]))
    claim_and_think(desk)
    desk.locator("#ask input[value=edit]").check()
    desk.locator("#ask textarea").fill("Could you say it without calling anybody a fool?")
    desk.locator("#ask .form__foot button").click()
    expect(desk.locator("#decide")).to_have_count(0)

    page = ann.go(f"/appeals/{case_of(site, posts['mended'])}/word/")
    expect(page.locator("main")).to_contain_text("without calling anybody a fool?")
    assert faults_of(page, "en", ASKED["en"]) == []
    letter = page.url
    page.get_by_role("button", name="I have changed it").click()
    expect(page.get_by_role("alert")).to_have_text("It has not been changed since you were asked.")
    page.get_by_role("link", name="Change it").click()
    page.locator("main textarea[name=text]").fill("Vaktlista går ikke opp på søndager.")
    page.get_by_role("button", name="Save the change").click()
    page.wait_for_url(re.compile(rf"/posts/{posts['mended']}/$"))
    page.goto(letter)
    page.get_by_role("button", name="I have changed it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You changed what you wrote")

    desk.reload()
    expect(desk.get_by_text("Decided", exact=True)).to_be_visible()
    expect(ben.go("/notifications/").locator("a.notification", has_text=ref)).to_have_count(1)
    answer = ben.go("/reports/").locator(f"#report-{ref} .mine__answer")
    expect(answer).to_have_text("Its author has changed it. Thank you for telling us.")


def desk_of(person):
    """What a handler is shown of cases: the count on the way there, and the queue with its counts."""
    main = person.go("/moderation/").locator("main")
    return person.page.locator("a[href='/moderation/']").first.inner_text(), main.inner_text()


def test_a_report_of_a_moderators_post_is_not_there_for_them_and_goes_outside_when_nobody_inside_may(
    enter, site, posts
):
    ben, mo, lea, odd = enter("ben"), enter("mo"), enter("lea"), enter("odd")
    before = desk_of(mo)
    ref = report(ben, posts["moderators"], "hate", "Slik omtaler vi ikke kolleger.")
    desk = open_letter(lea, case_of(site, posts["moderators"]))
    address = re.search(r"/moderation/[2-9B-Z]{4}-[2-9B-Z]{4}/", desk.url)[0]
    assert [person.page.goto(person.address + address).status for person in (mo, odd)] == [404, 404]
    desk.locator(".hand-on summary").click()
    desk.locator(".hand-on button").click()
    desk.wait_for_url(lambda url: address not in url)
    assert lea.page.goto(lea.address + address).status == 404
    assert desk_of(mo) == before

    outside = open_letter(odd, case_of(site, posts["moderators"]))
    assert address in outside.url
    claim_and_think(outside)
    decide(outside, "hide")
    expect(outside.get_by_text("Avgjort", exact=True)).to_be_visible()
    assert mo.page.goto(mo.address + address).status == 404
    expect(ben.go("/reports/").locator(f"#report-{ref} .mine__answer")).to_contain_text("Det er skjult.")


def test_words_that_two_people_take_out_are_gone_from_an_open_page_and_from_the_history(enter, site, posts):
    ben, mo, lea = enter("ben"), enter("mo"), enter("lea")
    path, mark = f"/posts/{posts['number']}/", "[fjernet: fødselsnummer]"
    report(ben, posts["number"], "identity", "Her står et fødselsnummer.")
    reader = ben.go(path)
    expect(reader.locator("main")).to_contain_text(NUMBER)
    desk = open_letter(mo, case_of(site, posts["number"]))
    claim_and_think(desk)
    desk.locator("#decide input[value=redact]").check()  # only then are the words asked for
    desk.locator("#decide input[name=decide-found]").check()
    decide(desk, "redact")
    address = f"/moderation/{desk.url.split('/')[4]}/"
    expect(reader.locator("main")).to_contain_text(NUMBER)

    second = lea.go("/moderation/?show=second")
    second.locator(f"main a[href='{address}']").click()
    agree = second.get_by_role("button", name="Enig: la den gjelde")
    expect(agree).to_be_visible()
    assert faults_of(second, "nb", ASKED["nb"]) == []
    ben.live()
    agree.click()
    expect(reader.locator("main")).to_contain_text(mark, timeout=2_000)
    expect(reader.locator("main")).not_to_contain_text(NUMBER, timeout=1)
    expect(second.get_by_text("Avgjort", exact=True)).to_be_visible()
    assert NUMBER not in reader.content()
    history = ben.go(f"{path}history/")
    expect(history.locator("main")).to_contain_text(mark)
    assert NUMBER not in history.content()
