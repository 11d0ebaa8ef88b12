"""How the work goes and what came of it: who may say so, what stays in the log, and who confirms."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from ideas import actions
from ideas.access import (
    can_change_delivery,
    can_expect_benefit,
    can_measure_benefit,
    can_move_idea,
    can_write_year_note,
    moves_for,
)
from ideas.models import Benefit, Delivery, DeliveryChange, Idea, IdeaAuthor, Milestone, YearNote
from ideas.queries import became, next_step, way_here
from ideas.states import State
from network.core.access import Refused
from tests.factories import PersonFactory, moved
from tests.ideas.staged import NO, days
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
S = State
BLOCKED = actions.Report("blocked", "Panelene står på kai i Rotterdam.")


def again(idea):
    return Idea.objects.select_related("campaign", "thread", "delivery__owner").get(pk=idea.pk)


@pytest.fixture
def going(at):
    """An idea of ann's that dag carries out and odd answers for."""
    return again(at(S.IN_PROGRESS))


@pytest.fixture
def in_place(at):
    """The same, in place since today."""
    return again(at(S.IMPLEMENTED))


@pytest.fixture
def everybody(ann, ben, cleo, siv, odd, dag, mona, ada, gone):
    return {p.handle: p for p in (ann, ben, cleo, siv, odd, dag, mona, ada, gone)}


# Who may.

GOING = (S.APPROVED, S.IN_PROGRESS)
WHEN = {
    can_change_delivery: GOING,
    can_expect_benefit: (*GOING, S.IMPLEMENTED),
    can_measure_benefit: (S.IMPLEMENTED,),
}


@pytest.mark.parametrize("state", [S.OPEN, S.APPROVED, S.IN_PROGRESS, S.IMPLEMENTED, S.CONFIRMED, S.DECLINED])
def test_only_whoever_carries_it_out_or_answers_for_it_says_how_it_goes_and_only_then(at, everybody, state):
    idea = again(at(state))
    for predicate, states in WHEN.items():
        may = {handle for handle, person in everybody.items() if predicate(person, idea)}
        assert may == ({"odd", "dag"} if state in states else set()), predicate.__name__


def test_who_may_no_longer_read_it_says_nothing_more(places, ann, mona, ben, closed_group):
    idea = actions.submit_idea(
        by=ann, campaign=places["closed"], draft=None, key=None,
        words=actions.Proposal("Ny lampe i gangen", "Mørkt.", "Lys.", "Vi ser."),
    )  # fmt: skip
    idea = moved(idea, mona, S.OPEN, person=mona)
    idea = again(moved(idea, mona, S.IN_REVIEW, S.APPROVED, person=ben, until=days(30)))
    assert can_change_delivery(ben, idea)
    closed_group.memberships.filter(person=ben).delete()
    assert not can_change_delivery(ben, idea)
    assert can_change_delivery(mona, idea)


def test_whoever_has_left_says_nothing_more(going, dag):
    dag.is_active = False
    assert not can_change_delivery(dag, going)


@pytest.mark.parametrize("who", ["ann", "cleo", "siv"])
def test_every_act_refuses_everybody_else_and_changes_nothing(who, everybody, going, in_place, dag):
    by = everybody[who]
    step = actions.add_milestone(by=dag, idea=going, title="Første bil", due_on=days(5))
    benefit = actions.expect_benefit(by=dag, idea=going, benefit=Benefit(kind="time", unit="timer", projected=4))
    measured = [actions.Measured(benefit, Decimal(3), "Talt.")]
    acts = [
        lambda: actions.report_delivery(by=by, idea=going, report=BLOCKED),
        lambda: actions.move_target(by=by, idea=going, day=days(90), reason="Is på fjorden."),
        lambda: actions.hand_over_delivery(by=by, idea=going, person=by),
        lambda: actions.add_milestone(by=by, idea=going, title="Andre bil", due_on=days(9)),
        lambda: actions.change_milestone(by=by, step=step, title="Tredje bil", due_on=days(9)),
        lambda: actions.tick_milestone(by=by, step=step, done=True),
        lambda: actions.remove_milestone(by=by, step=step),
        lambda: actions.expect_benefit(by=by, idea=going, benefit=Benefit(kind="time", unit="dager")),
        lambda: actions.drop_benefit(by=by, idea=going, benefit=benefit),
        lambda: actions.measure_benefits(by=by, idea=going, measured=measured),
        lambda: actions.measure_benefits(by=by, idea=in_place, measured=[], unmeasurable="Ingen tall."),
        lambda: actions.write_year_note(by=by, idea=in_place, answer="still", words="I bruk."),
    ]
    before = list(Milestone.objects.values()), list(Benefit.objects.values()), list(Delivery.objects.values())
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert before == (list(Milestone.objects.values()), list(Benefit.objects.values()), list(Delivery.objects.values()))
    assert not DeliveryChange.objects.exists()
    assert not YearNote.objects.exists()


# How it goes.


@pytest.mark.parametrize("health", ["at-risk", "late", "blocked"])
def test_what_is_not_on_track_says_why(going, dag, health):
    with pytest.raises(Refused):
        actions.report_delivery(by=dag, idea=going, report=actions.Report(health, " \n"))
    with pytest.raises(IntegrityError, match="delivery_off_track_says_why"), transaction.atomic():
        Delivery.objects.filter(idea=going).update(health=health)


def test_another_health_stays_in_the_log_and_back_on_track_needs_no_word(going, dag, odd):
    actions.report_delivery(by=dag, idea=going, report=BLOCKED)
    actions.report_delivery(by=dag, idea=going, report=BLOCKED)  # a second press
    actions.report_delivery(by=odd, idea=going, report=actions.Report("on-track", "vekk"))
    told = [(c.health, c.words, c.by) for c in going.delivery_changes.all()]
    assert told == [("blocked", BLOCKED.note, dag), ("on-track", "", odd)]
    assert again(going).delivery.health_note == ""


@pytest.mark.parametrize("link", ["http://saker.example/1", "javascript:alert(1)", "//saker.example", "saker.example"])
def test_the_work_is_followed_at_an_https_address_or_none(going, dag, client_of, link):
    with pytest.raises(Refused):
        actions.report_delivery(by=dag, idea=going, report=actions.Report("on-track", "", link))
    sent = {"do": "report", "health": "on-track", "health_note": "", "ticket_url": link}
    page = client_of(dag).post(f"/ideas/{going.pk}/delivery/", sent)
    assert page.status_code == 422
    assert "https://" in page.text
    assert again(going).delivery.ticket_url == ""


def test_the_link_is_shown_as_one_that_leads_outside(going, dag, cleo, client_of):
    actions.report_delivery(by=dag, idea=going, report=actions.Report("on-track", "", "https://saker.example/1"))
    page = client_of(cleo).get(f"/ideas/{going.pk}/").text
    assert '<a href="https://saker.example/1" rel="noopener noreferrer external" target="_blank">' in page


def test_another_day_keeps_the_old_one_and_the_reason(going, dag):
    old = going.delivery.target_on
    with pytest.raises(Refused):
        actions.move_target(by=dag, idea=going, day=days(90), reason=" ")
    actions.move_target(by=dag, idea=going, day=days(90), reason="Isen ligger på fjorden.")
    (change,) = going.delivery_changes.all()
    assert (change.before_on, change.target_on, change.words) == (old, days(90), "Isen ligger på fjorden.")
    assert again(going).delivery.target_on == days(90)


def test_handing_it_over_says_to_whom_without_keeping_the_name(going, dag, cleo, client_of):
    actions.hand_over_delivery(by=dag, idea=going, person=cleo)
    (change,) = going.delivery_changes.all()
    assert (change.to, change.words) == (cleo, "")
    cleo.name = "Et annet navn"
    cleo.save()
    assert "Et annet navn" in client_of(dag).get(f"/ideas/{going.pk}/timeline/").text


def test_the_log_is_never_changed_nor_deleted(going, dag):
    actions.move_target(by=dag, idea=going, day=days(90), reason="Is.")
    for act in (lambda: DeliveryChange.objects.update(words="Var"), lambda: DeliveryChange.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            act()


def test_everything_that_is_said_stands_in_the_timeline_in_its_order(going, dag):
    actions.report_delivery(by=dag, idea=going, report=BLOCKED)
    idea = again(moved(going, dag, S.IMPLEMENTED, note="Gjort.", until=days(0)))
    way = way_here(idea, became(idea))
    assert [getattr(entry, "change", None) is None for entry in way] == [False] * 5 + [True, False]


# Steps.


def test_a_step_is_ticked_once_and_counted(going, dag):
    first = actions.add_milestone(by=dag, idea=going, title="Første bil", due_on=days(5))
    actions.add_milestone(by=dag, idea=going, title="Alle biler", due_on=days(9))
    version = again(going).version
    actions.tick_milestone(by=dag, step=first, done=True)
    actions.tick_milestone(by=dag, step=first, done=True)
    assert again(going).version == version + 1
    found = became(again(going))
    assert (found.done, len(found.steps)) == (1, 2)
    actions.tick_milestone(by=dag, step=first, done=False)
    assert became(again(going)).done == 0


def test_the_same_form_sent_twice_makes_one_step_and_one_effect(going, dag, client_of):
    client = client_of(dag)
    step = {"do": "step", "title": "Første bil", "due_on": days(5), "key": "6f0e7c0e-0000-4000-8000-000000000001"}
    effect = {"do": "expect", "kind": "time", "unit": "timer", "projected": "4", "benefit_key": "6f0e7c0e-0000-4000-8000-000000000002"}  # fmt: skip
    for sent in (step, step, effect, effect):
        assert client.post(f"/ideas/{going.pk}/delivery/", sent).status_code == 303
    assert (Milestone.objects.count(), Benefit.objects.count()) == (1, 1)


def test_there_is_an_end_to_steps(going, dag):
    for number in range(20):
        actions.add_milestone(by=dag, idea=going, title=f"Steg {number}", due_on=days(5))
    with pytest.raises(Refused):
        actions.add_milestone(by=dag, idea=going, title="Ett til", due_on=days(5))


def test_a_step_of_another_idea_is_not_found_here(going, at, dag, client_of):
    other = at(S.IN_PROGRESS, title="En helt annen idé")
    step = actions.add_milestone(by=dag, idea=again(other), title="Første bil", due_on=days(5))
    assert client_of(dag).get(f"/ideas/{going.pk}/delivery/{step.pk}/").status_code == 404
    assert client_of(dag).get(f"/ideas/{other.pk}/delivery/{step.pk}/").status_code == 200


# Who confirms (invariant 12).


@pytest.fixture
def measured(in_place, dag):
    """Dag expected and measured an effect."""
    benefit = actions.expect_benefit(by=dag, idea=in_place, benefit=Benefit(kind="time", unit="timer", projected=4))
    actions.measure_benefits(by=dag, idea=in_place, measured=[actions.Measured(benefit, Decimal(5), "Talt i to uker.")])
    return again(in_place)


def test_no_author_no_deliverer_and_nobody_who_measured_confirms(measured, ann, ben, pia, dag, odd, siv, cleo, gone):
    IdeaAuthor.objects.create(idea=measured, person=ben, state=IdeaAuthor.State.ACCEPTED)
    IdeaAuthor.objects.create(idea=measured, person=pia, state=IdeaAuthor.State.INVITED)
    people = {p.handle: p for p in (ann, ben, pia, dag, odd, siv, cleo, gone)}
    may = {handle for handle, person in people.items() if can_move_idea(person, measured, S.CONFIRMED)}
    assert may == {"odd", "siv", "cleo"}
    benefit = measured.benefits.get()
    actions.measure_benefits(by=odd, idea=measured, measured=[actions.Measured(benefit, Decimal(6), "Talt på nytt.")])
    assert not can_move_idea(odd, measured, S.CONFIRMED)
    assert S.CONFIRMED not in moves_for(odd, measured)
    with pytest.raises(Refused):
        moved(measured, odd, S.CONFIRMED, note="Stemmer.")


def test_who_carried_it_out_before_another_did_and_who_was_an_author_do_not_confirm(going, dag, ben, cleo):
    IdeaAuthor.objects.create(idea=going, person=ben, state=IdeaAuthor.State.LEFT)
    actions.hand_over_delivery(by=dag, idea=going, person=cleo)
    idea = again(moved(again(going), cleo, S.IMPLEMENTED, note="Gjort.", until=days(0)))
    assert not can_move_idea(dag, idea, S.CONFIRMED)
    assert not can_move_idea(cleo, idea, S.CONFIRMED)
    assert not can_move_idea(ben, idea, S.CONFIRMED)
    assert can_move_idea(PersonFactory(), idea, S.CONFIRMED)


def test_confirming_confirms_what_was_measured(measured, cleo, client_of):
    page = client_of(cleo).get(f"/ideas/{measured.pk}/move/confirmed/").text
    assert 'name="note"' in page
    assert 'name="actual"' not in page
    assert client_of(cleo).post(f"/ideas/{measured.pk}/move/confirmed/", {"note": ""}).status_code == 303
    benefit = measured.benefits.get()
    assert (benefit.actual, benefit.confirmed_by) == (5, cleo)
    assert again(measured).state == S.CONFIRMED
    with pytest.raises(Refused):
        actions.measure_benefits(by=measured.delivery.owner, idea=measured, measured=[], unmeasurable="Angrer.")


def test_a_number_needs_its_method_and_nothing_measured_needs_a_reason(in_place, dag, client_of):
    benefit = actions.expect_benefit(by=dag, idea=in_place, benefit=Benefit(kind="time", unit="timer", projected=4))
    for measured, reason in (([], " "), ([actions.Measured(benefit, Decimal(5), " ")], "")):
        with pytest.raises(Refused):
            actions.measure_benefits(by=dag, idea=in_place, measured=measured, unmeasurable=reason)
    client, url = client_of(dag), f"/ideas/{in_place.pk}/measure/"
    assert client.post(url, {f"actual_{benefit.pk}": "5"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"unmeasurable": "Ingen teller dette."}).status_code == 303
    idea = again(in_place)
    assert idea.delivery.unmeasurable == "Ingen teller dette."
    assert [c.kind for c in idea.delivery_changes.all()] == ["unmeasurable"]


def test_what_was_measured_is_not_taken_away(measured, dag, client_of):
    benefit = measured.benefits.get()
    client_of(dag).post(f"/ideas/{measured.pk}/delivery/", {"do": "drop", "benefit": benefit.pk})
    assert Benefit.objects.filter(pk=benefit.pk).exists()


def test_what_is_expected_can_be_said_with_the_yes(at, odd, dag, client_of):
    idea = at(S.IN_REVIEW)
    sent = {"person": "@dag", "until": days(60), "kind": "saving", "unit": "kroner i året", "projected": "42000"}
    assert client_of(odd).post(f"/ideas/{idea.pk}/move/approved/", sent).status_code == 303
    benefit = idea.benefits.get()
    assert (benefit.projected, benefit.actual, benefit.confirmed_by) == (42000, None, None)
    assert can_expect_benefit(dag, again(idea))


def test_a_yes_after_one_that_was_taken_back_begins_anew(going, dag, odd):
    actions.report_delivery(by=dag, idea=going, report=BLOCKED)
    Delivery.objects.update(nudges=2)
    idea = again(moved(again(going), odd, S.PARKED, **NO, until=days(30)))
    assert became(idea).delivery is None
    moved(idea, odd, S.IN_REVIEW, S.APPROVED, person=dag, until=days(99))
    delivery = again(going).delivery
    assert (delivery.health, delivery.health_note, delivery.nudges) == ("on-track", "", 0)


# One year later.


def test_a_word_a_year_later_is_written_once_by_whoever_carried_it_out_or_answers(in_place, dag, odd, cleo, client_of):
    a_year = date.fromisoformat(str(in_place.delivery.done_on)).replace(year=in_place.delivery.done_on.year + 1)
    assert not can_write_year_note(dag, in_place)
    with time_machine.travel(a_year, tick=False):
        assert [p.handle for p in (dag, odd, cleo) if can_write_year_note(p, in_place)] == ["dag", "odd"]
        step = next_step(in_place, [])
        url = f"/ideas/{in_place.pk}/year/"
        assert client_of(cleo).get(url).status_code == 403
        assert client_of(odd).post(url, {"answer": "changed", "words": " "}).status_code == 422
        assert client_of(odd).post(url, {"answer": "changed", "words": "Nå to biler."}).status_code == 303
        assert client_of(dag).post(url, {"answer": "gone", "words": "Borte."}).status_code == 403
        page = client_of(cleo).get(f"/ideas/{in_place.pk}/").text
    assert step.on == in_place.delivery.follow_up_on
    assert page.count("Nå to biler.") == 2  # in the panel and in the timeline
    note = YearNote.objects.get()
    assert (note.answer, note.by) == ("changed", odd)


def test_a_confirmed_idea_promises_the_word_until_it_is_there(at, dag):
    idea = again(at(S.CONFIRMED))
    step = next_step(idea, [])
    assert (step.on, step.by, step.is_late) == (idea.delivery.year_on, dag, False)
    YearNote.objects.create(idea=idea, answer="still", words="I bruk.", by=dag)
    assert next_step(again(idea), []) is None


# Pages.


@pytest.mark.parametrize("name", ["delivery/", "measure/", "year/"])
def test_an_outsider_finds_no_page_of_what_lies_in_a_secret_group(places, ann, mona, ben, cleo, client_of, name):
    idea = actions.submit_idea(
        by=ann, campaign=places["secret"], draft=None, key=None,
        words=actions.Proposal("Nordlys over taket", "Mørkt.", "Lys.", "Vi ser."),
    )  # fmt: skip
    idea = moved(idea, mona, S.OPEN, person=mona)
    moved(idea, mona, S.IN_REVIEW, S.APPROVED, person=ben, until=days(30))
    for method in ("get", "post"):
        assert getattr(client_of(cleo), method)(f"/ideas/{idea.pk}/{name}").status_code == 404
    assert client_of(ann).get(f"/ideas/{idea.pk}/delivery/").status_code == 200


def test_authors_read_and_do_not_change(going, ann, client_of):
    page = client_of(ann).get(f"/ideas/{going.pk}/delivery/")
    assert page.status_code == 200
    assert '<form class="form' not in page.text
    sent = {"do": "report", "health": "on-track"}
    assert client_of(ann).post(f"/ideas/{going.pk}/delivery/", sent).status_code == 403


def test_before_the_yes_there_is_no_such_page_but_the_panel_has_its_place(at, ann, client_of):
    idea = at(S.OPEN)
    assert client_of(ann).get(f"/ideas/{idea.pk}/delivery/").status_code == 404
    part = client_of(ann).get(f"/ideas/{idea.pk}/delivery/", headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert f'id="idea-{idea.pk}-became"' in part.text
    assert "<section" not in part.text


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_tick_a_step_once(at, dag):
    idea = again(at(S.IN_PROGRESS))
    step = actions.add_milestone(by=dag, idea=idea, title="Første bil", due_on=days(5))
    version = again(idea).version
    at_once(*[lambda: actions.tick_milestone(by=dag, step=step, done=True)] * 20)
    assert again(idea).version == version + 1
