"""Ask somebody who knows: chosen by skill, told at once, handed on while others look, also without script."""

import re
import time

from tests.journeys.pages import empty_drafts, still

SKILL = "Falkejakt"
SET_UP = f"""
from network.feed.models import Asked
from profiles.actions import declare_skill, withdraw_skill
from profiles.models import Person
for handle in ("ben", "mona"):
    person = Person.objects.get(handle=handle)
    Asked.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(away_until=None, takes_questions=True)
    withdraw_skill(person=person, slug="{SKILL.lower()}")
declare_skill(person=Person.objects.get(handle="ben"), name="{SKILL}")
"""


def two_know(site, enter):
    """Ben knows it already; Mona says so on her page, so that the site has no older list of skills in mind."""
    site.python(SET_UP)
    mona = enter("mona")
    page = mona.go("/settings/skills/")
    page.get_by_label("Jeg kan spørres om").fill(SKILL)
    page.keyboard.press("Enter")
    page.locator(".setting__name", has_text=SKILL).wait_for()
    return mona


def ask(person, text: str) -> str:
    """Writes a question and sends it to those who know; its number."""
    empty_drafts(person)
    page = person.go("/posts/new/")
    still(page)
    page.locator("label.chip", has_text=re.compile("Spørsmål|Question")).click()
    page.locator("textarea[name=text]").fill(text)
    page.locator("#id_skill").fill("falkejagt")
    page.locator("#id_skill").press("Enter")
    page.locator("[data-spelling]").click()
    page.locator("input[name=ask][value=ben]").wait_for()
    page.locator("input[name=ask][value=mona]").uncheck()
    page.locator("#audience", has_text=re.compile("1 får varsel|1 will be notified")).wait_for()
    page.locator(".composer__foot button[value=publish]").click()
    page.wait_for_url(re.compile(r"/posts/\d+/$"))
    return re.search(r"/posts/(\d+)/", page.url)[1]


def test_the_asked_is_told_and_hands_it_on_while_the_asker_looks(site, enter):
    mona = two_know(site, enter)
    cleo, ben = enter("cleo"), enter("ben", lang="en")
    for person in (ben, mona):
        person.go("/notifications/")
        person.live()
    question = f"Hvem kan temme en falk? {time.time_ns()}"
    number = ask(cleo, question)
    asked = cleo.page.locator(f"#whole-post-{number} .asked")
    assert "Ben Tesfaye-Lund" in asked.inner_text()
    assert "Mona" not in asked.inner_text()
    cleo.live()

    page = ben.go("/notifications/")
    page.get_by_text("asks what you know in").first.click()
    page.wait_for_url(re.compile(rf"/posts/{number}/"))
    panel = page.locator(".asked-you")
    panel.locator("summary").click()
    panel.get_by_role("button", name="Mona Strand").click()
    page.locator(".toast, [role=status]", has_text="Mona Strand is asked instead of you.").first.wait_for()
    assert page.locator(".asked-you").count() == 0

    asked.get_by_text("ga det videre til").wait_for(timeout=15_000)  # without loading the page again
    assert "Mona Strand" in asked.inner_text()

    page = mona.go("/notifications/")
    page.get_by_text("spør om noe du kan").first.click()
    page.wait_for_url(re.compile(rf"/posts/{number}/"))
    page.locator(".asked-you", has_text="ga dette videre til deg").wait_for()
    page.locator("#reply textarea").fill("Spør dem på Rundøya.")
    page.locator("#reply button[type=submit]").click()
    cleo.page.locator(f"#comments-{number} .comment", has_text="Rundøya").wait_for(timeout=15_000)
    page.reload()
    assert page.locator(".asked-you").count() == 0


def test_without_script_one_sees_who_is_asked_before_anything_is_sent(site, enter):
    two_know(site, enter)
    cleo = enter("cleo", java_script_enabled=False)
    page = cleo.go("/skills/falkejakt/")
    page.locator("main a.btn--glow").click()
    text = f"Uten skript: {time.time_ns()}"
    page.locator("textarea[name=text]").fill(text)
    page.locator("#id_skill").fill("FALKEJAKT ")
    page.locator("button[name=do][value=ask]").click()
    assert page.locator("textarea[name=text]").input_value() == text
    page.locator("input[name=ask][value=mona]").uncheck()
    page.locator(".composer__foot button[value=publish]").click()
    page.wait_for_url(re.compile(r"/posts/\d+/$"))
    assert "Ben Tesfaye-Lund" in page.locator(".asked").inner_text()
    number = re.search(r"/posts/(\d+)/", page.url)[1]

    ben = enter("ben", java_script_enabled=False)
    page = ben.go(f"/posts/{number}/hand-on/")
    page.locator("#id_to").fill("Mona Strand")
    page.locator("main form button.btn--accent").click()
    page.wait_for_url(re.compile(rf"/posts/{number}/$"))
    assert "Mona Strand" in page.locator(".asked").inner_text()


def test_a_near_spelling_is_offered_and_taken_with_the_keyboard(site, enter):
    two_know(site, enter)
    ann = enter("ann")
    page = ann.go("/settings/skills/")
    page.get_by_label("Jeg kan spørres om").fill("Falkejagt")
    page.keyboard.press("Enter")
    offered = page.get_by_role("button", name=SKILL, exact=True)
    offered.focus()
    page.keyboard.press("Enter")
    page.locator(".setting__name", has_text=SKILL).wait_for()
    page.get_by_role("link", name=SKILL).click()
    page.wait_for_url(re.compile("/skills/falkejakt/"))
    assert page.locator("#knowers .knower").count() == 3
    site.python(
        "from profiles.actions import withdraw_skill; from profiles.models import Person; "
        "withdraw_skill(person=Person.objects.get(handle='ann'), slug='falkejakt')"
    )
