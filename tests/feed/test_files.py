"""FILE-01 to FILE-15: whoever may not see the post may not learn of its files, and no file can harm who opens it."""

import io
import os
import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from network.conversations.models import Restriction
from network.core import vault
from network.core.access import Refused
from network.core.clock import now
from network.feed import files
from network.feed.actions import Words, delete_post, publish_post
from network.feed.filenames import clean_name
from network.feed.files import NotStored, discard_upload, set_alt, store_upload, sweep_lost_bytes, sweep_orphans
from network.feed.models import Attachment, Post
from network.feed.tasks import sweep_files
from network.groups.models import Group
from profiles.models import Person
from tests.pictures import CANARY, photo_with_everything, picture, png_claiming, upload

Signed = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def small(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 200_000


def bytes_kept() -> list[Path]:
    return [path for path in Path(vault._root()).rglob("*") if path.is_file()]


def attached(author: Person, group: Group | None = None, **what: Any) -> tuple[Post, Attachment]:
    kept = store_upload(owner=author, upload=what.get("upload") or upload(picture()))
    post = publish_post(author=author, group=group, words=Words(text="Se her"), attachments=[kept])
    return post, Attachment.objects.get(pk=kept.pk)


def urls_of(kept: Attachment) -> list[str]:
    urls = [reverse("feed:attachment", args=[kept.pk, kept.name])]
    return urls + [reverse("feed:picture", args=[kept.pk, width]) for width in (480, 960, 1600) if kept.is_image]


def body_of(response: Any) -> bytes:
    """Everything that was sent; the client closes the answer at its end."""
    return b"".join(response.streaming_content) if response.streaming else response.content


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
        response = outsider.get(reverse("feed:picture", args=[pk, 480]))
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
            assert client_of(person).post(reverse(f"feed:{name}", args=[kept.pk])).status_code == 404
        with pytest.raises(Refused):
            set_alt(by=person, attachment=kept, alt="Min")
        with pytest.raises(Refused):
            discard_upload(by=person, attachment=kept)
        publish_post(author=person, group=None, words=Words(text="Tyv"), attachments=[kept])
    kept.refresh_from_db()
    assert (kept.post_id, kept.alt) == (None, "")


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


# FILE-03


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("side.html", b"<!doctype html><script>alert(1)</script>"),
        ("tegning.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("data.xml", b'<?xml version="1.0"?><x/>'),
        ("side.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml"><script/></html>'),
        ("kode.js", b"alert(1)"),
        ("rapport.pdf", b"%PDF-1.7\n/OpenAction /JavaScript"),
        ("arkiv.mht", b"MIME-Version: 1.0\nContent-Type: text/html"),
    ],
)
def test_what_could_run_is_only_ever_downloaded(
    name: str, content: bytes, ann: Person, cleo: Person, client_of: Signed
) -> None:
    _post, kept = attached(ann, upload=upload(content, name))
    answer = client_of(cleo).get(urls_of(kept)[0])
    assert body_of(answer) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] in ("application/octet-stream", "application/pdf")
    assert client_of(cleo).get(reverse("feed:picture", args=[kept.pk, 480])).status_code == 404


def test_a_picture_is_shown_under_the_same_guard(ann: Person, cleo: Person, client_of: Signed) -> None:
    _post, kept = attached(ann)
    download, *shown = urls_of(kept)
    for url in shown:
        answer = client_of(cleo).get(url)
        assert body_of(answer)[:4] == b"RIFF"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Content-Type"] == "image/webp"
        assert answer["Content-Security-Policy"].startswith("sandbox")
    answer = client_of(cleo).get(download)
    assert answer["Content-Disposition"] == 'attachment; filename="bilde.webp"'
    body_of(answer)


# FILE-04 and FILE-06


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bilde.png", b"<script>alert(1)</script>"),
        ("bilde.php.jpg", b"<?php system($_GET[0]);"),
        ("bilde.jpg", picture()[:500]),
        ("bilde.gif", b"GIF89a/*" + b"*/=alert(1);" * 9),
        ("ferie.heic", b"\0\0\0\x18ftypheic" + bytes(99)),
        ("ferie.dat", b"\0\0\0\x18ftypheic" + bytes(99)),
        ("skann.bin", b"II*\0" + bytes(99)),
        ("logo.svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("stor.png", png_claiming(30_000, 30_000)),
    ],
)
def test_a_picture_in_name_only_is_refused_and_leaves_nothing(name: str, content: bytes, ann: Person) -> None:
    with pytest.raises(NotStored, match="[Tt]ry"):
        store_upload(owner=ann, upload=upload(content, name))
    assert not bytes_kept()
    assert not Attachment.objects.exists()


def test_content_decides_and_a_polyglot_comes_out_as_pixels(ann: Person) -> None:
    polyglot = picture("PNG") + b"<script>" + CANARY + b"</script>PK\x03\x04"
    kept = store_upload(owner=ann, upload=upload(polyglot, "side.html"))
    assert (kept.kind, kept.name, kept.media_type) == ("image", "side.html.webp", "image/webp")
    assert all(CANARY not in path.read_bytes() for path in bytes_kept())


# FILE-05


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\plan.docx", "plan.docx"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie- x=1.txt"),
        ("nul\0tegn.txt", "nul tegn.txt"),
        ('"><script>.txt', "---script-.txt"),
        ("æøå – plan.pdf", "æøå – plan.pdf"),
        ("usynlig\u200b\ufeff.txt", "usynlig.txt"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
        ("x" * 300, "x" * 160),
        ("punktum. . .", "punktum"),
    ],
)
def test_names_are_made_safe(raw: str, shown: str) -> None:
    assert clean_name(raw) == shown
    assert clean_name(shown) == shown


@pytest.mark.parametrize(
    "raw", ['a"b.txt', "a\r\nX-Evil: 1.txt", "\u202eæøå.txt", "../" * 9 + "x.txt", "y" * 300 + ".txt"]
)
def test_a_hostile_name_stays_inside_its_header(raw: str, ann: Person, cleo: Person, client_of: Signed) -> None:
    sent = io.BytesIO(b"hei")
    sent.name = raw
    answer = client_of(ann).post(reverse("feed:attachment_upload"), {"files": sent})
    assert answer.status_code == 200
    kept = Attachment.objects.get()
    publish_post(author=ann, group=None, words=Words(text="Se"), attachments=[kept])
    answer = client_of(cleo).get(urls_of(kept)[0])
    assert body_of(answer) == b"hei"
    assert "X-Evil" not in answer
    assert re.fullmatch(r"attachment; filename(=\"[^\"\r\n]+\"|\*=utf-8''[\w.%~-]+)", answer["Content-Disposition"])


# FILE-07, FILE-08


def test_an_archive_is_never_unpacked(ann: Person) -> None:
    started = time.monotonic()
    kept = store_upload(owner=ann, upload=upload(b"PK\x03\x04" + bytes(2_000_000), "bombe.docx"))
    assert time.monotonic() - started < 1
    assert kept.size == 2_000_004


# FILE-09


def test_no_rendition_tells_where_a_photo_was_taken(ann: Person, cleo: Person, client_of: Signed) -> None:
    _post, kept = attached(ann, upload=upload(photo_with_everything()))
    assert (kept.width, kept.height) == (800, 1200)
    for url in urls_of(kept):
        assert CANARY not in body_of(client_of(cleo).get(url))
    assert all(CANARY not in path.read_bytes() for path in bytes_kept())


# FILE-10


def test_what_is_too_large_is_refused_with_the_limit(ann: Person, client_of: Signed, small: None) -> None:
    big = io.BytesIO(b"x" * 400_000)
    big.name = "stor.bin"
    answer = client_of(ann).post(reverse("feed:attachment_upload"), {"files": big})
    assert answer.status_code == 422
    assert "stor.bin" in answer.content.decode()
    assert not bytes_kept()
    with pytest.raises(NotStored, match="empty"):
        store_upload(owner=ann, upload=upload(b"", "tom.txt"))


def test_what_lies_behind_the_limit_is_dropped_while_it_arrives(
    ann: Person, client_of: Signed, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(files, "_require_size", sizes.append)
    big = io.BytesIO(b"x" * 900_000)
    big.name = "stor.bin"
    client_of(ann).post(reverse("feed:attachment_upload"), {"files": big})
    assert sizes == [200_001]


def test_a_request_that_goes_on_and_on_is_cut_off(ann: Person, client_of: Signed, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 20_000
    many = [io.BytesIO(b"x" * 19_000) for _ in range(6)]
    for number, one in enumerate(many):
        one.name = f"{number}.bin"
    assert client_of(ann).post(reverse("feed:attachment_upload"), {"files": many}).status_code == 400
    assert not Attachment.objects.exists()


def test_padded_base64_costs_no_time(ann: Person, client_of: Signed) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name=files; filename=a.txt\r\n"
    body += b"Content-Transfer-Encoding: base64\r\n\r\naGVp" + b" " * 10_000_000 + b"\r\n--x--\r\n"
    started = time.process_time()
    answer = client_of(ann).generic("POST", reverse("feed:attachment_upload"), body, "multipart/form-data; boundary=x")
    assert time.process_time() - started < 1.5
    assert answer.status_code in (200, 400, 422)


# FILE-11


def test_the_quota_holds_and_says_so(ann: Person, ben: Person, settings: Any) -> None:
    settings.FILES_QUOTA_MB = 1
    store_upload(owner=ann, upload=upload(b"x" * 700_000, "a.bin"))
    with pytest.raises(NotStored, match="1 MB"):
        store_upload(owner=ann, upload=upload(b"x" * 700_000, "b.bin"))
    assert len(bytes_kept()) == 1
    assert store_upload(owner=ben, upload=upload(b"x" * 700_000, "c.bin")).pk


@pytest.mark.django_db(transaction=True)
def test_two_uploads_never_share_the_last_room(ann: Person, settings: Any) -> None:
    settings.FILES_QUOTA_MB = 1
    start, outcomes = threading.Barrier(6), []

    def send(number: int) -> None:
        try:
            start.wait()
            store_upload(owner=ann, upload=upload(b"x" * 400_000, f"{number}.bin"))
            outcomes.append("kept")
        except NotStored:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept"] * 2 + ["refused"] * 4
    assert len(bytes_kept()) == 2


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


# FILE-15


def aged(path: Path) -> None:
    long_ago = time.time() - 30 * 3600
    os.utime(path, (long_ago, long_ago))


def test_orphans_and_their_bytes_are_gone_within_a_day(ann: Person) -> None:
    old, new = (store_upload(owner=ann, upload=upload(picture())) for _ in range(2))
    _post, used = attached(ann)
    Attachment.objects.filter(pk__in=[old.pk, used.pk]).update(created_at=now() - timedelta(hours=21))
    assert sweep_orphans() == 1
    assert set(Attachment.objects.values_list("pk", flat=True)) == {new.pk, used.pk}
    assert not vault.path_of(old.stored, "480.webp").exists()
    assert vault.path_of(new.stored, "480.webp").exists()
    assert sweep_orphans() == 0


def test_bytes_without_a_row_are_gone_within_a_day(ann: Person) -> None:
    post, lost = attached(ann)
    _other, kept = attached(ann)
    fresh = store_upload(owner=ann, upload=upload(b"x", "ny.txt"))
    unfinished = Path(vault._root()) / vault.INCOMING / "abc"
    unfinished.mkdir(parents=True)
    for path in (vault.path_of(lost.stored, "").parent / lost.stored[-16:], vault.path_of(kept.stored, ""), unfinished):
        aged(path)
    delete_post(by=ann, post=post)
    Attachment.objects.filter(pk=fresh.pk).delete()
    assert sweep_lost_bytes() == 1
    assert not vault.path_of(lost.stored, "").exists()
    assert not unfinished.exists()
    assert vault.path_of(kept.stored, "480.webp").exists()
    assert vault.path_of(fresh.stored, "file").exists()


def test_the_hourly_task_sweeps_both(ann: Person) -> None:
    kept = store_upload(owner=ann, upload=upload(b"x", "a.txt"))
    Attachment.objects.update(created_at=now() - timedelta(days=2))
    sweep_files(0)
    assert not Attachment.objects.exists()
    assert not vault.path_of(kept.stored, "file").exists()


# What the composer does with it


def test_the_composer_gets_a_row_for_each_file_and_a_sentence_for_each_refusal(ann: Person, client_of: Signed) -> None:
    good, bad = io.BytesIO(picture()), io.BytesIO(b"<script>")
    good.name, bad.name = "plan.jpg", "ond.png"
    answer = client_of(ann).post(reverse("feed:attachment_upload"), {"files": [good, bad]})
    kept = Attachment.objects.get()
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="attachments" value="{kept.pk}"' in html
    assert f'name="alt-{kept.pk}"' in html
    assert "ond.png" in html
    assert "<script>" not in html


def test_an_upload_is_described_and_discarded(
    ann: Person, client_of: Signed, django_capture_on_commit_callbacks: Any
) -> None:
    kept = store_upload(owner=ann, upload=upload(picture()), alt=" Stolpen\nfør ")
    assert kept.alt == "Stolpen før"
    client = client_of(ann)
    assert client.post(reverse("feed:attachment_alt", args=[kept.pk]), {f"alt-{kept.pk}": "Etter"}).status_code == 204
    kept.refresh_from_db()
    assert kept.alt == "Etter"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("feed:attachment_discard", args=[kept.pk])).status_code == 204
    assert not bytes_kept()


def test_the_author_mends_a_description_later_but_does_not_pull_a_file_out_of_a_post(ann: Person, ben: Person) -> None:
    _post, kept = attached(ann)
    set_alt(by=ann, attachment=kept, alt="En stolpe")
    with pytest.raises(Refused):
        discard_upload(by=ann, attachment=kept)
    with pytest.raises(Refused):
        set_alt(by=ben, attachment=kept, alt="Noe annet")


def test_somebody_deactivated_stores_nothing(gone: Person) -> None:
    with pytest.raises(Refused):
        store_upload(owner=gone, upload=upload(b"x", "a.txt"))


def test_bytes_that_are_missing_are_a_404_not_an_error(ann: Person, client_of: Signed) -> None:
    _post, kept = attached(ann)
    vault.remove(kept.stored)
    assert client_of(ann).get(urls_of(kept)[0]).status_code == 404


def test_a_file_costs_few_queries(
    ann: Person, closed_group: Group, client_of: Signed, django_assert_max_num_queries: Any
) -> None:
    _post, kept = attached(ann, closed_group)
    client = client_of(ann)
    cache.clear()
    with django_assert_max_num_queries(6):
        body_of(client.get(urls_of(kept)[1]))
