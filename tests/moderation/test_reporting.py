"""A report: what is wrong, what it looked like and who says so, in one transaction; one open case for each content."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from network.conversations.actions import delete_comment
from network.core.access import Refused
from network.feed.actions import delete_post
from network.moderation.actions import reporting
from network.moderation.actions.appealing import appeal_decision, withdraw_appeal
from network.moderation.actions.log import first_break
from network.moderation.actions.reporting import A_DAY, ReportWords, report_content
from network.moderation.models import Case, LogEntry, Party, Report, ReportIdentity, Snapshot
from network.moderation.queries.content import content_for
from network.moderation.seals import mark_of, unseal
from network.moderation.states import Outcome
from profiles.models import Person
from tests.factories import PersonFactory, comment_of, post_of
from tests.moderation.reported import hidden, in_work, reported

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def test_a_report_makes_a_case_with_a_snapshot_and_an_identity_that_is_sealed(post: Any, ben: Person) -> None:
    report = reported(ben, post)
    case = Case.objects.get()
    assert (case.kind, case.subject_id, case.author_id, case.state) == ("post", post.pk, post.thread.author_id, "new")
    assert "Du er en idiot." in unseal(report.snapshot.sealed)
    assert unseal(report.identity.sealed) == str(ben.pk)
    assert report.identity.mark == mark_of(ben.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM moderation_snapshot")
        assert "idiot" not in cursor.fetchone()[0]


def test_if_anything_fails_nothing_is_left(post: Any, ben: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(reporting, "_take_part", broken)
    with pytest.raises(RuntimeError):
        reported(ben, post)
    assert not any(model.objects.exists() for model in (Report, ReportIdentity, Snapshot, Case, LogEntry))


def test_a_snapshot_an_identity_and_the_log_never_change(post: Any, ben: Person) -> None:
    reported(ben, post)
    for change in (
        lambda: Snapshot.objects.update(digest="x"),
        lambda: ReportIdentity.objects.update(mark="x"),
        lambda: LogEntry.objects.update(verb="told"),
        lambda: LogEntry.objects.all().delete(),
        lambda: Party.objects.update(mark="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_changed_or_deleted_after_the_report_is_still_there_as_it_was(
    post: Any, ann: Person, ben: Person
) -> None:
    report = reported(ben, post)
    delete_post(by=ann, post=post)
    assert "Du er en idiot." in unseal(Snapshot.objects.get(report=report).sealed)


def test_several_reports_of_one_thing_are_one_case(post: Any, ben: Person, cleo: Person) -> None:
    reported(ben, post, "misplaced")
    reported(cleo, post, "danger")
    case = Case.objects.get()
    assert (case.reports.count(), case.reason, case.priority) == (2, "danger", 0)


def test_a_less_pressing_report_makes_nothing_later(post: Any, ben: Person, cleo: Person) -> None:
    reported(ben, post, "danger")
    before = Case.objects.get()
    reported(cleo, post, "misplaced")
    after = Case.objects.get()
    assert (after.reason, after.priority, after.due_at) == ("danger", 0, before.due_at)


def test_the_same_key_reports_once(post: Any, ben: Person) -> None:
    key = uuid4()
    made = [report_content(by=ben, kind="post", pk=post.pk, words=ReportWords("spam"), key=key) for _ in range(2)]
    assert made[0] == made[1]
    assert Report.objects.count() == 1


def test_nobody_reports_what_they_cannot_see_and_nobody_their_own(
    secret_group: Any, ann: Person, cleo: Person, gone: Person
) -> None:
    hidden = post_of(ann, secret_group)
    for person in (cleo, gone):
        assert content_for(person, "post", hidden.pk) is None
        with pytest.raises(Refused):
            reported(person, hidden)
    with pytest.raises(Refused):
        reported(ann, hidden)
    with pytest.raises(Refused):
        report_content(by=ann, kind="nothing", pk=1, words=ReportWords("spam"))


def test_something_else_needs_words(post: Any, ben: Person) -> None:
    with pytest.raises(Refused):
        reported(ben, post, "other", text=" ")
    assert reported(ben, post, "other", text="Det er rart.").reason == "other"


def test_who_reports_much_in_a_day_waits_but_never_with_what_is_urgent(ann: Person, ben: Person) -> None:
    posts = [post_of(ann, text=f"Nummer {n}") for n in range(A_DAY + 1)]
    for post in posts[:A_DAY]:
        reported(ben, post, "spam")
    assert [is_taken(ben, posts[-1], reason) for reason in ("spam", "danger", "identity")] == [False, True, True]


def test_what_is_urgent_uses_nothing_of_the_day_up(ann: Person, ben: Person) -> None:
    for number in range(A_DAY):
        reported(ben, post_of(ann, text=f"Nummer {number}"), "danger")
    assert is_taken(ben, post_of(ann), "spam")


def is_taken(person: Person, post: Any, reason: str) -> bool:
    try:
        reported(person, post, reason)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("change", ["digest", "taken_at", "sealed"])
def test_a_snapshot_changes_only_where_words_are_taken_out_of_it(post: Any, ben: Person, change: str) -> None:
    """M1: with a new hash of what is left, and with the old one and its moment as they were."""
    reported(ben, post)
    changed = {
        "digest": {"digest": "x", "redacted_digest": "y"},
        "taken_at": {"taken_at": timezone.now(), "redacted_digest": "y"},
        "sealed": {"sealed": "x"},
    }[change]
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.update(**changed)


def test_an_answer_has_its_moment_and_says_something(post: Any, ben: Person) -> None:
    """M11."""
    reported(ben, post)
    for change in ({"told_at": timezone.now()}, {"outcome": Outcome.STAYS}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.update(**change)


def test_whoever_reports_and_appeals_leaves_no_mark_in_the_log(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    """A40: the log is read by more people than whoever may open a name."""
    decision = hidden(mo, in_work(mo, reported(ben, post).case), rule)
    withdraw_appeal(by=ben, appeal=appeal_decision(by=ben, decision=decision, text="Det er for lite."))
    assert {"reported", "appealed", "withdrawn"} <= set(LogEntry.objects.values_list("verb", flat=True))
    assert not LogEntry.objects.filter(actor=mark_of(ben.pk)).exists()


def test_comments_profiles_groups_and_ideas_are_reported_too(
    post: Any, ann: Person, ben: Person, open_group: Any
) -> None:
    said = comment_of(ann, post, "Idiot.")
    for kind, pk in (("comment", said.pk), ("person", ann.pk), ("group", open_group.pk)):
        report_content(by=ben, kind=kind, pk=pk, words=ReportWords("harassment"))
    assert set(Case.objects.values_list("kind", flat=True)) == {"comment", "person", "group"}
    delete_comment(by=ann, comment=said)
    assert content_for(ben, "comment", said.pk) is None


def test_the_log_is_a_chain_and_names_nobody(post: Any, ben: Person, cleo: Person) -> None:
    reported(ben, post)
    reported(cleo, post)
    assert first_break() is None
    assert not {str(ben.pk), ben.handle, ben.name} & set(LogEntry.objects.values_list("actor", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE moderation_logentry DISABLE TRIGGER unchanged")
        cursor.execute(
            "UPDATE moderation_logentry SET case_ref = 'AAAA-AAAA' WHERE seq = (SELECT min(seq) FROM moderation_logentry)"
        )
        cursor.execute("ALTER TABLE moderation_logentry ENABLE TRIGGER unchanged")
    assert first_break() == LogEntry.objects.order_by("seq").first().seq


def test_the_clock_counts_working_time(time_machine: Any, post: Any) -> None:
    """Friday 15:30 before a public holiday: half an hour then, the rest after it."""
    time_machine.move_to(timezone.datetime(2026, 5, 15, 15, 30, tzinfo=timezone.get_default_timezone()), tick=False)
    case = reported(PersonFactory(), post, "secret").case  # 4 hours; Monday 25 May is Whit Monday, not in the way
    local = timezone.localtime(case.look_by)
    assert (local.date().isoformat(), local.hour, local.minute) == ("2026-05-18", 11, 30)


def test_a_holiday_is_no_working_day(time_machine: Any, post: Any) -> None:
    time_machine.move_to(timezone.datetime(2026, 5, 22, 15, 30, tzinfo=timezone.get_default_timezone()), tick=False)
    local = timezone.localtime(reported(PersonFactory(), post, "secret").case.look_by)
    assert (local.date().isoformat(), local.hour, local.minute) == ("2026-05-26", 11, 30)
