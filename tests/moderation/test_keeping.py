"""How long anything is kept: exactly what the table says goes, a hold stops it, and the log still verifies (A80-A82, A85)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from network.conversations.models import PostingLimit
from network.core.clock import now
from network.moderation.access import cases_for
from network.moderation.actions import keeping
from network.moderation.actions.appealing import appeal_decision
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.custody import Answer, answer_request, ask_hold
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.desk import ask_author, claim_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.handovers import erase_copies
from network.moderation.actions.keeping import GONE, ROWS, WORDS, cut_log, keep_periods
from network.moderation.actions.log import Verb, first_break, note
from network.moderation.actions.meetings import erase_files
from network.moderation.models import (
    Appeal,
    Bar,
    Case,
    CustodyRequest,
    Decision,
    HandOver,
    Hearing,
    KeepingReceipt,
    LogCheckpoint,
    LogEntry,
    Party,
    Report,
    ReportIdentity,
    Snapshot,
)
from network.moderation.queries import retention
from network.moderation.queries.retention import RETENTION, RetentionPeriod
from network.moderation.states import Level, State
from profiles.actions.erasing import erase_person
from profiles.models import Person, Role
from tests.factories import PersonFactory, post_of
from tests.moderation.handed import adviser, heard, sent
from tests.moderation.reported import hidden, in_work, moderator, reported
from tests.moderation.test_custody import WHY

pytestmark = pytest.mark.django_db
BEGIN = datetime.fromisoformat("2020-02-03T10:00+01:00")  # the database looks at its own clock: all of it is past there


@pytest.fixture
def at(time_machine: Any) -> Any:
    """Goes to so many days after the beginning."""

    def moved(days: float) -> None:
        time_machine.move_to(BEGIN + timedelta(days=days), tick=False)

    moved(0)
    return moved


def closed(at: Any, by: Person, reporter: Person, author: Person, level: Level, rule: Any, reason: str = "") -> Case:
    """A case that is decided on the day of the beginning, and closed by the clock when nobody can appeal."""
    case = in_work(by, reported(reporter, post_of(author), reason or "harassment", text="Leit.").case)
    if level == Level.NOTHING:
        decide_case(by=by, case=case, plan=Plan(level, reasoning="Ingen person."), version=case.version)
    else:
        hidden(by, case, rule, level)
    return case


def closing(at: Any) -> None:
    at(40)
    turn_cases()


def left(case: Case) -> dict[str, int]:
    """What is left of a case."""
    return {
        "words": Report.objects.filter(case=case).exclude(text="").count(),
        "names": ReportIdentity.objects.filter(report__case=case).count(),
        "sealed": Snapshot.objects.filter(report__case=case).count(),
        "people": Party.objects.filter(case=case).count() and 1,
    }


ALL = {"words": 1, "names": 1, "sealed": 1, "people": 1}


def test_exactly_what_the_table_says_goes_on_the_day_it_says(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person
) -> None:
    """A81: the day before, on the day, and nothing of its neighbours."""
    nothing = closed(at, mo, cleo, ann, Level.NOTHING, rule)
    hid = closed(at, mo, cleo, ann, Level.HIDE, rule)
    numbers = closed(at, mo, cleo, ann, Level.HIDE, rule, "identity")
    waits = reported(cleo, post_of(ann)).case
    steps: list[tuple[float, Case, dict[str, int]]] = [
        (30, numbers, {**ALL, "sealed": 0}),
        (40 + 90, nothing, {**ALL, "words": 0, "names": 0}),
        (40 + 365, nothing, dict.fromkeys(ALL, 0)),
        (40 + 365, hid, dict.fromkeys(ALL, 0)),
        (40 + 365, numbers, dict.fromkeys(ALL, 0)),
    ]
    closing(at)
    assert set(Case.objects.filter(state=State.CLOSED)) == {nothing, hid, numbers}
    expected = {nothing: ALL, hid: ALL, numbers: ALL, waits: ALL}
    for day in (29.9, 30, 129.9, 130, 404.9, 405, 2000):
        at(day)
        keep_periods()
        expected |= {case: found for when, case, found in steps if when <= day}
        assert {case: left(case) for case in expected} == expected, day
    assert first_break() is None


def test_what_is_counted_stays_and_nothing_else(at: Any, rule: Any, mo: Person, ann: Person, cleo: Person) -> None:
    """A82: of a case that is erased no word, no person and no link is left, and the log verifies."""
    case = in_work(mo, reported(cleo, post_of(ann), text="Leit.").case)
    ask_author(by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=rule, version=case.version)
    at(8)
    turn_cases()
    case = claim_case(by=mo, case=case)
    decision = hidden(mo, case, rule)
    appeal_decision(by=ann, decision=decision, text="Nei, det var sagt til alle.")
    Appeal.objects.update(withdrawn_at=now())
    Case.objects.update(state=State.DECIDED)
    entries = LogEntry.objects.count()
    at(60)
    turn_cases()
    at(60 + 366)
    keep_periods()
    case = Case.objects.get()
    assert (case.author, case.subject_id, case.view, case.checklist) == (None, 0, "", [])
    assert (case.reason, case.state, bool(case.closed_at)) == ("harassment", "closed", True)
    kept = Decision.objects.get()
    assert (kept.level, kept.standing, kept.facts, kept.reasoning, kept.quote) == ("hide", "stands", GONE, GONE, "")
    assert (Hearing.objects.get().text, Appeal.objects.get().text, Report.objects.get().reason) == (
        GONE, GONE, "harassment",
    )  # fmt: skip
    assert Appeal.objects.get().mark == Appeal.objects.get().ref
    assert not any(model.objects.exists() for model in (Party, Bar, Snapshot, ReportIdentity))
    assert not cases_for(mo).exists()
    assert first_break() is None
    assert LogEntry.objects.count() > entries
    assert KeepingReceipt.objects.get().counts["case"] == 1


def test_pages_go_on_without_what_was_erased(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person, client_of: Any
) -> None:
    numbers = closed(at, mo, cleo, ann, Level.HIDE, rule, "identity")
    nothing = closed(at, mo, cleo, ann, Level.NOTHING, rule)
    statement = f"/appeals/{numbers.decisions.get().ref}/"
    lead = moderator("leder", Role.Kind.LEAD_MODERATOR)
    closing(at)
    at(140)
    keep_periods()
    assert "Du er en idiot." not in client_of(ann).get(statement).content.decode()
    for person, url in ((ann, statement), (cleo, "/reports/"), (cleo, statement), (lead, f"/moderation/{numbers.ref}/"),
                        (lead, f"/moderation/{numbers.ref}/?read=1"), (lead, f"/moderation/{nothing.ref}/")):  # fmt: skip
        assert client_of(person).get(url).status_code == 200, url
    assert nothing.ref not in client_of(cleo).get("/reports/").content.decode()


def test_a_shorter_period_counts_for_what_is_there_already(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A81: as GlobaLeaks did not."""
    hid = closed(at, mo, cleo, ann, Level.HIDE, rule)
    closing(at)
    at(50)
    keep_periods()
    assert left(hid) == ALL
    monkeypatch.setattr(retention, "RETENTION", {**RETENTION, "case": RetentionPeriod(9, "", "")})
    keep_periods()
    assert left(hid) == dict.fromkeys(ALL, 0)


def test_what_is_about_a_person_is_kept_for_two_years(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person
) -> None:
    hid = closed(at, mo, cleo, ann, Level.HIDE, rule)
    Decision.objects.update(level="limit", days=2)
    closing(at)
    for day, found in ((40 + 729.9, ALL), (40 + 730, dict.fromkeys(ALL, 0))):
        at(day)
        keep_periods()
        assert left(hid) == found


def test_a_hold_stops_every_erasure_until_two_people_end_it(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person
) -> None:
    """A81: legal hold respected, also of the log."""
    lead, ida = moderator("leder", Role.Kind.LEAD_MODERATOR), moderator("ida", Role.Kind.CUSTODIAN)
    held = closed(at, mo, cleo, ann, Level.NOTHING, rule, "identity")
    other = closed(at, mo, cleo, ann, Level.NOTHING, rule)
    answer_request(by=ida, request=ask_hold(by=lead, case=held, motivation=WHY), answer=Answer(True, "Ja."))
    closing(at)
    at(2000)
    keep_periods()
    assert (left(held), left(other)) == (ALL, dict.fromkeys(ALL, 0))
    assert KeepingReceipt.objects.get().held == 1
    assert LogEntry.objects.filter(case_ref=held.ref, verb="reported").exists()
    assert CustodyRequest.objects.holds().count() == 1
    lift = ask_hold(by=lead, case=held, motivation=WHY)
    keep_periods()
    assert left(held) == ALL
    answer_request(by=ida, request=lift, answer=Answer(True, "Dommen er rettskraftig."))
    keep_periods()
    assert left(held) == dict.fromkeys(ALL, 0)


def test_a_hold_that_comes_while_it_is_erased_is_heeded(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A81: what is due is looked for, and asked again when nobody else can keep the case any more."""
    hid = closed(at, mo, cleo, ann, Level.HIDE, rule)
    lead, ida = moderator("leder", Role.Kind.LEAD_MODERATOR), moderator("ida", Role.Kind.CUSTODIAN)
    closing(at)
    at(500)
    seen = keeping._each

    def and_then_held(due: Any) -> Any:
        for pk in list(seen(due)):
            if not CustodyRequest.objects.exists():
                asked = ask_hold(by=lead, case=hid, motivation=WHY)
                answer_request(by=ida, request=asked, answer=Answer(True, "Ja."))
            yield pk

    monkeypatch.setattr(keeping, "_each", and_then_held)
    keep_periods()
    assert CustodyRequest.objects.holds().exists()
    assert left(hid) == ALL


def test_the_preview_counts_what_the_run_erases_and_erases_nothing(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person, capsys: Any
) -> None:
    hid = closed(at, mo, cleo, ann, Level.HIDE, rule)
    closing(at)
    at(500)
    call_command("keep_periods", "--dry-run")
    told = capsys.readouterr().out
    assert left(hid) == ALL
    assert not KeepingReceipt.objects.exists()
    counts = retention.counts_due()
    call_command("keep_periods")
    assert KeepingReceipt.objects.get().counts == counts
    assert [line.partition(": ")[2] for line in told.splitlines() if line.startswith("Would go")] == [
        line.partition(": ")[2] for line in capsys.readouterr().out.splitlines() if line.startswith("Gone")
    ]
    call_command("keep_periods")
    assert set(KeepingReceipt.objects.last().counts.values()) == {0}


def test_the_log_is_cut_after_three_years_and_follows_where_it_was_cut(at: Any) -> None:
    """A82: the chain verifies from the checkpoint; what was cut leaves one hash."""
    for year in range(5):
        at(365 * year)
        note(Verb.CLOSED, f"AAAA-AAA{year}", by=None)
    last = LogEntry.objects.order_by("seq")[1]
    at(366 + 1096)
    assert (cut_log(), cut_log()) == (2, 0)
    assert (LogCheckpoint.objects.get().seq, LogCheckpoint.objects.get().hash) == (last.seq, last.hash)
    assert first_break() is None
    note(Verb.CLOSED, "AAAA-AAA9", by=None)
    assert first_break() is None
    at(2600)
    assert cut_log() == 4
    assert (LogEntry.objects.count(), first_break()) == (0, None)
    note(Verb.CLOSED, "AAAA-AAA8", by=None)
    assert first_break() is None


def test_the_database_cuts_nowhere_else(at: Any, time_machine: Any) -> None:
    """A80: no change, no cut without a true checkpoint, no checkpoint that is young, false or earlier, and none changes."""
    for number in range(3):
        note(Verb.CLOSED, f"AAAA-AAA{number}", by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        time_machine.move_to(cursor.fetchone()[0] - timedelta(days=364), tick=False)
    young = note(Verb.CLOSED, "AAAA-AAA9", by=None)
    old = list(LogEntry.objects.order_by("seq"))[:3]

    def refused(change: Any) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    refused(lambda: LogEntry.objects.filter(pk=old[0].pk).delete())
    refused(lambda: LogEntry.objects.filter(pk=old[0].pk).update(verb="told"))
    refused(lambda: LogCheckpoint.objects.create(seq=young.seq, hash=young.hash))
    refused(lambda: LogCheckpoint.objects.create(seq=old[1].seq, hash="0" * 64))
    refused(lambda: LogCheckpoint.objects.create(seq=10**9, hash=old[1].hash))
    LogCheckpoint.objects.create(seq=old[1].seq, hash=old[1].hash)
    refused(lambda: LogCheckpoint.objects.create(seq=old[0].seq, hash=old[0].hash))
    refused(lambda: LogCheckpoint.objects.update(hash="0" * 64))
    refused(lambda: LogCheckpoint.objects.all().delete())
    refused(lambda: LogEntry.objects.filter(pk=old[2].pk).delete())
    assert first_break() == old[0].seq  # a checkpoint without its cut, or a part of it, is seen
    LogEntry.objects.filter(pk__lte=old[1].pk).delete()
    assert first_break() is None


def test_the_database_takes_no_entry_that_does_not_follow(db: None) -> None:
    """A80."""
    first = note(Verb.CLOSED, "AAAA-AAAA", by=None)
    for number, before in enumerate(("0" * 64, "f" * 64)):
        with pytest.raises(DatabaseError), transaction.atomic():
            LogEntry.objects.create(verb="told", case_ref="AAAA-AAAA", before=before, hash=f"{number}" * 64)
    LogEntry.objects.create(verb="told", case_ref="AAAA-AAAA", before=first.hash, hash="a" * 64)


def test_the_log_holds_no_words(db: None) -> None:
    """A80: a schema in which nobody can write a sentence."""
    texts = [f for f in LogEntry._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    assert {f.name: f.max_length for f in texts} == {
        "actor": 64, "verb": 15, "case_ref": 9, "object_ref": 9, "before": 64, "hash": 64,
    }  # fmt: skip


# Columns with words that are not of a case, each with the reason.
HR = "the employer's side: erased by erase_files two years after it was closed, or with the case where nothing was sent"
NOT_OF_A_CASE = {
    **dict.fromkeys(("HandOver.purpose", "HandOver.ground", "EmployerCopy.sealed"), HR),
    **dict.fromkeys(("Meeting.invitation", "Meeting.record", "Attendance.comment"), HR),
    "TransparencyReport.discussed_with": "with whom published figures were talked over",
}
SHORT = 64  # what is longer may hold a sentence


def test_every_column_with_words_is_erased_with_its_case() -> None:
    """A new table cannot be forgotten: it needs a line in the table of keeping."""
    rows = {model for model, _path in ROWS}
    known = {(words.model, column) for words in WORDS for column in words.columns}
    missing = [
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("moderation").get_models()
        if model not in rows
        for column in model._meta.concrete_fields
        if isinstance(column, models.TextField) or (isinstance(column, models.CharField) and column.max_length > SHORT)
        if (model, column.name) not in known
    ]
    assert [name for name in missing if name not in NOT_OF_A_CASE] == []


def test_who_leaves_and_is_erased_takes_no_open_case_along(
    at: Any, rule: Any, mo: Person, ann: Person, ben: Person, ada: Person, django_capture_on_commit_callbacks: Any
) -> None:
    """A85: the open case survives and is handled; closed ones name them no more."""
    done = closed(at, mo, ben, ann, Level.HIDE, rule)
    closing(at)
    waits = reported(ben, post_of(ann)).case
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=ada, person=ann)
        erase_person(by=ada, person=ben)
    assert list(cases_for(mo).waiting()) == [waits]
    assert Case.objects.get(pk=waits.pk).author_id == ann.pk
    assert Case.objects.get(pk=done.pk).author_id is None
    assert ReportIdentity.objects.filter(report__case=waits).exists()
    assert not ReportIdentity.objects.filter(report__case=done).exists()
    case = in_work(mo, waits)
    with django_capture_on_commit_callbacks(execute=True):
        hidden(mo, case, rule)
    assert Case.objects.get(pk=waits.pk).state == State.DECIDED


def test_a_moderator_who_is_erased_leaves_decisions_that_stand(
    rule: Any, mo: Person, ann: Person, cleo: Person, ada: Person
) -> None:
    """A85: PROTECT stops nobody from being erased."""
    case = in_work(mo, reported(cleo, post_of(ann)).case)
    hidden(mo, case, rule)
    erase_person(by=ada, person=mo)
    assert Decision.objects.get().by.name != "Mo Moe"
    assert Decision.objects.get().standing == "stands"
    assert PersonFactory().is_active


def test_what_was_handed_over_keeps_its_person_until_the_employers_side_has_closed_it(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person
) -> None:
    """The erasure of a case takes nobody from a matter that is still open, and nothing with words stays afterwards."""
    lead, hr = moderator("leder", Role.Kind.LEAD_MODERATOR), adviser()
    case = heard(lead, reported(cleo, post_of(ann), text="Leit.").case, rule)
    handover = sent(lead, mo, case, hr)
    closing(at)
    at(2000)
    keep_periods()
    assert Case.objects.get(pk=case.pk).author_id == ann.pk
    HandOver.objects.filter(pk=handover.pk).update(standing="closed", closed_at=now())
    keep_periods()
    assert left(case) == dict.fromkeys(ALL, 0)
    kept = HandOver.objects.get()
    assert (kept.sealed, bool(kept.purpose), len(kept.digest)) == ("", True, 64)


def test_a_posting_limit_goes_with_its_case_and_that_there_was_one_stays(
    at: Any, rule: Any, mo: Person, ann: Person, cleo: Person
) -> None:
    case = closed(at, mo, cleo, ann, Level.HIDE, rule)
    limit = PostingLimit.objects.create(person=ann, reason="AAAA-AAAA", ends_at=now() + timedelta(days=2))
    Decision.objects.update(level="limit", days=2, limit=limit)
    closing(at)
    at(40 + 731)
    keep_periods()
    assert left(case) == dict.fromkeys(ALL, 0)
    assert not PostingLimit.objects.exists()
    assert Decision.objects.get().level == "limit"


def test_a_hold_keeps_what_was_handed_over_too(at: Any, rule: Any, mo: Person, ann: Person, cleo: Person) -> None:
    lead, hr, ida = moderator("leder", Role.Kind.LEAD_MODERATOR), adviser(), moderator("ida", Role.Kind.CUSTODIAN)
    case = heard(lead, reported(cleo, post_of(ann)).case, rule)
    handover = sent(lead, mo, case, hr)
    answer_request(by=ida, request=ask_hold(by=lead, case=case, motivation=WHY), answer=Answer(True, "Ja."))
    HandOver.objects.filter(pk=handover.pk).update(standing="closed", received_at=now(), closed_at=now())
    at(1500)
    assert (erase_copies(), erase_files()) == (0, 0)
    CustodyRequest.objects.holds().update(ended_at=now())
    assert (erase_copies(), erase_files()) == (1, 1)
