"""Hidden, appealed, reversed, back: what its author goes through, without a word to anybody else."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessible import ASKED, faults_of

HIDE = """
import json
from network.feed.actions import Words, publish_post
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.desk import claim_case, sort_case, think_through
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.states import Level
from network.policy.models import Section
from profiles.models import Person
ann, ben, mo = (Person.objects.get(handle=handle) for handle in ("ann", "ben", "mo"))
post = publish_post(author=ann, group=None, words=Words(text="Skjemaet for {word} er laget av folk uten båt.", kind="question"))
case = report_content(by=ben, kind="post", pk=post.pk, words=ReportWords("harassment", "Krasst.")).case
case = claim_case(by=mo, case=case)
case = sort_case(by=mo, case=case, reason="harassment", version=case.version)
case = think_through(by=mo, case=case, answers=[False] * 5, view="Kan leses som et angrep.", version=case.version)
rule = Section.objects.get(version__state="in-force", version__document__kind="house-rules", slug="tone")
plan = Plan(Level.HIDE, section=rule, facts="Sier at de som laget skjemaet, ikke har båt.", reasoning="Går på folk.", milder="En endring ble ikke gjort.")
decision = decide_case(by=mo, case=case, plan=plan, version=case.version)
print(json.dumps({{"post": post.pk, "ref": decision.ref, "case": case.ref}}))
"""
REVERSE = """
from network.moderation.actions.appealing import Answer, decide_appeal
from network.moderation.models import Appeal
from network.moderation.states import Verdict
from profiles.models import Person
lead = Person.objects.get(handle="lea")
answer = Answer(Verdict.OVERTURNED, "Det handler om skjemaet, og det skal det gå an å si.")
decide_appeal(by=lead, appeal=Appeal.objects.get(decision__ref="{ref}"), answer=answer)
"""


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_an_author_whose_post_is_hidden_reads_why_appeals_and_has_it_back(enter, site, lang):
    word = f"reiser {lang}"
    made = json.loads(site.python(HIDE.format(word=word)).splitlines()[-1])
    ann, ben = enter("ann", lang=lang), enter("ben")
    path, sheet = f"/posts/{made['post']}/", f"/appeals/{made['ref']}/"
    for person in (ann, ben):
        expect(person.go(path).locator("main")).not_to_contain_text(word)

    page = ann.go("/notifications/")
    page.locator("a.notification", has_text=made["ref"]).click()
    heading = "Innlegget ditt er skjult" if lang == "nb" else "Your post is hidden"
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("main")).to_contain_text(word)
    assert faults_of(page, lang, ASKED[lang]) == []

    told = ben.go(sheet)
    expect(told.get_by_role("heading", level=1)).to_have_text("Slik gikk det med meldingen din")
    expect(told.locator("main")).not_to_contain_text("Går på folk.")
    assert faults_of(told, "nb", ASKED["nb"]) == []

    send = page.locator("#appeal form.form button")
    send.click()
    expect(page.locator("#appeal textarea:invalid")).to_have_count(1)  # the browser asks before the server does
    page.locator("#appeal textarea").fill("Det handler om skjemaet, ikke om folk.")
    send.click()
    expect(page.locator("#appeal")).to_contain_text("Det handler om skjemaet, ikke om folk.")
    expect(page.locator("#appeal textarea")).to_have_count(0)

    site.python(REVERSE.format(ref=made["ref"]))
    page.reload()
    expect(page.locator("#appeal")).to_contain_text("det skal det gå an å si")
    assert faults_of(page, lang, ASKED[lang]) == []
    for person in (ann, ben):
        expect(person.go(path).locator("main")).to_contain_text(word)
