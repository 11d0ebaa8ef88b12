"""A31, MOD-13: pictures and files of what was reported are kept as they were, for those who look at it and nobody else."""

import hashlib
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea
from network.conversations.files import Changes, Place, change_files, sweep_lost_bytes
from network.conversations.models import Attachment
from network.core import vault
from network.feed.actions import delete_post
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.desk import claim_case
from network.moderation.actions.evidence import sweep_kept_bytes
from network.moderation.actions.keeping import keep_periods
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, KeptFile, Snapshot
from network.moderation.queries.photos import number_of
from network.moderation.seals import unseal
from network.moderation.states import Level, Verdict
from profiles.actions import change_photo, photo_path
from profiles.models import Person
from tests.factories import idea_of, post_of
from tests.moderation.reported import hidden, in_work, moderator, reported
from tests.moderation.test_files import file_of
from tests.pictures import picture

pytestmark = pytest.mark.django_db
TEXT = b"Navn og nummer."


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(case: Case, file: Attachment) -> str:
    return reverse("moderation:evidence", args=[case.ref, file.pk])


def bytes_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    """What other tests kept is not swept here."""
    settings.MEDIA_ROOT = tmp_path


def long_kept(file: KeptFile) -> None:
    """Its bytes were kept long ago, and no report that is under way needs them."""
    os.utime(vault.path_of(vault.kept_place(file.stored), "file").parent, (0, 0))


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def case(post: Post, ann: Person, cleo: Person) -> Case:
    """What ann wrote, with a file in it, reported by cleo."""
    file_of(ann, post.thread)
    return reported(cleo, post).case


def test_what_its_author_deletes_is_kept_for_whoever_looks_at_it(
    case: Case, post: Post, ann: Person, mo: Person, committed: Any
) -> None:
    file = Attachment.objects.get()
    claim_case(by=mo, case=case)
    with committed():
        delete_post(by=ann, post=post)
    assert not Attachment.objects.exists()
    assert not vault.path_of(file.stored, "file").parent.exists()
    answer = signed_in(mo).get(address(case, file))
    assert bytes_of(answer) == TEXT
    assert "notat.txt" in answer["Content-Disposition"]
    page = signed_in(mo).get(reverse("moderation:case", args=[case.ref]) + "?read=1").content.decode()
    assert address(case, file) in page
    assert "notat.txt" in page


def test_and_for_nobody_else(  # noqa: PLR0913
    case: Case, post: Post, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person, mo: Person,
    committed: Any,
) -> None:  # fmt: skip
    file = Attachment.objects.get()
    with committed():
        delete_post(by=ann, post=post)
    elsewhere = [reverse("conversations:attachment", args=[file.pk, file.name]), address(case, file)]
    for person in (ann, ben, cleo, mona, ada, mo):  # mo has not claimed it
        assert {signed_in(person).get(where).status_code for where in elsewhere} == {404}, person


def test_a_picture_that_is_exchanged_is_kept_too_and_what_came_since_stands_beside_it(
    post: Post, ann: Person, cleo: Person, mo: Person, committed: Any
) -> None:
    old = file_of(ann, post.thread, "bil.jpg", picture(size=(900, 600)))
    case = reported(cleo, post).case
    claim_case(by=mo, case=case)
    with committed():
        change_files(by=ann, place=Place(post.pk), changes=Changes(removed=[old.pk]))
    new = file_of(ann, post.thread, "annen.jpg", picture(size=(300, 200)))
    page = signed_in(mo).get(reverse("moderation:case", args=[case.ref]) + "?read=1").content.decode()
    for file in (old, new):
        assert address(case, file) in page
        answer = signed_in(mo).get(address(case, file))
        assert answer["Content-Type"] == "image/webp"
        assert bytes_of(answer)[8:12] == b"WEBP"


@pytest.mark.parametrize("kind", ["post", "idea"])
def test_the_snapshot_has_the_sum_of_every_file(kind: str, rule: Any, ann: Person, cleo: Person) -> None:
    about: Post | Idea = post_of(ann) if kind == "post" else idea_of(ann)
    thread = about.thread
    assert thread is not None
    file_of(ann, thread)
    file_of(ann, thread, "bil.jpg", picture(size=(300, 200)))
    report_content(by=cleo, kind=kind, pk=about.pk, words=ReportWords("privacy"))
    told = json.loads(unseal(Snapshot.objects.get().sealed))["files"]
    assert [len(file["sha256"]) for file in told] == [64, 64]
    assert KeptFile.objects.count() == 2


def test_its_bytes_go_with_the_case(case: Case, post: Post, ann: Person, mo: Person, rule: Any, committed: Any) -> None:
    kept = vault.path_of(vault.kept_place(KeptFile.objects.get().stored), "file")
    hidden(mo, in_work(mo, case), rule)
    Decision.objects.update(appeal_by="2020-01-01")
    turn_cases()
    with committed():
        keep_periods()
    assert kept.exists()
    Case.objects.update(closed_at=timezone.now() - timedelta(days=800))
    long_kept(KeptFile.objects.get())
    with committed():
        keep_periods()
    assert not kept.exists()
    assert not KeptFile.objects.exists()
    assert vault.path_of(Attachment.objects.get().stored, "file").exists()  # what still stands is its author's


def test_not_while_another_case_relies_on_them(
    case: Case, post: Post, ann: Person, mo: Person, rule: Any, ben: Person, committed: Any
) -> None:
    file = Attachment.objects.get()
    report_content(by=ben, kind="file", pk=file.pk, words=ReportWords("privacy"))
    hidden(mo, in_work(mo, case), rule)
    Decision.objects.update(appeal_by="2020-01-01")
    turn_cases()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=800))
    long_kept(KeptFile.objects.get(case=case))
    with committed():
        keep_periods()
    assert KeptFile.objects.get().case_id != case.pk
    assert vault.path_of(vault.kept_place(file.stored), "file").exists()


def test_a_report_that_breaks_off_leaves_nothing_for_long_and_no_sweep_takes_what_is_kept(case: Case) -> None:
    stored = KeptFile.objects.get().stored
    stray = vault.path_of(vault.kept_place("aa/bb/00000000deadbbaa"), "file").parent
    stray.mkdir(parents=True)
    kept = vault.path_of(vault.kept_place(stored), "file").parent
    assert sweep_kept_bytes() == 0
    for folder in (stray, kept):
        os.utime(folder, (0, 0))
    assert sweep_kept_bytes() == 1
    sweep_lost_bytes()
    assert not stray.exists()
    assert kept.exists()


def test_what_is_lost_already_stops_no_report(post: Post, ann: Person, cleo: Person) -> None:
    file = file_of(ann, post.thread)
    vault.remove(file.stored)
    reported(cleo, post)
    assert not KeptFile.objects.exists()


def test_where_the_disk_has_no_links_it_is_copied(
    post: Post, ann: Person, cleo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(ann, post.thread)

    def refuses(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr("network.core.vault.os.link", refuses)
    reported(cleo, post)
    vault.remove(file.stored)
    assert vault.path_of(vault.kept_place(file.stored), "file").read_bytes() == TEXT


def test_what_is_reported_again_is_kept_anew(case: Case, post: Post, ben: Person) -> None:
    """A sweep between the bytes and the row of a report that is being made takes nothing away."""
    file = KeptFile.objects.get()
    long_kept(file)
    KeptFile.objects.all().delete()
    assert vault.keep(file.stored)
    assert sweep_kept_bytes() == 0


def test_where_its_reports_go_on_in_another_case_the_files_do_too(
    case: Case, post: Post, ann: Person, ben: Person, cleo: Person, mo: Person, rule: Any, committed: Any
) -> None:
    first = Attachment.objects.get()
    decision = hidden(mo, in_work(mo, case), rule, Level.NOTHING)
    with committed():
        change_files(by=ann, place=Place(post.pk), changes=Changes(removed=[first.pk]))
    newer = reported(ben, post).case
    appeal = appeal_decision(by=cleo, decision=decision, text="Se på bildet.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Enig."))
    third = moderator("tredje")
    claim_case(by=third, case=Case.objects.get(pk=newer.pk))
    assert bytes_of(signed_in(third).get(address(newer, first))) == TEXT


# The photo of a profile


def shown_to(person: Person, case: Case, photo: str) -> Any:
    return signed_in(person).get(reverse("moderation:evidence", args=[case.ref, number_of(photo)]))


def test_the_photo_of_a_profile_is_kept_whatever_its_owner_does(  # noqa: PLR0913
    rule: Any, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person, mo: Person, committed: Any
) -> None:
    first = change_photo(person=ann, upload=ContentFile(picture(size=(400, 400))))
    path = vault.path_of(photo_path(first, 256), "")
    was = path.read_bytes()
    case = report_content(by=ben, kind="person", pk=ann.pk, words=ReportWords("sexual")).case
    told = json.loads(unseal(Snapshot.objects.get().sealed))["files"]
    assert [(file["size"], file["sha256"]) for file in told] == [(len(was), hashlib.sha256(was).hexdigest())]
    with committed():
        second = change_photo(person=ann, upload=ContentFile(picture(size=(300, 300))))
    assert not path.exists()
    claim_case(by=mo, case=case)
    page = signed_in(mo).get(reverse("moderation:case", args=[case.ref]) + "?read=1").content.decode()
    for photo in (first, second):
        assert reverse("moderation:evidence", args=[case.ref, number_of(photo)]) in page
        answer = shown_to(mo, case, photo)
        assert answer["Content-Type"] == "image/webp"
        assert bytes_of(answer)[8:12] == b"WEBP"
    assert bytes_of(shown_to(mo, case, first)) == was
    for person in (ann, ben, cleo, mona, ada):
        assert {shown_to(person, case, photo).status_code for photo in (first, second)} == {404}, person


def test_each_photo_that_was_reported_is_kept_and_goes_with_the_case(
    rule: Any, ann: Person, ben: Person, cleo: Person, committed: Any
) -> None:
    for by in (ben, cleo):
        with committed():
            change_photo(person=ann, upload=ContentFile(picture(size=(400, 400))))
        report_content(by=by, kind="person", pk=ann.pk, words=ReportWords("sexual"))
    kept = [vault.path_of(vault.kept_place(file.stored), "256.webp") for file in KeptFile.objects.all()]
    for path in kept:
        os.utime(path.parent, (0, 0))
    assert sweep_kept_bytes() == 0
    assert [path.exists() for path in kept] == [True, True]
    KeptFile.objects.all().delete()
    assert sweep_kept_bytes() == 2
    assert [path.exists() for path in kept] == [False, False]


def test_a_profile_without_a_photo_keeps_none(rule: Any, ann: Person, ben: Person) -> None:
    report_content(by=ben, kind="person", pk=ann.pk, words=ReportWords("other", "Feil navn."))
    assert json.loads(unseal(Snapshot.objects.get().sealed))["files"] == []
    assert not KeptFile.objects.exists()
