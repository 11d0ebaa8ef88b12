"""The rules as a PDF: what it must say, in words that can be searched and copied (A16)."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from network.core.templatetags.ui import whole_day
from network.policy.models import SignOff
from network.policy.states import State
from tests.factories import PersonFactory
from tests.policy.adopted import PRIVATE, TONE, _move, mandate_of, signed, version_at

pytestmark = pytest.mark.django_db

BOTH = ("tone", {"nb": ("Tonen", "Vi er kolleger.", "Si fra, **også** du."), "en": ("Tone", "We are colleagues.", "")})


def read(client: Client, person, path: str) -> PdfReader:
    client.force_login(person)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.content))


def test_each_page_says_version_day_language_fingerprint_and_which_page_it_is(client, ann) -> None:
    long = [(f"s{n}", {"nb": (f"Punkt {n}", "Kort sagt.", "Langt sagt. " * 300)}) for n in range(6)]
    version = version_at(State.IN_FORCE, sections=long)
    paper = read(client, ann, "/policy/house-rules/versions/1/nb.pdf")
    pages = [" ".join(page.extract_text().split()) for page in paper.pages]
    assert len(pages) > 3
    digest = version.texts.get(language="nb").content_hash
    for number, text in enumerate(pages, 1):
        assert f"side {number} av {len(pages)}" in text
        assert f"Kjøreregler · Utgave 1 · gjelder fra {whole_day(version.effective_on)} · nb" in text
        assert f"SHA-256 {digest}" in text
    assert [entry.title for entry in paper.outline] == ["Kjøreregler", *(f"{n + 1}. Punkt {n}" for n in range(6)),
                                                        "Hvem som har laget den"]  # fmt: skip
    assert paper.metadata.title == "Kjøreregler · Utgave 1"


def test_it_holds_every_word_and_what_the_representatives_said(client, ann, tor) -> None:
    version = version_at(State.SIGN_OFF, sections=(TONE, PRIVATE))
    tor.name = "Tor Zieliński-Đặng"
    tor.save()
    signed(version, mandate_of(tor), SignOff.Outcome.WITH_REMARKS, "Evalueres i mai.")
    _move(version, (State.SCHEDULED, State.IN_FORCE), {})
    text = "".join(page.extract_text() for page in read(client, ann, "/policy/house-rules/versions/1/nb.pdf").pages)
    for words in ("Vi snakker til hverandre som kolleger.", "uenig", "Fagforbundet", "Evalueres i mai.", "Tor Zieli"):
        assert words in text


def test_there_is_one_for_each_whole_language_and_no_other(client, ann, ben) -> None:
    version_at(State.IN_FORCE, sections=(BOTH,))
    text = read(client, ann, "/policy/house-rules/versions/1/en.pdf").pages[0].extract_text()
    assert "We are colleagues." in text
    assert "Version 1" in text
    assert "page 1 of 1" in text
    for path in ("versions/1/xx.pdf", "versions/2/nb.pdf"):
        assert client.get(f"/policy/house-rules/{path}").status_code == 404
    version_at(State.IN_FORCE, sections=(BOTH, PRIVATE))
    assert client.get("/policy/house-rules/versions/2/en.pdf").status_code == 404


def test_it_costs_the_same_however_long_the_rules_and_however_many_versions_and_representatives(client, ann) -> None:
    def cost(count: int) -> int:
        sections = [(f"s{n}", {"nb": (f"Punkt {n}", "Kort.", "Langt.")}) for n in range(count)]
        for _ in range(count):
            version = version_at(State.SIGN_OFF, sections=sections)
            for person in PersonFactory.create_batch(count):
                signed(version, mandate_of(person))
            _move(version, (State.SCHEDULED, State.IN_FORCE), {})
        path = f"/policy/house-rules/versions/{version.number}/nb.pdf"
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    client.force_login(ann)
    assert cost(1) == cost(6) == 6


def test_a_draft_has_none(client, pia) -> None:
    version_at(State.DRAFT)
    client.force_login(pia)
    assert client.get("/policy/house-rules/versions/1/nb.pdf").status_code == 404


def test_the_same_version_is_the_same_file(client, ann) -> None:
    version_at(State.IN_FORCE)
    client.force_login(ann)
    one, other = (client.get("/policy/house-rules/versions/1/nb.pdf").content for _ in range(2))
    assert one == other


def test_words_that_look_like_markup_are_words(client, ann) -> None:
    evil = ("tone", {"nb": ("<b>T</b> & co", "<font color=red>", "1 < 2 & <para>x</para>\n\n- [l](javascript:1)")})
    version_at(State.IN_FORCE, sections=(evil,))
    text = read(client, ann, "/policy/house-rules/versions/1/nb.pdf").pages[0].extract_text()
    for words in ("<b>T</b> & co", "<font color=red>", "1 < 2 & <para>x</para>"):
        assert words in text
