"""A posting limit in two real browsers: it begins while somebody writes, says so to them alone, and ends by itself."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessible import ASKED, faults_of

LIMIT = """
from network.feed.actions import Words, publish_post
from network.moderation.access import cases_for
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.desk import answer_hearing, ask_author, claim_case, sort_case, think_through
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Hearing
from network.moderation.queries.desk import rules_of
from network.moderation.states import Level
from profiles.models import Person
lea, ann = Person.objects.get(handle="lea"), Person.objects.get(handle="ann")
post = publish_post(author=ann, group=None, words=Words("Du er en idiot, Ola."))
for by in Person.objects.filter(is_active=True, is_top=False).exclude(handle__in=["lea", "ann", "ben"]).order_by("pk")[60:]:
    case = report_content(by=by, kind="post", pk=post.pk, words=ReportWords("harassment", "Ikke greit.")).case
    if cases_for(lea).filter(pk=case.pk).exists():
        break
case = claim_case(by=lea, case=case)
case = sort_case(by=lea, case=case, reason="harassment", version=case.version)
case = think_through(by=lea, case=case, answers=[False] * 5, view="Skarpt.", version=case.version)
kind = Hearing.Kind.REPLY
hearing = ask_author(by=lea, case=case, kind=kind, text="Hva mente du?", section=None, version=case.version)
answer_hearing(by=ann, hearing=hearing, answer="Jeg var sint.")
case = claim_case(by=lea, case=Case.objects.get(pk=case.pk))
section = rules_of(case).first()
plan = Plan(Level.LIMIT, section=section, facts="Kaller Ola idiot.", reasoning="Går på person.", milder="Prøvd.", days=2)
print(decide_case(by=lea, case=case, plan=plan, version=case.version).ref)
"""
END = """
from datetime import timedelta
from network.conversations.models import PostingLimit
from network.core.clock import now
PostingLimit.objects.filter(person__handle="ann").update(starts_at=now() - timedelta(days=2), ends_at=now() + timedelta(seconds=1))
"""


@pytest.fixture
def limited(site):
    """Places it, and leaves ann free whatever the test did."""
    yield lambda: site.python(LIMIT).strip().splitlines()[-1]
    site.python("from network.conversations.models import PostingLimit as P; from network.core.clock import now; "
                "P.objects.filter(lifted_at=None).update(lifted_at=now())")  # fmt: skip


def test_a_posting_limit_begins_while_somebody_writes_and_ends_by_itself(site, enter, limited):
    said = f"Ord som ikke skal gå tapt {time.time_ns()}"
    ann, ben = enter("ann"), enter("ben")
    page = ann.go("/posts/new/")
    page.locator("main textarea[name=text]").fill(said)
    ref = limited()
    page.locator("main .composer__foot button[value=publish]").click()
    expect(page.locator("main").get_by_text("Du kan ikke publisere innlegg, svar eller ideer før")).to_be_visible()
    expect(page.locator("main textarea[name=text]")).to_have_value(said)
    expect(page.locator("main .composer__foot button[value=publish]")).to_have_count(0)
    assert faults_of(page, "nb", ASKED["nb"]) == []

    page.locator("#posting-limit a").click()
    page.wait_for_url(f"**/appeals/{ref}/")
    expect(page.get_by_role("heading", name="Du kan ikke publisere på en stund")).to_be_visible()
    expect(page.get_by_text("Moderatorer ser på tekster")).to_be_visible()
    assert faults_of(page, "nb", ASKED["nb"]) == []

    theirs = ben.go("/posts/new/")
    theirs.locator("main textarea[name=text]").fill(f"Bens {time.time_ns()}")
    theirs.locator("main .composer__foot button[value=publish]").click()
    theirs.wait_for_url(re.compile(r"/posts/\d+/$"))
    expect(theirs.locator("#posting-limit")).to_have_count(0)
    address = re.search(r"/posts/\d+/", theirs.url)[0]
    page = ann.go(address)
    expect(page.locator("#reply #posting-limit")).to_be_visible()
    page.locator(f"#whole-post-{address.split('/')[2]} .react").first.click()
    expect(theirs.locator("[data-react] [data-n]").first).to_have_text("1")

    site.python(END)
    page.wait_for_timeout(1_100)
    page = ann.go(address)
    page.locator("#reply textarea").fill(said)
    page.locator("#reply button[type=submit]").click()
    expect(theirs.get_by_text(said)).to_be_visible()
