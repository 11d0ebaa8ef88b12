"""Judging: a draft is private, handing in is once and whole, nobody sees a mean too early, and a dispute is talked over."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from ideas.access import can_lead_review, can_open_reviews, can_read_reviews
from ideas.actions import Answer, Opinion, Said, hand_in, keep_review, lacking, note_talk, step_back
from ideas.models import Assignment, Criterion, Idea, IdeaAuthor, Review, Score, Talk
from ideas.queries import judged_part, owes_talk, review_desk, reviews_due, spread_of_reviews, words_to_authors
from ideas.states import State
from ideas.tasks import turn_clocks
from network.core.access import Refused
from network.live.models import Entry
from network.notifications.models import Kind, Notification
from network.notifications.queries import inbox_page
from tests.factories import PersonFactory, moved
from tests.ideas.judges import asked, criteria_of, judged, opinion
from tests.ideas.staged import NO, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(at):
    return at(State.IN_REVIEW)


@pytest.fixture
def first(idea):
    return asked(idea)[0]


def test_a_draft_is_kept_as_it_is_and_changed_as_often_as_one_likes(idea, first):
    criteria = criteria_of(idea)
    half = Opinion({criteria[0].pk: Answer(4, note="fordi"), criteria[1].pk: Answer(is_skipped=True)}, to_owner="Hm.")
    for verdict in ("", "go", "nonsense", "no"):
        keep_review(by=first.reviewer, assignment=first, opinion=replace(half, verdict=verdict))
    review = Review.objects.get()
    assert (review.verdict, review.to_owner, review.submitted_at) == ("no", "Hm.", None)
    kept = {score.criterion_id: (score.value, score.is_skipped, score.note) for score in review.scores.all()}
    assert kept[criteria[0].pk] == (4, False, "fordi")
    assert kept[criteria[1].pk] == (None, True, "")
    assert {kept[c.pk] for c in criteria[2:]} == {(None, False, "")}
    first.refresh_from_db()
    assert first.state == "open"


def test_handing_in_is_once_and_closes_the_assignment(idea, first):
    hand_in(by=first.reviewer, assignment=first, opinion=opinion(idea, 4, to_authors="Bra."))
    hand_in(by=first.reviewer, assignment=first, opinion=opinion(idea, 1))
    first.refresh_from_db()
    assert (first.state, first.closed_at is None) == ("done", False)
    assert set(Score.objects.values_list("value", flat=True)) == {4}


def test_every_criterion_is_answered_or_skipped_where_that_is_an_answer(idea, first):
    criteria = criteria_of(idea)
    whole = opinion(idea, 4)
    skippable = next(c for c in criteria if c.may_skip)
    needed = next(c for c in criteria if not c.may_skip)
    for wrong in (Answer(), Answer(is_skipped=True), Answer(0), Answer(6)):
        answers = {**whole.answers, needed.pk: wrong}
        with pytest.raises(Refused):
            hand_in(by=first.reviewer, assignment=first, opinion=replace(whole, answers=answers))
    for verdict in ("", "maybe"):
        with pytest.raises(Refused):
            hand_in(by=first.reviewer, assignment=first, opinion=replace(whole, verdict=verdict))
    answers = {**whole.answers, skippable.pk: Answer(is_skipped=True)}
    hand_in(by=first.reviewer, assignment=first, opinion=replace(whole, answers=answers))
    assert Score.objects.get(criterion=skippable).value is None


def test_the_database_refuses_a_review_that_is_not_whole_and_a_change_of_one_that_was_handed_in(idea, first):
    keep_review(by=first.reviewer, assignment=first, opinion=Opinion(verdict="go"))
    with pytest.raises(DatabaseError, match="answers every criterion"), transaction.atomic():
        Review.objects.update(submitted_at=first.created_at)
    hand_in(by=first.reviewer, assignment=first, opinion=opinion(idea, 4))
    ways = [
        lambda: Review.objects.update(verdict="no"),
        lambda: Review.objects.all()._raw_delete("default"),
        lambda: Score.objects.update(value=1),
        lambda: Score.objects.all().delete(),
        lambda: Score.objects.create(review=Review.objects.get(), criterion=Criterion.objects.first(), value=1),
    ]
    for way in ways:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            way()


@pytest.mark.parametrize(
    "why", ["another", "the owner", "an author now", "cannot read", "left", "decided", "waits for the author"]
)
def test_nobody_judges_for_another_or_when_it_is_not_theirs_to_do(idea, first, cast, cleo, siv, why):
    person = first.reviewer
    if why == "another":
        person = cleo
    elif why == "the owner":
        person = cast.odd
    elif why == "an author now":
        IdeaAuthor.objects.create(idea=idea, person=person, state="invited")
    elif why == "cannot read":
        idea.thread.restrictions.create(by=siv, reason="spam") if hasattr(idea.thread, "restrictions") else None
        person.is_active = False
    elif why == "left":
        person.is_active = False
        person.save()
    elif why == "decided":
        moved(idea, cast.odd, State.DECLINED, **NO)
    else:
        moved(idea, cast.odd, State.NEEDS_INFO, note="Hvor mange?")
    said = opinion(idea, 4)
    for act in (hand_in, keep_review):
        with pytest.raises(Refused):
            act(by=person, assignment=first, opinion=said)
    with pytest.raises(Refused):
        step_back(by=person, assignment=first, reason="Nei.")
    assert not Review.objects.exists()


def test_stepping_back_needs_a_reason_and_frees_the_place(idea, first):
    with pytest.raises(Refused):
        step_back(by=first.reviewer, assignment=first, reason=" \n ")
    step_back(by=first.reviewer, assignment=first, reason="Jeg hjalp til med å skrive den.")
    first.refresh_from_db()
    assert (first.state, first.recusal) == ("recused", "Jeg hjalp til med å skrive den.")
    assert reviews_due(first.reviewer) == []


# Invariant 21: a score from three on.


def test_nothing_of_the_scores_is_told_before_three_have_handed_in(idea):
    for count in range(3):
        spread = spread_of_reviews(idea)
        assert (spread.count, spread.is_told, spread.missing) == (count, False, 3 - count)
        assert (spread.mean, spread.deviation, spread.rows, spread.is_disputed) == (None, None, [], False)
        judged(idea, 5 - 2 * count)
    spread = spread_of_reviews(idea)
    assert (spread.is_told, spread.mean, spread.deviation) == (True, 3, 2)
    assert spread.is_disputed
    assert spread.rows[0].steps == [1, 0, 1, 0, 1]


def test_a_draft_is_no_part_of_the_spread(idea):
    judged(idea, 4, 4)
    last = asked(idea)[0]
    keep_review(by=last.reviewer, assignment=last, opinion=opinion(idea, 1))
    assert spread_of_reviews(idea).count == 2


def test_who_could_not_judge_is_counted_apart(idea):
    criteria = criteria_of(idea)
    skippable = next(c for c in criteria if c.may_skip)
    rows = asked(idea)
    whole = opinion(idea, 4)
    skipped = replace(whole, answers={**whole.answers, skippable.pk: Answer(is_skipped=True, note="Ikke mitt felt")})
    for row, said in zip(rows, (whole, whole, skipped), strict=True):
        hand_in(by=row.reviewer, assignment=row, opinion=said)
    row = next(r for r in spread_of_reviews(idea).rows if r.criterion == skippable)
    assert (row.steps, row.skipped, row.notes) == ([0, 0, 0, 2, 0], 1, ["Ikke mitt felt"])


# Invariant 19: nobody sees another's review too early.


def test_whoever_answers_for_it_reads_what_is_said_and_nobody_else(idea, cast, ann, siv, cleo):
    assert can_read_reviews(cast.odd, idea)
    assert can_lead_review(cast.odd, idea)
    for person in (ann, siv, cleo, asked(idea)[0].reviewer):
        assert not can_read_reviews(person, idea)
    Idea.objects.filter(pk=idea.pk).update(owner=asked(idea)[0].reviewer)  # past every rule: still not before the own
    idea.refresh_from_db()
    assert not can_read_reviews(idea.owner, idea)


def test_a_decided_idea_is_read_but_its_panel_is_no_longer_led(idea, cast):
    idea = moved(idea, cast.odd, State.DECLINED, **NO)
    assert can_read_reviews(cast.odd, idea)
    assert not can_lead_review(cast.odd, idea)


# Disputed ideas are talked over.


@pytest.mark.parametrize("to", [State.APPROVED, State.PARKED, State.DECLINED])
def test_the_decision_of_a_disputed_idea_asks_what_came_of_the_talk(idea, cast, to):
    judged(idea, 1, 3, 5)
    said = Said(**{**NO, "until": days(60), "person": cast.dag})
    assert set(lacking(idea, to, said)) == {"talk"}
    with pytest.raises(Refused):
        moved(idea, cast.odd, to, **vars(said))
    assert lacking(idea, to, replace(said, talk="Den ene visste om avtalen.")) == {}
    moved(idea, cast.odd, to, **vars(replace(said, talk="Den ene visste om avtalen.")))
    assert Talk.objects.get().note == "Den ene visste om avtalen."


def test_a_talk_that_is_noted_is_enough_and_only_whoever_answers_notes_it(idea, cast, cleo):
    judged(idea, 1, 3, 5)
    assert owes_talk(idea)
    for person in (cleo, cast.ann, idea.assignments.first().reviewer):
        with pytest.raises(Refused):
            note_talk(by=person, idea=idea, note="Vi snakket.")
    with pytest.raises(Refused):
        note_talk(by=cast.odd, idea=idea, note="  ")
    note_talk(by=cast.odd, idea=idea, note="Vi snakket.")
    assert not owes_talk(idea)
    assert lacking(idea, State.DECLINED, Said(**NO)) == {}


def test_who_agrees_need_not_talk(idea):
    judged(idea, 4, 4, 3)
    assert not owes_talk(idea)
    assert lacking(idea, State.DECLINED, Said(**NO)) == {}


# Words to the authors.


def test_the_authors_read_what_is_meant_for_them_once_it_is_decided_without_a_name(idea, cast, ann, ben, cleo):
    idea.authors.create(person=ben, state="accepted")
    judged(idea, 4, 4, to_authors="Ta med brannvesenet.", to_owner="Jeg tviler.")
    card = Idea.objects.for_card().get(pk=idea.pk)
    assert judged_part(ann, card).words == ()
    moved(idea, cast.odd, State.DECLINED, **NO)
    card = Idea.objects.for_card().select_related("campaign").get(pk=idea.pk)
    assert judged_part(ann, card).words == judged_part(ben, card).words == ("Ta med brannvesenet.",) * 2
    assert judged_part(cleo, card).words == ()
    assert words_to_authors(idea) == ["Ta med brannvesenet."] * 2


# The desk.


def test_the_queue_holds_what_waits_the_soonest_first_and_hides_what_may_not_be_seen(at, cast, first, idea):
    person = first.reviewer
    other = at(State.OPEN, title="Varmepumpe i verkstedet")
    with time_machine.travel("2026-01-05T10:00Z", tick=False):
        colleagues = [row.reviewer for row in asked(idea)]
        moved(other, cast.odd, State.IN_REVIEW, panel=tuple(colleagues))
    assert [row.idea_id for row in reviews_due(person)] == [other.pk, idea.pk]
    moved(other, cast.odd, State.NEEDS_INFO, note="Hvor mange?")
    assert [row.idea_id for row in reviews_due(person)] == [idea.pk]


def test_the_desk_is_for_those_who_judge_take_in_or_answer(idea, first, cast, siv, cleo, gone):
    assert all(can_open_reviews(person) for person in (first.reviewer, cast.odd, siv))
    assert not any(can_open_reviews(person) for person in (cleo, gone, cast.ann, PersonFactory()))
    desk = review_desk(cast.odd)
    assert [(one.pk, one.asked, one.handed) for one in desk.deciding] == [(idea.pk, 3, 0)]


# Letters.


def news_of(kind):
    rows = Notification.objects.filter(kind=kind, read_at=None).select_related("recipient")
    return {(row.recipient.handle, row.subject) for row in rows}


@pytest.fixture
def told(at, django_capture_on_commit_callbacks):
    """An idea in review, its letters sent."""
    with django_capture_on_commit_callbacks(execute=True):
        return at(State.IN_REVIEW)


def test_who_is_asked_gets_a_letter_that_leads_to_the_page_and_it_goes_when_it_is_done(
    told, cast, django_capture_on_commit_callbacks
):
    rows = asked(told)
    assert news_of(Kind.REVIEW) == {(row.reviewer.handle, f"review:{told.pk}") for row in rows}
    letter = next(one for one in inbox_page(rows[0].reviewer).letters if one.news.kind == Kind.REVIEW)
    assert letter.url == f"/desk/review/{told.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        judged(told, 4)
        step_back(by=rows[1].reviewer, assignment=rows[1], reason="Nei.")
    assert news_of(Kind.REVIEW) == {(rows[2].reviewer.handle, f"review:{told.pk}")}
    with django_capture_on_commit_callbacks(execute=True):
        moved(told, cast.odd, State.DECLINED, **NO)
    assert news_of(Kind.REVIEW) == set()


def test_whoever_answers_hears_when_somebody_steps_back_and_when_the_last_one_is_in(
    told, cast, django_capture_on_commit_callbacks
):
    def hears(act):
        Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return news_of(Kind.IDEA_DUTY)

    rows = asked(told)
    duty = {("odd", f"idea:{told.pk}")}
    assert hears(lambda: step_back(by=rows[0].reviewer, assignment=rows[0], reason="Nei.")) == duty
    assert hears(lambda: judged(told, 4)) == set()
    assert hears(lambda: judged(told, 4)) == duty


def test_a_reviewer_is_reminded_two_working_days_before_and_when_it_is_overdue_once_each(
    at, django_capture_on_commit_callbacks
):
    with time_machine.travel("2026-11-02T10:00Z", tick=False):  # a Monday; due on Wednesday the 11th
        idea = at(State.IN_REVIEW)
    assert {row.due_on for row in asked(idea)} == {date(2026, 11, 11)}
    judged_by = judged(idea, 4)
    heard = []
    for day in (6, 8, 9, 10, 11, 12, 13, 16):
        Notification.objects.all().delete()
        with (
            time_machine.travel(f"2026-11-{day:02}T05:15Z", tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            turn_clocks(timestamp=0)
            turn_clocks(timestamp=0)
        if told := news_of(Kind.REVIEW):
            assert len(told) == 2
            assert judged_by[0].handle not in {handle for handle, _subject in told}
            heard.append(day)
    assert heard == [9, 12]


# The wire.


def test_the_page_of_whoever_decides_is_told_and_nobody_elses(idea, cast):
    Entry.objects.all().delete()
    judged(idea, 4)
    step_back(by=asked(idea)[0].reviewer, assignment=asked(idea)[0], reason="Nei.")
    entries = Entry.objects.filter(target=f"panel-{idea.pk}").values_list("topic", "verb")
    assert list(entries) == [(f"person:{cast.odd.pk}", "refresh")] * 2
    assert not Entry.objects.filter(topic__startswith="thread:").exists()


def test_what_an_assignment_says_of_itself(first):
    assert not first.is_late
    first.due_on = days(-1)
    assert first.is_late
    first.state = Assignment.State.DONE
    assert not first.is_late
