"""Every page and state of the idea board, and what it must hold so that no page is empty by chance."""

from tests.journeys.pages import View, fill_and_press

FURNISH = """
import json
from datetime import date, timedelta
from ideas.actions import Proposal, Said, answer_co_author, ask_co_author, edit_idea, keep_draft, move_idea, open_box, set_vote, submit_idea
from ideas.models import Benefit
from ideas.states import State
from network.conversations.actions import publish_comment
from profiles.models import Person
who = {p.handle: p for p in Person.objects.filter(handle__in=["ann", "ben", "cleo", "mona", "tor"])}
ann, ben, cleo, mona, tor = (who[name] for name in ("ann", "ben", "cleo", "mona", "tor"))
long = "Menneskerettighetsorganisasjonssekretariatsmedlemskap" * 3
why = "Røret ligger på feil side av huset, og en ny føring koster mer enn sju år med strøsand og kost."


def words(title, problem="Bilen står på verksted.", **more):
    return Proposal(title, problem, "Lån av naboen.\\n\\n- først\\n- så", "Færre leiebiler.", **more)


def sent(author, title, **more):
    return submit_idea(by=author, campaign=open_box(), words=words(title, **more), draft=None, key=None)


def go(idea, *moves):
    for to, said in moves:
        move_idea(by=said.pop("by", mona), idea=idea, to=to, said=Said(**said))


fresh = sent(ann, "Lån en bil fra nabodepotet", origin="customer", heard_from="Kundetelefonen")
edit_idea(by=ann, idea=fresh, words=words("Lån en bil fra nabodepotet", "Bilen står på verksted hver mandag.", origin="customer", heard_from="Kundetelefonen"))
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
twin = sent(ben, "Lån bil hos naboen")
go(twin, (State.MERGED, {"into": fresh}))
draft = keep_draft(by=ann, campaign=open_box(), words=words("En idé som ikke er ferdig"), draft=None, key=None)
ask_co_author(by=ann, idea=draft, person=ben)
print(json.dumps({"idea": fresh.pk, "idea_asked": asked.pk, "idea_taken": taken.pk, "idea_no": no.pk, "idea_yes": yes.pk, "idea_twin": twin.pk,
                  "idea_long": endless.pk, "idea_draft": draft.pk, "idea_comment": said.pk}))
"""
SAVE = "main form.form button.btn--accent"

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
    View("the desk of others", "/desk/screening/", status=404),
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
    View("desk, my ideas", "/ideas/mine/"),
]
