"""FILE-03 to FILE-09: no file can harm who opens it, and none tells more than it shows."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.conversations.filenames import clean_name
from network.conversations.files import NotStored, store_upload
from network.conversations.models import Attachment
from network.feed.actions import Words, publish_post
from profiles.models import Person
from tests.feed.attached import attached, body_of, bytes_kept, urls_of
from tests.pictures import CANARY, photo_with_everything, picture, png_claiming, upload

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.wide]

Signed = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


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
    assert client_of(cleo).get(reverse("conversations:picture", args=[kept.pk, 480])).status_code == 404


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
    answer = client_of(ann).post(reverse("conversations:attachment_upload"), {"files": sent})
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
