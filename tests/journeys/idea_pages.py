"""Every page and state of the idea board, and what it must hold so that no page is empty by chance."""

from tests.journeys.pages import View, fill_and_press

FURNISH = """
import json
from datetime import date, timedelta
from itertools import combinations
from ideas.access import judges_of, panel_faults
from ideas.actions import (
    Answer, AwardWords, Brief, CategoryPlan, Opinion, Plan, PrizeWords, Proposal, Question, Report, Said, accept_nomination, add_category,
    add_milestone, answer_co_author, ask_co_author, cast_ballot, challenge_conflict, edit_idea, expect_benefit, hand_in, house_rubric,
    keep_draft, move_idea, move_round, move_target, open_box, plan_round, put_on_shortlist, report_delivery, save_award, save_prize,
    seat_member, set_shortlist, set_vote, start_campaign, step_back, submit_idea, tick_milestone, write_rubric,
)
from ideas.models import Award, Benefit, Conflict, Idea, JuryMember, Nomination, Recipient
from ideas.queries import propose_panel
from ideas.states import RoundState, State
from network.conversations.actions import publish_comment
from network.core.clock import now
from profiles.models import Person
from tests.ideas.awarded import announce_now, award_of, grant_of, nominated, prize_of, round_at
from django.core.files.uploadedfile import SimpleUploadedFile as Upload
from ideas.actions import Proposal, Said, answer_co_author, ask_co_author, edit_idea, keep_draft, move_idea, open_box, set_vote, submit_idea
from ideas.models import Benefit
from ideas.states import State
from network.conversations.actions import publish_comment
from network.conversations.files import Changes, store_upload
from profiles.models import Person
from tests.pictures import picture
who = {p.handle: p for p in Person.objects.filter(handle__in=["ann", "ben", "cleo", "mona", "tor"])}
ann, ben, cleo, mona, tor = (who[name] for name in ("ann", "ben", "cleo", "mona", "tor"))
long = "Menneskerettighetsorganisasjonssekretariatsmedlemskap" * 3
why = "Røret ligger på feil side av huset, og en ny føring koster mer enn sju år med strøsand og kost."


def words(title, problem="Bilen står på verksted.", **more):
    return Proposal(title, problem, "Lån av naboen.\\n\\n- først\\n- så", "Færre leiebiler.", **more)


def sent(author, title, **more):
    return submit_idea(by=author, campaign=open_box(), words=words(title, **more), draft=None, key=None)


def files(alt):
    drawn = Upload("skilt.png", picture("PNG", size=(640, 480)))
    return [store_upload(owner=ann, upload=drawn, alt=alt), store_upload(owner=ann, upload=Upload("rutine.txt", b"Slik"))]


def go(idea, *moves):
    for to, said in moves:
        idea = Idea.objects.select_related("campaign__group", "thread__group").get(pk=idea.pk)
        if (idea.state, to) == (State.OPEN, State.IN_REVIEW) and "panel" not in said:
            said["panel"] = tuple(one.person for one in propose_panel(idea))
        move_idea(by=said.pop("by", mona), idea=idea, to=to, said=Said(**said))


def panel_with(idea, person):
    able = [other for other in judges_of(idea).exclude(pk=person.pk).order_by("pk")[:40]]
    return next((person, *two) for two in combinations(able, 2) if not panel_faults(idea, [person, *two]))


def says(idea, row, value, **words):
    answers = {c.pk: Answer(value) for c in row.rubric.criteria.all()}
    hand_in(by=row.reviewer, assignment=row, opinion=Opinion(answers, "go", **words))


fresh = sent(ann, "Lån en bil fra nabodepotet", origin="customer", heard_from="Kundetelefonen")
edit_idea(by=ann, idea=fresh, words=words("Lån en bil fra nabodepotet", "Bilen står på verksted hver mandag.", origin="customer", heard_from="Kundetelefonen"))
plain = words("Lån en bil fra nabodepotet", "Bilen står på verksted hver mandag.", origin="customer", heard_from="Kundetelefonen")
edit_idea(by=ann, idea=fresh, words=plain, files=Changes([*files("Et skilt"), store_upload(owner=ann, upload=Upload("feil.txt", b"Feil"))]))
edit_idea(by=ann, idea=fresh, words=plain, files=Changes(removed=[fresh.place.files().get(name="feil.txt").pk]))
set_vote(by=ben, idea=fresh, on=True)
said = publish_comment(author=ben, thread=fresh.thread, text="Det hadde hjulpet oss også.")
endless = sent(ben, long[:118])
asked = sent(cleo, "Møtefrie torsdager før lunsj")
ask_co_author(by=cleo, idea=asked, person=ann)
taken = sent(ann, "Felles vaktkalender for alle")
go(taken, (State.OPEN, {"person": mona}), (State.IN_REVIEW, {}))
no = sent(ann, "Varme rør under trappa ved inngangen")
go(no, (State.DECLINED, {"reason_kind": "cost-too-high", "reason": why, "change_of_mind": "Når fortauet graves opp."}))
yes = sent(tor, "Skrotverdi til lærlingfondet")
go(yes, (State.OPEN, {"person": mona}), (State.IN_REVIEW, {}), (State.APPROVED, {"person": ben, "until": date.today() + timedelta(days=60)}),
   (State.IN_PROGRESS, {"by": ben}), (State.IMPLEMENTED, {"by": ben, "note": "Kontoen er opprettet.", "until": date.today()}),
   (State.CONFIRMED, {"by": cleo, "note": "Regnskapet viser det.", "benefits": (Benefit(kind="saving", unit="kroner i året", actual=42000),)}))
going = sent(tor, "Solceller på taket til lageret")
go(going, (State.OPEN, {"person": mona}), (State.IN_REVIEW, {}), (State.APPROVED, {"person": ann, "until": date.today() + timedelta(days=60),
   "benefits": (Benefit(kind="environment", unit="kilowattimer i året", projected=52000),)}), (State.IN_PROGRESS, {"by": ann}))
first = add_milestone(by=ann, idea=going, title="Taket regnet på", due_on=date.today())
tick_milestone(by=ann, step=first, done=True)
second = add_milestone(by=ann, idea=going, title=long[:118], due_on=date.today() + timedelta(days=30))
report_delivery(by=ann, idea=going, report=Report("blocked", "Panelene står på kai i Rotterdam.", "https://saker.example/" + "a" * 200))
move_target(by=ann, idea=going, day=date.today() + timedelta(days=90), reason="Panelene kommer seinere enn lovet.")
old = sent(cleo, "Termokasser til dem som rykker ut")
go(old, (State.OPEN, {"person": mona}), (State.IN_REVIEW, {}), (State.APPROVED, {"person": ann, "until": date.today() + timedelta(days=60)}), (State.IN_PROGRESS, {"by": ann}))
expect_benefit(by=ann, idea=old, benefit=Benefit(kind="environment", unit="kilo matsvinn i uka", projected=15))
go(old, (State.IMPLEMENTED, {"by": ann, "note": "Åtte kasser hver dag.", "until": date.today() - timedelta(days=400)}))
twin = sent(ben, "Lån bil hos naboen")
go(twin, (State.MERGED, {"into": fresh}))
calm = sent(ann, "Stille rom i kantina mellom to og tre")
go(calm, (State.OPEN, {"person": mona}))
judge = sent(tor, "Lys i trappa opp til vaktrommet")
go(judge, (State.OPEN, {"person": mona}))
go(judge, (State.IN_REVIEW, {"panel": panel_with(judge, ann)}))
done = sent(tor, "Felles nøkkelskap for alle bodene")
go(done, (State.OPEN, {"person": mona}))
go(done, (State.IN_REVIEW, {"panel": panel_with(done, ann)}))
for row, value in zip(done.assignments.select_related("reviewer", "idea", "rubric").order_by("pk"), (1, 3, 5)):
    says(done, row, value, to_owner=why, to_authors=long)
other = judge.assignments.exclude(reviewer=ann).select_related("reviewer", "idea").order_by("pk")[0]
step_back(by=other.reviewer, assignment=other, reason=why)
steps = ("Ingenting å hente", "Ganske lite", "En god del", "Ganske mye", "Svært mye å hente")
own = write_rubric(by=mona, name="Våre egne kriterier", questions=[Question("Verdi for dem det gjelder", "Hvor langt rekker det?", 60, steps), Question("Mot nok", "", 40, steps, True)])
asks = start_campaign(by=mona, brief=Brief(title="Nøkler og lys", question="Hvor leter vi?", brief="", owner=mona, rubric=own, submit_ends_at=now() + timedelta(days=9)))
listed = submit_idea(by=ann, campaign=asks, words=words("Samme nøkkel til alle bodene"), draft=None, key=None)
final = set_shortlist(by=mona, campaign=asks, name="Finalen", rule="De ti mest ønskede og tre jokere.")
put_on_shortlist(by=mona, shortlist=final, idea=listed, how="wildcard", reason="Ingen andre har tenkt på boden.")
draft = keep_draft(by=ann, campaign=open_box(), words=words("En idé som ikke er ferdig"), draft=None, key=None)
draft = keep_draft(by=ann, campaign=open_box(), words=words("En idé som ikke er ferdig"), draft=None, key=None, files=Changes(files("")))
ask_co_author(by=ann, idea=draft, person=ben)
made = {"idea": fresh.pk, "idea_asked": asked.pk, "idea_taken": taken.pk, "idea_no": no.pk, "idea_yes": yes.pk, "idea_twin": twin.pk,
        "idea_long": endless.pk, "idea_draft": draft.pk, "idea_comment": said.pk, "idea_calm": calm.pk, "idea_judge": judge.pk,
        "idea_done": done.pk, "campaign_keys": asks.slug, "rubric": own.pk, "rubric_house": house_rubric().pk,
        "idea_going": going.pk, "idea_step": second.pk, "idea_old": old.pk}
pia = Person.objects.get(handle="pia")
prize = save_prize(by=mona, words=PrizeWords("Gavekort til kantina", "gift-card", 900))
award = save_award(by=mona, words=AwardWords(f"Årets lille grep {now():%H%M%S}", "For det som merkes hver dag."))


def season(title, *states):
    plan = Plan(title, ann, date.today() + timedelta(days=0 if states else 5), date.today() + timedelta(days=9), date.today() + timedelta(days=19), now() + timedelta(days=30), 1)
    round = plan_round(by=mona, plan=plan)
    category = add_category(by=mona, round=round, plan=CategoryPlan(award, prize=prize))
    for juror in (ben, cleo, pia):
        seat_member(by=mona, round=round, person=juror, role="juror")
    if states:
        move_round(by=ann, round=round, to=RoundState.NOMINATING)
        row = Nomination.objects.get(pk=Nomination.objects.create(category=category, idea=yes, by=cleo, motivation=why).pk)
        if len(states) > 1:
            accept_nomination(by=ann, nomination=row)
            challenge_conflict(by=ann, nomination=row, member=JuryMember.objects.get(round=round, person=pia), kind="close", note="De er naboer.")
            move_round(by=ann, round=round, to=RoundState.JUDGING)
        if len(states) > 2:
            for juror in (ann, cleo):
                row.refresh_from_db()
                criteria = row.category.rubric.criteria.all()
                cast_ballot(by=juror, nomination=Nomination.objects.get(pk=row.pk), scores={c.pk: 4 for c in criteria}, comment="Godt sett.")
            move_round(by=ann, round=round, to=RoundState.DELIBERATING)
        return round, row
    return round, None


planned, nominating, judging, talking = (season(f"Sesong {n}", *["x"] * n) for n in range(4))
conflict = Conflict.objects.filter(member__round=judging[0], source="challenged").get()
made |= {"round_plan": planned[0].slug, "round_open": nominating[0].slug, "round_judge": judging[0].slug, "round_talk": talking[0].slug,
          "nominated": nominating[1].pk, "ballot": judging[1].pk, "award": award.pk, "prize": prize.pk, "conflict": conflict.pk,
          "category": talking[1].category_id, "category_plan": planned[0].categories.get().pk, "winner": talking[1].pk}
award_of("spot", "Lyspunkt")
nominating = round_at("nominating", tor, "reise-en", **{"Det store løftet": "jury", "Det neste løftet": "jury"})
nominated(taken, nominating.categories.first(), ben)
nominated(yes, nominating.categories.first(), ann, "proposed")
judging = round_at("judging", tor, "reise-to", **{"Kollegaprisen": "peoples-choice"})
for each in (fresh, no, yes, endless):
    nominated(each, judging.categories.get(), cleo)
told = round_at("decided", mona, "reise-tre", **{"Det lille løftet": "jury", "Reiseprisen": "jury"})
prize_of(told.categories.first())
won = grant_of(yes, told.categories.first(), {tor: "author", ben: "deliverer"})
Recipient.objects.filter(grant=won, person=tor).update(is_public=True)
mine = grant_of(taken, told.categories.last(), {ann: "author"})
announce_now(told)
made |= {"award_code": won.code, "award_mine": mine.pk}
print(json.dumps(made))
"""
SAVE = "main form.form button.btn--accent"
JUDGE = "main form.judge button.btn--accent"
GIVE = "main form.form button.btn--glow"

IDEAS = [
    View("idea board", "/ideas/"),
    View("idea board, narrowed to nothing", "/ideas/?customers=1&late=1"),
    View("ideas as a list", "/ideas/?view=list"),
    View("ideas as a list, by readers", "/ideas/?view=list&order=readers"),
    View("ideas as a list, none", "/ideas/?view=list&department=finnes-ikke"),
    View("ideas that were declined", "/ideas/?state=declined"),
    View("idea of mine", "/ideas/{idea}/"),
    View("idea, a reply to a reply", "/ideas/{idea}/?reply={idea_comment}#reply"),
    View("idea that asks me", "/ideas/{idea_asked}/"),
    View("idea, decided against", "/ideas/{idea_no}/"),
    View("idea, carried out and confirmed", "/ideas/{idea_yes}/"),
    View("idea, being carried out", "/ideas/{idea_going}/"),
    View("idea, how the work goes", "/ideas/{idea_going}/delivery/"),
    View(
        "idea, how the work goes, faulty",
        "/ideas/{idea_going}/delivery/",
        fill_and_press({"#id_health_note": "", "#id_ticket_url": "http://"}, "button[value=report]"),
    ),
    View("idea, a step", "/ideas/{idea_going}/delivery/{idea_step}/"),
    View("idea, what it gave, late", "/ideas/{idea_old}/"),
    View("idea, what it gave", "/ideas/{idea_old}/measure/"),
    View("idea, what it gave, faulty", "/ideas/{idea_old}/measure/", fill_and_press({}, SAVE)),
    View("idea, one year later", "/ideas/{idea_old}/year/"),
    View("idea, merged", "/ideas/{idea_twin}/"),
    View("idea, endless words", "/ideas/{idea_long}/"),
    View("idea, its way", "/ideas/{idea}/timeline/"),
    View("idea, where it may go", "/ideas/{idea}/move/"),
    View("idea, withdraw", "/ideas/{idea}/move/withdrawn/"),
    View("idea, appeal", "/ideas/{idea_no}/move/in-review/"),
    View("idea, appeal, faulty", "/ideas/{idea_no}/move/in-review/", fill_and_press({"#id_note": "Kort"}, SAVE)),
    View("idea, change", "/ideas/{idea}/edit/"),
    View("idea, what it said before", "/ideas/{idea}/before/"),
    View("idea, co-authors", "/ideas/{idea_draft}/authors/"),
    View("idea, co-authors, faulty", "/ideas/{idea}/authors/", fill_and_press({"#id_person": "qqxxzz"}, SAVE)),
    View("idea, my part", "/ideas/{idea_asked}/part/"),
    View("new idea", "/ideas/new/"),
    View("new idea, faulty", "/ideas/new/", fill_and_press({"#id_title": "Kort"}, "main form.form button.btn--glow")),
    View("new idea, a draft", "/ideas/new/?draft={idea_draft}"),
    View("draft, throw away", "/ideas/{idea_draft}/delete/"),
    View("my ideas", "/ideas/mine/"),
    View("ideas of a colleague", "/people/ben/ideas/"),
    View("the box that is always open", "/campaigns/always-open/"),
    View("figures about ideas", "/ideas/insight/"),
    View("figures about ideas, all the time", "/ideas/insight/?period=all"),
    View("figures about ideas, of one campaign", "/ideas/insight/?campaign=always-open&period=90"),
    View("exports of others", "/ideas/exports/", status=404),
    View("the desk of others", "/desk/screening/", status=404),
    View("ideas to judge", "/desk/review/"),
    View("an idea to judge", "/desk/review/{idea_judge}/"),
    View("an idea to judge, faulty", "/desk/review/{idea_judge}/", fill_and_press({}, JUDGE)),
    View("an idea to judge, step back", "/desk/review/{idea_judge}/step-back/"),
    View("a review that is handed in", "/desk/review/{idea_done}/"),
    View("a campaign with its own rubric", "/campaigns/{campaign_keys}/"),
    View("awards, desk", "/desk/awards/"),
    *(View(f"awards, round {name}", f"/desk/awards/{{round_{name}}}/") for name in ("plan", "open", "judge", "talk")),
    View("awards, days, faulty", "/desk/awards/{round_open}/edit/", fill_and_press({"#id_title": ""}, SAVE)),
    View("awards, categories", "/desk/awards/{round_plan}/categories/"),
    View("awards, a category", "/desk/awards/categories/{category_plan}/"),
    View("awards, jury", "/desk/awards/{round_judge}/jury/"),
    View("awards, jury, faulty", "/desk/awards/{round_open}/jury/", fill_and_press({"#id_person": "qqxxzz"}, SAVE)),
    View("awards, a conflict", "/desk/awards/conflicts/{conflict}/"),
    View("awards, say a conflict, faulty", "/desk/awards/nominations/{ballot}/conflict/", fill_and_press({}, SAVE)),
    View("awards, a nomination", "/desk/awards/nominations/{nominated}/"),
    View("awards, a ballot", "/desk/awards/ballots/{ballot}/"),
    View(
        "awards, a ballot, faulty",
        "/desk/awards/ballots/{ballot}/",
        fill_and_press({}, "form.ballot button.btn--accent"),
    ),
    View("awards, my ballots", "/desk/awards/{round_talk}/ballots/"),
    View("awards, winners", "/desk/awards/categories/{category}/winners/?n={winner}"),
    View("awards, side by side", "/desk/awards/{round_talk}/compare/?n={winner}"),
    View("awards, words", "/desk/awards/{round_talk}/words/"),
    View("awards, move on", "/desk/awards/{round_plan}/move/nominating/"),
    View("awards, what stands in the way", "/desk/awards/{round_talk}/move/decided/"),
    View("awards, cancel", "/desk/awards/{round_judge}/move/cancelled/"),
    View("rounds of awards", "/awards/"),
    View("round, nominations open", "/awards/reise-en/"),
    View("round, everybody votes", "/awards/reise-to/"),
    View("round, announced", "/awards/reise-tre/"),
    View("nominate", "/awards/reise-en/nominate/?idea={idea_no}"),
    View("nominate, faulty", "/awards/reise-en/nominate/", fill_and_press({"#id_motivation": "Kort"}, GIVE)),
    View("hall of fame", "/hall-of-fame/"),
    View("hall of fame, nothing fits", "/hall-of-fame/?award=999999"),
    View("idea that has won", "/ideas/{idea_yes}/"),
    View("certificate", "/awards/certificate/{award_code}/"),
    View("award of mine", "/awards/given/{award_mine}/"),
    View("award of mine, faulty", "/awards/given/{award_mine}/", fill_and_press({"#id_name": ""}, GIVE)),
    View("awards of a colleague", "/people/tor/awards/"),
    View("prizes of others", "/desk/prizes/", status=404),
]
DESK = [
    View("desk, new ideas", "/desk/screening/"),
    View("desk, where it may go", "/ideas/{idea}/move/"),
    *(
        View(f"desk, {state}, faulty", f"/ideas/{{idea}}/move/{state}/", fill_and_press({}, SAVE))
        for state in ("open", "declined", "needs-info")
    ),
    *(
        View(f"desk, {state}, faulty", f"/ideas/{{idea_taken}}/move/{state}/", fill_and_press({}, SAVE))
        for state in ("approved", "parked")
    ),
    View("desk, merged, faulty", "/ideas/{idea_long}/move/merged/", fill_and_press({"#id_into": "999999"}, SAVE)),
    View("desk, who answers", "/ideas/{idea}/owner/"),
    View("desk, take ideas out", "/ideas/exports/"),
    View("desk, confirm an effect", "/ideas/{idea_old}/move/confirmed/"),
    View("desk, my ideas", "/ideas/mine/"),
    View("desk, ideas to judge and to decide", "/desk/review/"),
    View("desk, a panel that sees it differently", "/desk/review/{idea_done}/panel/"),
    View("desk, a panel that is not done", "/desk/review/{idea_judge}/panel/"),
    View("desk, one more, faulty", "/desk/review/{idea_judge}/ask/", fill_and_press({"#id_person": "@tor"}, SAVE)),
    View("desk, the talk, faulty", "/desk/review/{idea_done}/talk/", fill_and_press({"#id_note": " "}, SAVE)),
    View("desk, no with a talk, faulty", "/ideas/{idea_done}/move/declined/", fill_and_press({}, SAVE)),
    View("desk, a panel is proposed", "/ideas/{idea_calm}/move/in-review/"),
    View("desk, a panel, faulty", "/ideas/{idea_calm}/move/in-review/", fill_and_press({"#id_panel_1": "@ann"}, SAVE)),
    View("rubrics", "/desk/review/rubrics/"),
    View("the house rubric", "/desk/review/rubrics/{rubric_house}/"),
    View("a rubric in use", "/desk/review/rubrics/{rubric}/"),
    View("a rubric in use, change", "/desk/review/rubrics/{rubric}/edit/"),
    View("new rubric, faulty", "/desk/review/rubrics/new/", fill_and_press({"#id_name": "Ny"}, SAVE)),
    View("shortlist, being made", "/campaigns/{campaign_keys}/shortlist/"),
    View("desk, catalogue", "/desk/awards/catalogue/"),
    View("desk, an award", "/desk/awards/catalogue/{award}/"),
    View("desk, a new award, faulty", "/desk/awards/catalogue/new/", fill_and_press({}, SAVE)),
    View("desk, a prize", "/desk/awards/prizes/{prize}/"),
    View("desk, a new prize, faulty", "/desk/awards/prizes/new/", fill_and_press({}, SAVE)),
    View("desk, a new round, faulty", "/desk/awards/new/", fill_and_press({}, SAVE)),
    View("desk, a round that is over", "/desk/awards/glodprisen-andre-runde/"),
    View("desk, award on the spot", "/ideas/{idea_taken}/award/"),
    View(
        "desk, award on the spot, faulty", "/ideas/{idea_taken}/award/", fill_and_press({"#id_citation": "Kort"}, GIVE)
    ),
    View("desk, prizes", "/desk/prizes/"),
]
