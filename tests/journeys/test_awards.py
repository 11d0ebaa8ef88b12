"""A round of awards from the ballots to the announcement: two jurors, a conflict, a tie, and what is left to do."""

import json

from playwright.sync_api import expect

CITATION = "For et gult ark som lar to mennesker peke på samme linje, og for den som la merke til hva som manglet."
STAGE = """
import json
from datetime import date, timedelta
from ideas.actions import AwardWords, CategoryPlan, Plan, Proposal, accept_nomination, add_category, move_round, open_box, plan_round, save_award, seat_member, submit_idea
from ideas.models import Delivery, Idea, Nomination
from ideas.states import RoundState
from network.core.clock import now
from profiles.models import Person
who = {p.handle: p for p in Person.objects.filter(handle__in=["ann", "ben", "cleo", "mona", "pia", "tor"])}
award = save_award(by=who["mona"], words=AwardWords(f"Reisens pris {now():%H%M%S}", "For det som ble bedre."))
days = [date.today() + timedelta(days=n) for n in (0, 5, 9)]
round = plan_round(by=who["mona"], plan=Plan("Reisens runde", who["ann"], *days, now() + timedelta(days=12), 2))
category = add_category(by=who["mona"], round=round, plan=CategoryPlan(award))
for handle in ("cleo", "pia"):
    seat_member(by=who["mona"], round=round, person=who[handle], role="juror")
move_round(by=who["ann"], round=round, to=RoundState.NOMINATING)
rows = []
for author, title in (("tor", "Gule ark ved hver linje"), ("ben", "Ny rekkefølge ved koblinger")):
    words = Proposal(title, "Vi peker på hver vår linje.", "Skriv tallene på arket.", "Ingen tar feil.")
    idea = submit_idea(by=who[author], campaign=open_box(), words=words, draft=None, key=None)
    Idea.objects.filter(pk=idea.pk).update(state="implemented", decided_at=now())
    if author == "tor":
        Delivery.objects.create(idea=idea, owner=who["pia"], target_on=days[0], done_on=days[0])
    row = Nomination.objects.create(category=category, idea=Idea.objects.get(pk=idea.pk), by=who["mona"], motivation="Alle på huset har merket det, og ingen av oss vil tilbake til slik det var før i tiden.")
    accept_nomination(by=who["ann"], nomination=row)
    rows.append(row.pk)
move_round(by=who["ann"], round=round, to=RoundState.JUDGING)
print(json.dumps({"slug": round.slug, "rows": rows, "category": category.pk}))
"""


def cast(person, nomination):
    page = person.go(f"/desk/awards/ballots/{nomination}/")
    for question in page.locator("form.ballot fieldset").all():
        question.locator("input[type=radio]").nth(3).check()
    page.locator("form.ballot button[value=cast]").click()
    page.wait_for_url(lambda url: f"/{nomination}/" not in url)


def test_a_round_goes_from_ballots_over_a_conflict_and_a_tie_to_its_announcement(site, enter):
    staged = json.loads(site.python(STAGE).splitlines()[-1])
    desk, (one, other) = f"/desk/awards/{staged['slug']}/", staged["rows"]
    ann, pia = enter("ann"), enter("pia")
    for row in (one, other):
        cast(ann, row)
    page = ann.go(desk)
    ann.live()
    expect(page.locator(".todo")).to_contain_text("3 stemmesedler mangler")
    expect(page.locator(".nominee", has_text="Gule ark")).to_contain_text("Gjennomførte den")

    barred = pia.go(f"/desk/awards/ballots/{one}/")  # pia carried it out
    expect(barred.locator("form.ballot")).to_have_count(0)
    expect(barred.locator("main")).to_contain_text("Du vurderer ikke denne")
    cast(pia, other)
    expect(page.locator(".todo")).to_contain_text("2 stemmesedler mangler")  # without a click
    pia.context.close()

    cleo = enter("cleo")
    for row in (one, other):
        cast(cleo, row)
    page.locator(".todo a", has_text="Avslutt vurderingen").click()
    page.locator("main form button.btn--accent").click()
    expect(page.locator(".todo")).to_contain_text("1 uavgjort")

    page.locator(".todo a", has_text="1 uavgjort").click()
    page.locator(".ranked a", has_text="Gule ark").click()
    page.locator("form:has(button[value=tie]) textarea").fill("Den virker flere steder.")
    page.locator("button[value=tie]").click()
    page.locator(".ranked a", has_text="Gule ark").click()
    page.locator("#id_citation").fill(CITATION)
    page.locator("button[value=choose]").click()
    expect(page.locator(".ranked", has_text="Gule ark")).to_contain_text("Vinner")

    page.goto(page.url.split("/desk/")[0] + desk)
    for step in ("Avgjør runden", "Kunngjør vinnerne nå"):
        page.locator(".todo a.btn", has_text=step).click()
        page.locator("main form button.btn--glow").click()
    expect(page.locator("#grants")).to_contain_text(CITATION)
    expect(page.locator("#grants")).to_contain_text("Den virker flere steder.")
