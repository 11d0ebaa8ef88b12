"""Reporting one picture or file: who may, what is kept of it, and what hiding it takes away (A33, A54, A97)."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from network.conversations.actions import end_restrictions, place_restriction
from network.conversations.files import Changes, change_files, store_upload
from network.conversations.models import Attachment, Place
from network.core import vault
from network.core.clock import now
from network.feed.actions import delete_post
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, Report, Snapshot
from network.moderation.queries.content import content_of, is_hidden
from network.moderation.seals import unseal
from network.moderation.states import Level, Outcome, Verdict
from network.policy.models import Section
from profiles.models import Person
from tests.factories import idea_of, post_of
from tests.moderation.reported import hidden, in_work, moderator
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def file_of(owner: Person, thread: Any, name: str = "notat.txt", content: bytes = b"Navn og nummer.") -> Attachment:
    file = store_upload(owner=owner, upload=SimpleUploadedFile(name, content), alt="En dame ved en bil")
    change_files(by=owner, place=Place(thread.pk), changes=Changes([file]))
    file.refresh_from_db()
    return file


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status(client: Client, address: str, headers: dict[str, str] | None = None, method: str = "get") -> int:
    answer = getattr(client, method)(address, headers=headers or {})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def report_file(by: Person, file: Attachment, reason: str = "privacy") -> Report:
    return report_content(by=by, kind="file", pk=file.pk, words=ReportWords(reason, "Jeg er ikke spurt."))


def test_whoever_sees_a_file_reports_it_and_for_others_it_is_missing(
    rule: Section, secret_group: Any, ann: Person, ben: Person, cleo: Person, ada: Person, mo: Person, mona: Person
) -> None:
    """A33."""
    file = file_of(ann, post_of(ann, secret_group).thread)
    address = reverse("moderation:report", args=["file", file.pk])
    found = {p.handle: signed_in(p).get(address).status_code for p in (ben, mona, cleo, mo, ada)}
    assert found == {"ben": 200, "mona": 200, "cleo": 404, "mo": 404, "ada": 404}
    assert signed_in(cleo).post(address, {"reason": "privacy"}).status_code == 404
    assert not Report.objects.exists()


def test_what_hangs_nowhere_yet_is_no_content(ann: Person, ben: Person) -> None:
    file = store_upload(owner=ann, upload=SimpleUploadedFile("a.txt", b"x"))
    assert signed_in(ben).get(reverse("moderation:report", args=["file", file.pk])).status_code == 404
    assert content_of("file", file.pk) is None


def test_the_snapshot_tells_which_bytes_it_was(post: Post, ann: Person, cleo: Person) -> None:
    file = file_of(ann, post.thread)
    report_file(cleo, file)
    told = json.loads(unseal(Snapshot.objects.get().sealed))
    assert told["kind"] == "file"
    assert told["title"] == "notat.txt"
    assert told["authors"] == [ann.pk]
    assert told["files"] == [
        {
            "id": file.pk, "name": "notat.txt", "size": file.size, "alt": file.alt, "stored": file.stored,
            "sha256": hashlib.sha256(b"Navn og nummer.").hexdigest(),
        }
    ]  # fmt: skip


def test_of_a_picture_the_largest_width_is_summed(post: Post, ann: Person, cleo: Person) -> None:
    file = file_of(ann, post.thread, "bil.jpg", picture(size=(900, 600)))
    report_file(cleo, file)
    told = json.loads(unseal(Snapshot.objects.get().sealed))["files"][0]
    largest = max(vault.path_of(file.stored, "480.webp").parent.iterdir(), key=lambda part: int(part.stem))
    assert told["sha256"] == hashlib.sha256(largest.read_bytes()).hexdigest()
    assert told["alt"] == "En dame ved en bil"


@pytest.fixture
def hidden_picture(post: Post, ann: Person, cleo: Person, rule: Section) -> tuple[Attachment, Decision]:
    """A picture of ann's post, hidden after a report by cleo; a file beside it stands."""
    file = file_of(ann, post.thread, "bil.jpg", picture(size=(900, 600)))
    file_of(ann, post.thread, "ved siden av.txt")
    case = report_file(cleo, file).case
    lead = moderator("leder")
    return file, hidden(lead, in_work(lead, case), rule)


def addresses(file: Attachment) -> list[str]:
    widths = [reverse("conversations:picture", args=[file.pk, width]) for width in (480, 960, 1600)]
    return [*widths, reverse("conversations:attachment", args=[file.pk, file.name])]


def test_a_hidden_picture_answers_404_to_all_but_its_owner_in_every_width_and_range(
    hidden_picture: tuple[Attachment, Decision], post: Post, ann: Person, ben: Person, cleo: Person, ada: Person
) -> None:
    """A97."""
    file, _decision = hidden_picture
    for person in (ben, cleo, ada, moderator("mod")):
        client = signed_in(person)
        etag = f'"{file.pk:x}-480.webp"'
        for address in addresses(file):
            assert status(client, address) == status(client, address, method="head") == 404
            assert status(client, address, {"Range": "bytes=0-9"}) == 404
            assert status(client, address, {"If-None-Match": etag}) == 404
        assert "bil.webp" not in client.get(reverse("feed:post", args=[post.pk])).content.decode()
        assert str(file.pk) not in client.get(reverse("feed:home")).content.decode()
    assert [status(signed_in(ann), address) for address in addresses(file)] == [200] * 4


def test_a_file_of_a_hidden_post_answers_404_too(
    hidden_picture: tuple[Attachment, Decision], post: Post, ann: Person, ben: Person
) -> None:
    """A97: also to its owner; the post is gone for everybody."""
    other = file_of(ann, post.thread, "to.jpg", picture(size=(900, 600)))
    assert {status(signed_in(ben), address) for address in addresses(other)} == {200}
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    for person in (ann, ben):
        assert {status(signed_in(person), address) for address in addresses(other)} == {404}


def test_what_hangs_beside_it_and_the_text_stay(
    hidden_picture: tuple[Attachment, Decision], post: Post, ben: Person
) -> None:
    page = signed_in(ben).get(reverse("feed:post", args=[post.pk])).content.decode()
    assert "ved siden av.txt" in page
    assert "Du er en idiot." in page
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()


def test_a_hidden_file_comes_back_whole(
    hidden_picture: tuple[Attachment, Decision], post: Post, ann: Person, ben: Person, rule: Section
) -> None:
    """A54."""
    file, decision = hidden_picture
    appeal = appeal_decision(by=ann, decision=decision, text="Hun sa ja.")
    assert is_hidden(content_of("file", file.pk))  # type: ignore[arg-type]
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Hun ble spurt."))
    assert [status(signed_in(ben), address) for address in addresses(file)] == [200] * 4
    page = signed_in(ben).get(reverse("feed:post", args=[post.pk])).content.decode()
    assert addresses(file)[0] in page


def test_hidden_for_the_time_being_it_is_back_when_the_clock_says_so(
    post: Post, ann: Person, ben: Person, cleo: Person, rule: Section, time_machine: Any
) -> None:
    file = file_of(ann, post.thread)
    lead = moderator("leder")
    hidden(lead, in_work(lead, report_file(cleo, file).case), rule, Level.INTERIM)
    address = reverse("conversations:attachment", args=[file.pk, file.name])
    assert status(signed_in(ben), address) == 404
    version = post.thread.__class__.objects.get(pk=post.pk).version
    time_machine.move_to(now() + timedelta(days=12))
    end_restrictions()
    assert status(signed_in(ben), address) == 200
    assert post.thread.__class__.objects.get(pk=post.pk).version > version  # its card is made anew


def test_a_file_of_an_idea_is_hidden_on_the_page_of_the_idea(
    ann: Person, ben: Person, cleo: Person, rule: Section
) -> None:
    idea = idea_of(ann)
    file = file_of(ann, idea.thread)
    page = signed_in(ben).get(idea.get_absolute_url()).content.decode()
    assert "notat.txt" in page
    lead = moderator("leder")
    hidden(lead, in_work(lead, report_file(cleo, file).case), rule)
    page = signed_in(ben).get(idea.get_absolute_url()).content.decode()
    assert "notat.txt" not in page


def test_a_file_that_its_owner_took_away_is_answered_as_gone(
    post: Post, ann: Person, cleo: Person, rule: Section
) -> None:
    """A31."""
    report = report_file(cleo, file_of(ann, post.thread))
    delete_post(by=ann, post=post)
    lead = moderator("leder")
    case = in_work(lead, report.case)
    decide_case(by=lead, case=case, plan=Plan(Level.NOTHING, reasoning="Borte."), version=case.version)
    report.refresh_from_db()
    assert report.outcome == Outcome.GONE


def test_the_page_of_a_report_offers_each_file_by_itself(post: Post, ann: Person, cleo: Person) -> None:
    file = file_of(ann, post.thread)
    address = reverse("moderation:report", args=["file", file.pk])
    assert address in signed_in(cleo).get(reverse("moderation:report", args=["post", post.pk])).content.decode()
    menu = signed_in(cleo).get(reverse("feed:post_menu", args=[post.pk])).content.decode()
    assert reverse("moderation:report", args=["post", post.pk]) + "#files" in menu
    own = signed_in(ann).get(address)
    assert reverse("feed:post_edit", args=[post.pk]) in own.content.decode()


def test_its_case_is_worked_on_as_any_other(post: Post, ann: Person, cleo: Person) -> None:
    file = file_of(ann, post.thread)
    lead = moderator("leder")
    case = in_work(lead, report_file(cleo, file).case)
    page = signed_in(lead).get(reverse("moderation:case", args=[case.ref]) + "?read=1").content.decode()
    assert "notat.txt" in page
    assert "SHA-256" in page
    assert Case.objects.get(pk=case.pk).author == ann
    mine = signed_in(cleo).get(reverse("moderation:reports")).content.decode()
    assert "notat.txt" in mine
