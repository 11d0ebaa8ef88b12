"""FILE-01, 02, 12, 13, 14: whoever may not see the post may not learn of its files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.conversations.files import Changes, discard_upload, set_alt, store_upload
from network.conversations.models import Attachment, Restriction, Revision, Thread
from network.core import vault
from network.core.access import Refused
from network.feed.actions import Words, delete_post, edit_post, publish_post
from network.groups.models import Group
from profiles.models import Person
from tests.feed.attached import attached, body_of, bytes_kept, urls_of
from tests.pictures import picture, upload

pytestmark = pytest.mark.wide

Signed = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# FILE-01 and FILE-13


@pytest.mark.parametrize("kind", ["open_group", "closed_group", "secret_group"])
@pytest.mark.parametrize(
    "sent", [upload(picture(), "plan.jpg"), upload(b"hemmelig", "plan.txt")], ids=["image", "file"]
)
def test_files_are_seen_by_those_who_see_the_post(
    kind: str, sent: Any, ann: Person, ben: Person, cleo: Person, client_of: Signed, request: pytest.FixtureRequest
) -> None:
    group = request.getfixturevalue(kind)
    _post, kept = attached(ann, group, upload=sent)
    for url in urls_of(kept):
        answer = client_of(ben).get(url)
        assert answer.status_code == 200
        assert body_of(answer)
        etag = answer["ETag"]
        for headers in ({}, {"if-none-match": etag}, {"if-none-match": "*"}, {"range": "bytes=0-3"}, {"if-match": "x"}):
            outsider = client_of(cleo).get(url, headers=headers)
            if group.is_open:
                assert outsider.status_code in (200, 206, 304, 412)
                body_of(outsider)
            else:
                assert outsider.status_code == 404
                assert "ETag" not in outsider
        assert client_of(ben).get(url, headers={"if-none-match": etag}).status_code == 304


def test_refused_and_missing_look_the_same(ann: Person, cleo: Person, secret_group: Group, client_of: Signed) -> None:
    _post, kept = attached(ann, secret_group)
    outsider = client_of(cleo)

    def answer(pk: int) -> tuple[int, bytes, set[str]]:
        response = outsider.get(reverse("conversations:picture", args=[pk, 480]))
        said = re.sub(rb'data-since="[0-9]+"|(content|value)="\w{64}"', b"", response.content)
        return response.status_code, said.replace(str(pk).encode(), b"N"), set(response.headers)

    assert answer(kept.pk) == answer(kept.pk - 1)
    assert answer(kept.pk)[0] == 404


def test_signed_out_people_are_asked_to_sign_in(ann: Person) -> None:
    _post, kept = attached(ann)
    for url in urls_of(kept):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert "ETag" not in answer


def test_an_upload_that_is_not_attached_is_its_owners_alone(
    ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person, client_of: Signed
) -> None:
    kept = store_upload(owner=ann, upload=upload(picture()))
    for url in urls_of(kept):
        assert body_of(client_of(ann).get(url))
        for person in (ben, cleo, mona, ada):
            assert client_of(person).get(url).status_code == 404


def test_who_leaves_the_group_leaves_its_files(
    ann: Person, ben: Person, closed_group: Group, client_of: Signed
) -> None:
    _post, kept = attached(ann, closed_group)
    reader = client_of(ben)
    answer = reader.get(urls_of(kept)[0])
    body_of(answer)
    closed_group.memberships.filter(person=ben).delete()
    assert reader.get(urls_of(kept)[0], headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_others_uploads_cannot_be_described_discarded_or_attached(
    ann: Person, ben: Person, cleo: Person, client_of: Signed
) -> None:
    kept = store_upload(owner=ann, upload=upload(picture()))
    for person in (ben, cleo):
        for name in ("attachment_alt", "attachment_discard"):
            assert client_of(person).post(reverse(f"conversations:{name}", args=[kept.pk])).status_code == 404
        with pytest.raises(Refused):
            set_alt(by=person, attachment=kept, alt="Min")
        with pytest.raises(Refused):
            discard_upload(by=person, attachment=kept)
        publish_post(author=person, group=None, words=Words(text="Tyv"), attachments=[kept])
    kept.refresh_from_db()
    assert (kept.thread_id, kept.alt) == (None, "")


# FILE-02


@pytest.mark.parametrize(
    "address",
    [
        "/media/{stored}/480.webp",
        "/static/{stored}/480.webp",
        "/files/{stored}/480.webp",
        "/files/..%2f{stored}/480.webp",
    ]
    + ["/files/%252e%252e/{stored}/480.webp", "/files/{pk}/..%2f..%2fsecret-key", "/files/{pk}/..\\..\\secret-key"]
    + ["/files/{pk}//etc/passwd", "/files/{pk}/%00", "/files/{pk}/481.webp", "/files/0/x", "/files/-1/x"],
)
def test_a_guessed_path_leads_nowhere(address: str, ann: Person, client_of: Signed) -> None:
    _post, kept = attached(ann)
    assert client_of(ann).get(address.format(stored=kept.stored, pk=kept.pk)).status_code == 404


def test_stored_names_are_ours_and_the_folder_is_closed(ann: Person) -> None:
    kept = store_upload(owner=ann, upload=upload(b"x", "../../hjem.txt"))
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{16}", kept.stored)
    (path,) = bytes_kept()
    assert path == vault.path_of(kept.stored, "file")
    assert path.stat().st_mode & 0o007 == 0
    assert path.parent.stat().st_mode & 0o007 == 0


# FILE-12


def test_a_hidden_or_deleted_post_hides_its_files_at_once(
    ann: Person, ben: Person, cleo: Person, mo: Person, client_of: Signed, django_capture_on_commit_callbacks: Any
) -> None:
    post, kept = attached(ann)
    clients = [client_of(person) for person in (ann, ben, cleo, mo)]
    restriction = Restriction.objects.create(subject_id=post.pk, reason="Omtalte en kollega")
    assert {client.get(urls_of(kept)[1]).status_code for client in clients} == {404}
    restriction.delete()
    assert all(body_of(client.get(urls_of(kept)[1]))[:4] == b"RIFF" for client in clients)
    delete_post(by=ann, post=post)
    assert {client.get(urls_of(kept)[1]).status_code for client in clients} == {404}


# FILE-14


def test_no_shared_cache_keeps_a_file(ann: Person, cleo: Person, client_of: Signed) -> None:
    _post, kept = attached(ann)
    for url in urls_of(kept):
        answer = client_of(cleo).get(url)
        body_of(answer)
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"]
        again = client_of(cleo).get(url, headers={"if-none-match": answer["ETag"]})
        assert again["Cache-Control"] == "private, no-cache"


# Removing from a published post


@pytest.mark.parametrize("sent", [upload(picture(), "mast.jpg"), upload(b"plan", "plan.txt")], ids=["image", "file"])
def test_a_removed_file_is_gone_for_everybody_and_the_history_says_so(
    sent: Any, ann: Person, ben: Person, cleo: Person, mo: Person, client_of: Signed,
    secret_group: Group, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    post, kept = attached(ann, secret_group, upload=sent)
    edited = f"/posts/{post.pk}/edit/"
    answer = client_of(ben).get(urls_of(kept)[0])
    body_of(answer)
    page = client_of(ann).get(edited).content.decode()
    assert f'name="remove" value="{kept.pk}"' in page
    before = Thread.objects.get(pk=post.pk).version
    with django_capture_on_commit_callbacks(execute=True):
        sent_back = client_of(ann).post(edited, {"text": "Se her", "remove": kept.pk})
    assert sent_back["Location"] == post.get_absolute_url()
    for person in (ann, ben, cleo, mo):
        for url in urls_of(kept):
            assert client_of(person).get(url).status_code == 404
            assert client_of(person).get(url, headers={"if-none-match": answer["ETag"]}).status_code == 404
    assert bytes_kept() == []
    assert Thread.objects.get(pk=post.pk).version > before
    assert str(kept.pk) not in client_of(ben).get(post.get_absolute_url()).content.decode()
    told = client_of(ben).get(f"/posts/{post.pk}/history/").content.decode()
    assert f"Removed the file {kept.name}" in told
    assert client_of(cleo).get(f"/posts/{post.pk}/history/").status_code == 404


def test_only_the_author_removes_and_only_from_that_post(
    ann: Person, ben: Person, cleo: Person, open_group: Group, client_of: Signed
) -> None:
    post, kept = attached(ann, open_group)
    other, others = attached(ann)
    for person in (ben, cleo):
        answer = client_of(person).post(f"/posts/{post.pk}/edit/", {"text": "Tyv", "remove": kept.pk})
        assert answer.status_code == 403
        with pytest.raises(Refused):
            edit_post(by=person, post=post, words=Words("Tyv"), files=Changes(removed=[kept.pk]))
    remove = [others.pk, "x", "9" * 30, -1]
    assert client_of(ann).post(f"/posts/{post.pk}/edit/", {"text": "Se her", "remove": remove}).status_code == 303
    assert list(post.thread.attachments.all()) == [kept]
    assert list(other.thread.attachments.all()) == [others]
    assert not Revision.objects.exists()


def test_a_faulty_edit_removes_and_describes_nothing_and_keeps_what_was_chosen(ann: Person, client_of: Signed) -> None:
    post, kept = attached(ann)
    sent = {"text": "", "remove": kept.pk, f"alt-{kept.pk}": "En mast"}
    page = client_of(ann).post(f"/posts/{post.pk}/edit/", sent)
    assert page.status_code == 422
    assert re.search(rf'name="remove" value="{kept.pk}"[^>]* checked', page.content.decode())
    assert 'value="En mast"' in page.content.decode()
    assert Attachment.objects.get(pk=kept.pk).alt == ""


def test_a_published_picture_is_described_anew_and_the_post_shows_it(
    ann: Person, ben: Person, client_of: Signed
) -> None:
    post, kept = attached(ann)
    reader = client_of(ben)
    assert "Picture without a description" in reader.get(post.get_absolute_url()).content.decode()
    client_of(ann).post(f"/posts/{post.pk}/edit/", {"text": "Se her", f"alt-{kept.pk}": "En mast i snø"})
    assert 'alt="En mast i snø"' in reader.get(post.get_absolute_url()).content.decode()
    aside = client_of(ann).post(
        reverse("conversations:attachment_alt", args=[kept.pk]), {f"alt-{kept.pk}": "En mast i tåke"}
    )
    assert aside.status_code == 403  # only together with the text, so that nobody changes what is decided on
    assert 'alt="En mast i snø"' in reader.get(post.get_absolute_url()).content.decode()
