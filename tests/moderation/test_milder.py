"""An appeal that makes a decision milder puts a lower step in its place, and each side hears what concerns it (A92)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.conversations.models import PostingLimit, Restriction
from network.core.access import Refused
from network.core.clock import now
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.grounds import Plan
from network.moderation.actions.limits import lift_earlier
from network.moderation.models import Appeal, Case, Decision, Report
from network.moderation.queries.ladder import limited_in, milder_than
from network.moderation.states import Level, Outcome, State, Verdict
from network.notifications.models import Kind, Notification
from profiles.models import Person
from tests.moderation.reported import heard, hidden, in_work, lead, moderator, reported, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def other(db: None) -> Person:
    return moderator("annen")


@pytest.fixture
def lea(db: None) -> Person:
    return lead()


@pytest.fixture
def limit(post: Post, ben: Person, lea: Person, rule: Any) -> Decision:
    """Three days, and the text is hidden too."""
    return stepped(lea, heard(lea, in_work(lea, reported(ben, post).case)), rule, Level.LIMIT, days=3, hides=True)


def appealed(ann: Person, decision: Decision) -> Appeal:
    return appeal_decision(by=ann, decision=Decision.objects.get(pk=decision.pk), text="Det er for mye.")


def milder(by: Person, appeal: Appeal, level: Level, **more: Any) -> Decision:
    plan = Plan(level, **{"milder": "Et ord er prøvd.", **more})
    decide_appeal(by=by, appeal=appeal, answer=Answer(Verdict.CHANGED, "Noe mildere holder.", plan))
    return Decision.objects.get(standing=Decision.Standing.STANDS)


def test_fewer_days_count_from_when_it_began_and_the_text_stays_hidden(
    limit: Decision, ann: Person, ben: Person, other: Person, post: Post, time_machine: Any
) -> None:
    began = limit.limit.starts_at
    time_machine.move_to(began + timedelta(hours=5), tick=False)
    instead = milder(other, appealed(ann, limit), Level.LIMIT, days=2, hides=True)
    assert PostingLimit.objects.count() == 1
    only = PostingLimit.objects.get()
    assert (only.starts_at, only.ends_at, only.lifted_at) == (began, began + timedelta(days=2), None)
    assert (instead.limit_id, instead.ends_at, only.reason) == (only.pk, only.ends_at, instead.ref)
    assert (instead.facts, instead.section, instead.by) == (limit.facts, limit.section, other)
    assert (instead.reasoning, instead.milder) == ("Noe mildere holder.", "Et ord er prøvd.")
    assert Restriction.objects.get().pk == instead.restriction_id
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert Decision.objects.get(pk=limit.pk).standing == "replaced"
    assert Case.objects.get().state == State.DECIDED


def test_days_that_have_passed_end_it_now_and_one_that_is_over_does_not_begin_again(
    limit: Decision, ann: Person, other: Person, time_machine: Any
) -> None:
    appeal = appealed(ann, limit)
    time_machine.move_to(limit.limit.ends_at + timedelta(hours=1), tick=False)
    milder(other, appeal, Level.LIMIT, days=1, hides=True)
    assert not PostingLimit.objects.in_force().exists()
    assert PostingLimit.objects.get().ends_at == limit.limit.ends_at


def test_less_than_what_has_passed_ends_it_now(limit: Decision, ann: Person, other: Person, time_machine: Any) -> None:
    appeal = appealed(ann, limit)
    time_machine.move_to(limit.limit.starts_at + timedelta(days=2), tick=False)
    milder(other, appeal, Level.LIMIT, days=1, hides=True)
    assert PostingLimit.objects.get().ends_at == now()
    assert not PostingLimit.objects.in_force().exists()


@pytest.mark.parametrize(
    ("level", "more", "limited", "shown", "outcome"),
    [
        (Level.LIMIT, {"days": 3}, True, True, Outcome.STAYS),
        (Level.REMINDER, {"hides": True}, False, False, Outcome.RESTRICTED),
        (Level.REMINDER, {}, False, True, Outcome.STAYS),
        (Level.HIDE, {}, False, False, Outcome.RESTRICTED),
        (Level.GUIDANCE, {}, False, True, Outcome.STAYS),
    ],
)
def test_each_lower_step_takes_away_what_it_does_not_hold(  # noqa: PLR0913
    limit: Decision, ann: Person, ben: Person, other: Person, post: Post, level: Level, more: dict[str, Any],
    limited: bool, shown: bool, outcome: Outcome, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    appeal = appealed(ann, limit)
    Notification.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        instead = milder(other, appeal, level, **more)
    assert PostingLimit.objects.in_force().exists() == limited
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists() == shown
    assert Restriction.objects.filter(lifted_at=None).exists() != shown
    assert Report.objects.get().outcome == outcome
    # whoever reported it hears of what became of the content, and of nothing else
    told = Notification.objects.filter(recipient=ben, kind=Kind.REPORT)
    assert told.exists() == (outcome != Outcome.RESTRICTED)
    assert Notification.objects.filter(recipient=ann, kind=Kind.DECISION, subject=f"appeal:{appeal.pk}").exists()
    if level == Level.REMINDER:
        assert instead.ends_at == limit.stands_at + timedelta(days=365)


@pytest.mark.parametrize(
    "plan",
    [
        None, Plan(Level.LIMIT, days=3, hides=True, milder="x"), Plan(Level.LIMIT, days=4, milder="x"),
        Plan(Level.LIMIT, days=0, milder="x"), Plan(Level.REMOVE, milder="x"), Plan(Level.NOTHING),
        Plan(Level.LIMIT, days=1, milder=" "), Plan(Level.REMINDER), Plan(Level.INTERIM, milder="x"),
    ],
)  # fmt: skip
def test_nothing_that_is_not_milder_and_nothing_without_its_statement(
    limit: Decision, ann: Person, other: Person, plan: Plan | None
) -> None:
    appeal = appealed(ann, limit)
    with pytest.raises(Refused):
        decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.CHANGED, "Mildere.", plan))
    assert Decision.objects.count() == 1


def test_no_text_is_hidden_that_was_not(
    post: Post, ann: Person, ben: Person, lea: Person, rule: Any, other: Person
) -> None:
    decision = stepped(lea, heard(lea, in_work(lea, reported(ben, post).case)), rule, Level.LIMIT, days=3)
    appeal = appealed(ann, decision)
    for plan in (Plan(Level.LIMIT, days=1, hides=True, milder="x"), Plan(Level.HIDE, milder="x")):
        with pytest.raises(Refused):
            decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.CHANGED, "Mildere.", plan))
    assert milder(other, appeal, Level.LIMIT, days=1).restriction is None


def test_what_can_be_put_in_its_place() -> None:
    def steps(level: Level, **more: Any) -> list[str]:
        return [str(step) for step in milder_than(Decision(level=level, **more))]

    assert steps(Level.REMOVE) == ["hide", "guidance"]
    assert steps(Level.HIDE) == ["guidance"]
    assert steps(Level.REDACT) == steps(Level.NOTHING) == steps(Level.INTERIM) == []
    assert steps(Level.REMINDER) == ["guidance"]
    assert steps(Level.REMINDER, hides=True) == ["reminder", "hide", "guidance"]
    assert steps(Level.LIMIT, days=1) == ["reminder", "guidance"]
    assert steps(Level.LIMIT, days=2) == ["limit", "reminder", "guidance"]


def test_a_lead_lifts_what_is_left_and_whoever_reported_it_may_still_be_right(
    limit: Decision, ann: Person, ben: Person, other: Person, lea: Person
) -> None:
    reporters = appeal_decision(by=ben, decision=limit, text="For lite.")
    instead = milder(other, appealed(ann, limit), Level.LIMIT, days=2, hides=True)
    assert limited_in(Case.objects.get()) == instead
    lift_earlier(by=lea, decision=instead, because="Det holder.")
    assert not PostingLimit.objects.in_force().exists()
    with pytest.raises(Refused):  # who decided that does not answer the other side
        decide_appeal(by=other, appeal=reporters, answer=Answer(Verdict.OVERTURNED, "Ja."))
    decide_appeal(by=moderator("tredje"), appeal=reporters, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert set(Decision.objects.values_list("standing", flat=True)) == {"overturned"}
    assert Case.objects.get().state == State.IN_REVIEW


def test_the_page_asks_what_is_done_instead_and_the_author_reads_it(
    post: Post, ann: Person, ben: Person, mo: Person, rule: Any, other: Person, lea: Person
) -> None:  # fmt: skip
    case = heard(mo, in_work(mo, reported(ben, post).case))
    decision = hidden(mo, case, rule, Level.REMOVE)
    appealed(ann, decision)
    Person.objects.filter(pk__in=[ann.pk, ben.pk, other.pk]).update(language="en")
    client = Client()
    client.force_login(other)
    page, where = reverse("moderation:case", args=[case.ref]), reverse("moderation:appeal", args=[case.ref])
    text = client.get(page).content.decode()
    assert 'name="answer-step"' in text
    assert 'name="answer-days"' not in text
    said = {"answer-verdict": "changed", "answer-reasons": "Å skjule det holder."}
    for missing, told in (
        ({}, "Choose a milder step"), ({"answer-step": "hide"}, "A restriction says this to the author"),
        ({"answer-step": "hide", "answer-even": "[grunn]"}, "placeholder"),
    ):  # fmt: skip
        answer = client.post(where, {**said, **missing})
        assert answer.status_code == 422
        assert told in answer.content.decode(), told
        assert "Å skjule det holder." in answer.content.decode()
    whole = {**said, "answer-step": "hide", "answer-even": "Det går på en person."}
    assert client.post(where, whole).status_code == 303
    instead = Decision.objects.get(standing="stands")
    assert (instead.level, instead.section, instead.milder) == ("hide", rule, "Det går på en person.")
    client.force_login(ann)
    first = client.get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    assert instead.ref in first
    second = client.get(reverse("moderation:statement", args=[instead.ref])).content.decode()
    assert "nobody can appeal it again here" in second
    with pytest.raises(Refused):
        appeal_decision(by=ann, decision=instead, text="Enda en gang.")
    client.force_login(ben)  # it is hidden as before: nothing has become of it
    assert instead.ref not in client.get(reverse("moderation:statement", args=[decision.ref])).content.decode()
