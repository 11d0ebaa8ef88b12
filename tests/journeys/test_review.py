"""Judging as people do it: blind, by keyboard, handed in; whoever decides sees the spread without loading the page anew."""

import json

from playwright.sync_api import expect

SET_UP = """
import json
from itertools import combinations
from ideas.access import judges_of, panel_faults
from ideas.actions import Answer, Opinion, Proposal, Said, hand_in, move_idea, open_box, submit_idea
from ideas.models import Idea
from ideas.states import State
from profiles.models import Person
ann, mona, tor = (Person.objects.get(handle=name) for name in ("ann", "mona", "tor"))
words = Proposal("Lys i kjelleren på depotet", "Vi famler.", "En sensor.", "Ingen snubler.")
idea = submit_idea(by=tor, campaign=open_box(), words=words, draft=None, key=None)
move_idea(by=mona, idea=idea, to=State.OPEN, said=Said(person=mona))
idea = Idea.objects.select_related("campaign", "thread").get(pk=idea.pk)
able = list(judges_of(idea).exclude(pk=ann.pk).order_by("pk")[:40])
panel = next((ann, *two) for two in combinations(able, 2) if not panel_faults(idea, [ann, *two]))
move_idea(by=mona, idea=idea, to=State.IN_REVIEW, said=Said(panel=panel))
for row, value in zip(idea.assignments.exclude(reviewer=ann).select_related("reviewer", "idea", "rubric"), (1, 5)):
    answers = {c.pk: Answer(value) for c in row.rubric.criteria.all()}
    hand_in(by=row.reviewer, assignment=row, opinion=Opinion(answers, "go", to_owner="Jeg tviler."))
print(json.dumps({"number": idea.pk, "author": tor.name, "judges": [person.name for person in panel[1:]]}))
"""


def test_an_idea_is_judged_blind_by_keyboard_and_whoever_decides_sees_the_spread(enter, site):
    made = json.loads(site.python(SET_UP).splitlines()[-1])
    ann, mona = enter("ann"), enter("mona")
    deciding = mona.go(f"/desk/review/{made['number']}/panel/")
    mona.live()
    expect(deciding.get_by_text("1 mangler")).to_be_visible()
    expect(deciding.locator("table.scores")).to_have_count(0)
    # ann sees the words and nothing of who wrote them or what others say
    page = ann.go(f"/desk/review/{made['number']}/")
    expect(page.get_by_role("heading", name="Lys i kjelleren på depotet")).to_be_visible()
    text = page.locator("body").inner_text()
    assert not any(name in text for name in (made["author"], *made["judges"], "Jeg tviler."))
    # one number a criterion, each leading on to the next; the draft keeps itself
    rows = page.locator("[data-criterion]")
    for step in "34343":
        page.keyboard.press(step)
    expect(rows.locator("input:checked")).to_have_count(rows.count())
    page.keyboard.press("Space")
    expect(page.locator("input[name=verdict]:checked")).to_have_count(1)
    expect(page.locator("[data-saved]")).to_contain_text("lagret", timeout=8_000)
    page.locator("form.judge button[value=hand-in]").press("Enter")
    page.wait_for_url(lambda url: f"/{made['number']}/" not in url)
    # mona's page fills by itself: every score as a dot, and that they see it differently
    expect(deciding.locator("table.scores")).to_be_visible()
    expect(deciding.locator("table.scores .dots i")).to_have_count(3 * 5)
    expect(deciding.get_by_text("Omstridt")).to_be_visible()
    expect(deciding.get_by_role("link", name="Skriv hva dere kom fram til")).to_be_visible()
