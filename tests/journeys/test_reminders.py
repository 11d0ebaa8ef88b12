"""A reminder in real browsers: its author reads why and until when, nobody else hears of it, and it is forgotten."""

import json

from playwright.sync_api import expect

from tests.journeys.test_accessible import ASKED, faults_of

FURNISH = """
import json
from network.feed.actions import Words, publish_post
from network.moderation.actions.desk import answer_hearing, ask_author, claim_case, sort_case, think_through
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Hearing
from profiles.models import Person
ann, ben, lea = (Person.objects.get(handle=handle) for handle in ("ann", "ben", "lea"))
def thought_through(text):
    post = publish_post(author=ann, group=None, words=Words(text))
    case = report_content(by=ben, kind="post", pk=post.pk, words=ReportWords("harassment", "Ikke greit.")).case
    case = claim_case(by=lea, case=case)
    case = sort_case(by=lea, case=case, reason="harassment", version=case.version)
    return post, think_through(by=lea, case=case, answers=[False] * 5, view="Skarpt.", version=case.version)
post, case = thought_through("Den som lagde turnusen, kan ikke telle til sju.")
kind = Hearing.Kind.REPLY
asked = ask_author(by=lea, case=case, kind=kind, text="Hva mente du?", section=None, version=case.version)
answer_hearing(by=ann, hearing=asked, answer="Jeg var sint.")
claim_case(by=lea, case=Case.objects.get(pk=case.pk))
_later, again = thought_through("Den som lagde menyen, kan ikke smake.")
print(json.dumps({"post": post.pk, "case": case.ref, "again": again.ref}))
"""
DECIDED = "from network.moderation.models import Decision; print(Decision.objects.get(case__ref='{case}').ref)"
A_YEAR_ON = """
from datetime import timedelta
from network.core.clock import now
from network.moderation.models import Decision
end = now() + timedelta(seconds=1)
Decision.objects.filter(ref="{ref}").update(at=end - timedelta(days=365), stands_at=end - timedelta(days=365), ends_at=end)
"""
SAID = {"facts": "Sier at en kollega ikke kan telle.", "reasoning": "Går på person.", "milder": "Et ord hjalp ikke."}


def remind(page):
    """As whoever has the case decides it, under a rule of ours: no law carries a reminder."""
    page.locator("#decide input[value=reminder]").check()
    page.locator("#decide select[name=decide-section]").select_option(index=1)
    for name, text in SAID.items():
        page.locator(f"#decide textarea[name=decide-{name}]").fill(text)
    page.locator("#decide .form__foot button").click()
    expect(page.get_by_role("heading", name="Hva som er avgjort")).to_be_visible()


def status_of(person, path):
    return person.page.goto(person.address + path).status


def test_a_reminder_is_read_by_its_author_alone_and_forgotten_by_the_clock(enter, site):
    made = json.loads(site.python(FURNISH).splitlines()[-1])
    case, again, path = f"/moderation/{made['case']}/", f"/moderation/{made['again']}/", f"/posts/{made['post']}/"
    lea, ann, cleo = enter("lea"), enter("ann"), enter("cleo")
    remind(lea.go(case))
    ref = site.python(DECIDED.format(**made)).strip()
    sheet = f"/appeals/{ref}/"
    earlier = lea.go(again).locator("section[aria-labelledby=earlier-title]")
    expect(earlier).to_contain_text(SAID["facts"])

    page = ann.go("/notifications/")
    page.locator("a.notification", has_text=ref).click()
    page.wait_for_url(f"**{sheet}")
    expect(page.get_by_role("heading", level=1)).to_have_text("En påminnelse om noe du skrev")
    expect(page.locator(".page-head__lead")).to_contain_text("Den gjemmes i tolv måneder, til ")
    for text in (*SAID.values(), "En påminnelse skjuler ingenting.", "Dette er ikke en advarsel i arbeidsforholdet."):
        expect(page.locator("main")).to_contain_text(text)
    assert faults_of(page, "nb", ASKED["nb"]) == []
    ann.speak("en")
    expect(page.get_by_role("heading", level=1)).to_have_text("A reminder about something you wrote")
    assert faults_of(page, "en", ASKED["en"]) == []
    ann.speak("nb")
    expect(ann.go("/appeals/").locator(f"#decision-{ref}")).to_be_visible()

    assert [status_of(cleo, hidden) for hidden in (case, again, sheet)] == [404, 404, 404]
    expect(cleo.go("/appeals/").locator(f"#decision-{ref}")).to_have_count(0)
    expect(cleo.go("/notifications/").locator("a.notification", has_text=ref)).to_have_count(0)
    open_to_all = cleo.go(path).locator("main")
    expect(open_to_all).to_contain_text("kan ikke telle til sju")
    expect(open_to_all).not_to_contain_text("påminnelse")

    site.python(A_YEAR_ON.format(ref=ref))
    page.wait_for_timeout(1_100)
    assert status_of(ann, sheet) == 404
    expect(ann.go("/appeals/").locator(f"#decision-{ref}")).to_have_count(0)
    expect(ann.go("/notifications/").locator("a.notification", has_text=ref)).to_have_count(0)
    earlier = lea.go(again).locator("section[aria-labelledby=earlier-title]")
    expect(earlier).to_be_visible()
    expect(earlier).not_to_contain_text(SAID["facts"])
    assert status_of(lea, case) == 200
    expect(lea.page.locator("main")).not_to_contain_text(SAID["facts"])
    expect(ann.go(path).locator("main")).to_contain_text("kan ikke telle til sju")
