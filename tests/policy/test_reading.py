"""The pages on which the rules are read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from network.policy import queries
from network.policy.models import (
    Acknowledgement,
    ChangeNote,
    Consultation,
    EmployerReply,
    SectionText,
    SignOff,
    Version,
)
from network.policy.queries.texts import source_hash
from network.policy.states import State
from tests.policy.adopted import PRIVATE, WAY, _move, document_of, mandate_of, signed, version_at

pytestmark = pytest.mark.django_db

BOTH = ("tone", {"nb": ("Tonen", "Vi er kolleger.", "Si fra."), "en": ("Tone", "We are colleagues.", "Speak up.")})
SOFTER = ("tone", {"nb": ("Tonen her", "Vi snakker til hverandre som venner.", "Du kan være **uenig**.")})


def page(client, person, path: str = "/policy/", status: int = 200) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_everybody_reads_what_counts_with_an_anchor_for_each_section(client, cleo) -> None:
    version_at(State.IN_FORCE)
    html = page(client, cleo)
    assert 'id="section-tone"' in html
    assert 'href="#section-private"' in html
    assert "<strong>uenig</strong>" in html
    assert html.index("Vi snakker til hverandre") < html.index("Privat er privat</h2>")


def test_beside_each_heading_stands_a_link_to_the_section_that_works_without_script(client, cleo) -> None:
    version = version_at(State.IN_FORCE)
    later = version_at(State.IN_FORCE, sections=(SOFTER, PRIVATE))
    for path in ("/policy/", version.get_absolute_url(), f"{later.get_absolute_url()}?changes=1"):
        html = page(client, cleo, path)
        for slug in ("tone", "private"):
            assert html.count(f'<a class="rule__link no-print" href="#section-{slug}"') == 1
            assert html.count(f'id="section-{slug}"') == 1
        assert html.count('data-copied="Lenken er kopiert."') == 2
    assert 'aria-label="Lenke til «Privat er privat»" data-copy="Kopier lenken til «Privat er privat»"' in html


def test_without_rules_the_page_says_how_they_come_about(client, ann) -> None:
    assert "Det er ingen kjøreregler ennå" in page(client, ann)


@pytest.mark.parametrize("state", [State.DRAFT])
def test_a_draft_is_as_good_as_missing(client, ann, pia, state: State) -> None:
    version = version_at(state)
    for person in (ann, pia):
        page(client, person, version.get_absolute_url(), 404)
    page(client, ann, "/policy/house-rules/", 404)


@pytest.mark.parametrize("state", [State.CONSULTATION, State.SIGN_OFF, State.SCHEDULED])
def test_the_first_version_of_all_is_read_while_it_comes_about(client, ann, state: State) -> None:
    version_at(state)
    for path in ("/policy/", "/policy/house-rules/"):
        assert "Vi snakker til hverandre" in page(client, ann, path)
    page(client, ann, "/policy/house-rules/versions/2/", 404)


def test_who_left_and_strangers_read_nothing(client, gone) -> None:
    version_at(State.IN_FORCE)
    assert queries.versions_seen_by(gone) == queries.versions_seen_by(None) == []
    assert client.get("/policy/").status_code == 302


def test_a_version_keeps_its_address_and_says_that_another_counts(client, ann) -> None:
    old = version_at(State.IN_FORCE)
    new = version_at(State.IN_FORCE, sections=(SOFTER, PRIVATE))
    assert "hverandre som kolleger" in page(client, ann, f"/policy/house-rules/versions/{old.number}/")
    assert "Dette er en tidligere utgave" in page(client, ann, old.get_absolute_url())
    assert "som venner" in page(client, ann, "/policy/house-rules/")
    assert new.get_absolute_url() in page(client, ann, "/policy/house-rules/")


def test_what_will_count_is_announced_with_its_day(client, ann) -> None:
    version_at(State.IN_FORCE)
    day = timezone.localdate() + timedelta(days=5)
    coming = version_at(State.SCHEDULED, sections=(SOFTER,), effective_on=day)
    html = page(client, ann)
    assert f"Utgave {coming.number} gjelder fra" in html
    assert f"{coming.get_absolute_url()}?changes=1" in html


def test_short_notice_is_said_with_its_reason(client, ann) -> None:
    day = timezone.localdate()
    version_at(
        State.IN_FORCE, published_on=day - timedelta(days=3), effective_on=day, short_notice_reason="Ny lov fra i dag"
    )
    assert "Ny lov fra i dag" in page(client, ann)


def test_the_page_speaks_the_readers_language_and_says_which_one_counts(client, ann, ben) -> None:
    version_at(State.IN_FORCE, sections=(BOTH,))
    assert "Vi er kolleger." in page(client, ann)
    html = page(client, ben)
    assert "We are colleagues." in html
    assert "the Norwegian text counts" in html


def test_what_is_not_whole_in_a_language_is_shown_in_the_one_that_counts(client, ben) -> None:
    version_at(State.IN_FORCE, sections=(BOTH, PRIVATE))
    html = page(client, ben)
    assert "Vi er kolleger." in html
    assert "We are colleagues." not in html


def test_a_translation_of_older_words_is_marked(client, ben) -> None:
    version = version_at(State.DRAFT, sections=(BOTH,))
    source = SectionText.objects.get(section__version=version, language="nb")
    SectionText.objects.filter(language="en").update(source_hash=source_hash(source))
    move_on(version)
    assert "Translation outdated" not in page(client, ben)
    newer = version_at(State.DRAFT, sections=(BOTH,))
    SectionText.objects.filter(section__version=newer, language="en").update(source_hash="0" * 64)
    move_on(newer)
    assert "Translation outdated" in page(client, ben)


def move_on(version: Version) -> None:
    """From a draft to in force, by the moves that the database accepts."""
    from tests.policy.adopted import WAY, _move

    _move(version, WAY[:4], {})


def test_what_changed_is_shown_since_the_version_that_one_acknowledged(client, ann, ben) -> None:
    first = version_at(State.IN_FORCE)
    digest = first.texts.get(language="nb").content_hash
    Acknowledgement.objects.create(person=ann, version=first, language="nb", content_hash=digest)
    version_at(State.IN_FORCE, sections=(SOFTER, PRIVATE))
    third = version_at(State.IN_FORCE, sections=(SOFTER,))
    assert f"{third.get_absolute_url()}?changes=1" in page(client, ann)
    html = page(client, ann, f"{third.get_absolute_url()}?changes=1")
    assert "kolleger.</del>" in html
    assert "venner.</ins>" in html
    assert "Privat er privat</del>" in html
    assert f"{third.get_absolute_url()}?changes=2" in page(client, ben)


@pytest.mark.parametrize("since", ["x", "0", "9", "99999999999999999999", "-1"])
def test_a_version_that_is_not_there_is_compared_with_nothing(client, ann, since: str) -> None:
    version_at(State.IN_FORCE)
    assert "<ins>" not in page(client, ann, f"/policy/house-rules/?changes={since}")


def test_who_made_it_tells_every_word_of_the_representatives(client, ann, tor, mona) -> None:
    version = version_at(State.SIGN_OFF)
    said = signed(version, mandate_of(tor), SignOff.Outcome.DISAGREED, "Vi er uenige om punkt 2.")
    EmployerReply.objects.create(sign_off=said, text="Vi beholder punktet fordi det verner kundene.", by=mona)
    from tests.policy.adopted import _move

    _move(version, (State.SCHEDULED, State.IN_FORCE), {})
    html = page(client, ann)
    for words in ("Fagforbundet", "Vi er uenige om punkt 2.", "verner kundene", "Uenig"):
        assert words in html


def test_the_word_on_another_text_is_not_shown(client, ann, tor) -> None:
    version = version_at(State.SIGN_OFF)
    signed(version, mandate_of(tor), SignOff.Outcome.WITH_REMARKS, "Gjaldt den forrige teksten.")
    Version.objects.filter(pk=version.pk).update(state=State.DRAFT)
    Version.objects.filter(pk=version.pk).update(content_hash="1" * 64)
    version.refresh_from_db()
    Version.objects.filter(pk=version.pk).update(state=State.CONSULTATION)
    assert "forrige teksten" not in page(client, ann, version.get_absolute_url())


def test_any_two_versions_are_compared_in_plain_words_first(client, ann) -> None:
    version_at(State.IN_FORCE)
    draft = version_at(State.DRAFT, sections=(SOFTER,))
    key = draft.sections.get(slug="tone").key
    ChangeNote.objects.create(version=draft, key=key, kind="changed", text={"nb": "Vi er venner nå.", "en": "Friends."})
    move_on(draft)
    for path in ("/policy/house-rules/compare/1..2/", "/policy/house-rules/compare/2..1/"):
        html = page(client, ann, path)
        assert html.index("Vi er venner nå.") < html.index("<details") < html.index("venner.</ins>")
        assert "Privat er privat</del>" in html
    for path in ("compare/1..1/", "compare/1..9/", "compare/7..8/"):
        page(client, ann, f"/policy/house-rules/{path}", 404)


def test_a_section_has_an_address_that_follows_what_counts(client, ann) -> None:
    version_at(State.IN_FORCE)
    client.force_login(ann)
    answer = client.get("/policy/section/tone/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/policy/house-rules/#section-tone")
    assert "Vi snakker til hverandre" in client.get("/policy/section/tone/card/").content.decode()
    for path in ("/policy/section/gone/", "/policy/section/gone/card/"):
        assert client.get(path).status_code == 404
    version_at(State.IN_FORCE, sections=(PRIVATE,))
    assert client.get("/policy/section/tone/").status_code == 404


def test_text_of_the_rules_is_never_markup(client, ann) -> None:
    evil = ("tone", {"nb": ("<b>T</b>", "<img src=x onerror=1>", "<script>1</script> [l](javascript:1)")})
    version_at(State.IN_FORCE)
    version_at(State.IN_FORCE, sections=(evil,))
    html = page(client, ann) + page(client, ann, "/policy/house-rules/?changes=1")
    for mark in ("<img src=x", "<script>1", 'href="javascript'):
        assert mark not in html


def test_do_and_do_not_stand_side_by_side(client, ann) -> None:
    body = "Først dette.\n\n## Slik\n\n- «Jeg er uenig.»\n\n## Ikke slik\n\n- «Dere er dumme.»"
    version_at(State.IN_FORCE, sections=(("tone", {"nb": ("Tonen", "Kort.", body)}),))
    html = page(client, ann)
    assert html.index("Først dette.") < html.index('class="dodont"') < html.index("Jeg er uenig") < html.index("dumme")
    assert "## " not in html


def test_reading_costs_at_most_eight_queries_however_long_the_rules_are(client, ann, tor) -> None:
    sections = [(f"s{n}", {"nb": (f"Punkt {n}", "Kort.", "Langt.")}) for n in range(15)]
    version_at(State.IN_FORCE, document_of("privacy"), sections=sections)
    for count in (2, 15):
        version_at(State.IN_FORCE, sections=sections[:count])
    client.force_login(ann)
    spent = []
    for path in ("/policy/house-rules/versions/1/", "/policy/house-rules/", "/policy/house-rules/?changes=1"):
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(path)
        spent.append(len(asked))
    assert spent == [7, 8, 8]


def test_both_languages_have_the_whole_page(client, ann) -> None:
    version_at(State.IN_FORCE)
    with translation.override("nb"):
        html = page(client, ann)
    for words in ("Gjelder fra", "Hvem som har laget den", "Alle utgaver", "På denne siden"):
        assert words in html


def test_whoever_writes_the_rules_finds_the_desk_from_the_page_and_nobody_else(client, ann, pia) -> None:
    version_at(State.IN_FORCE)
    assert 'href="/policy/drafts/"' in page(client, pia)
    assert 'href="/policy/drafts/"' not in page(client, ann)


def test_the_page_leads_to_the_consultation_and_to_what_came_of_it(client, ann, pia) -> None:
    version_at(State.IN_FORCE)
    assert "/policy/house-rules/consultation/" not in page(client, ann)
    asked, day = version_at(State.CONSULTATION), timezone.localdate()
    days = {"opens_on": day, "closes_on": day + timedelta(days=20)}
    Consultation.objects.create(version=asked, facilitator=pia, **days)
    html = page(client, ann)
    for path in ("/policy/house-rules/consultation/", "/policy/house-rules/said-and-done/"):
        assert path in html
        page(client, ann, path)


def test_a_house_without_rules_begins_from_the_starter(client, ann, pia) -> None:
    assert 'href="/policy/drafts/"' in page(client, pia)
    assert 'action="/policy/drafts/begin/privacy/"' in page(client, pia, "/policy/drafts/")
    answer = client.post("/policy/drafts/begin/privacy/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/policy/drafts/privacy/")
    page(client, pia, "/policy/drafts/privacy/")
    assert "begin/privacy" not in page(client, pia, "/policy/drafts/")
    assert client.post("/policy/drafts/begin/privacy/").status_code == 403
    assert client.post("/policy/drafts/begin/nothing/").status_code == 404
    client.force_login(ann)
    assert client.post("/policy/drafts/begin/house-rules/").status_code == 404


def test_a_law_is_called_what_it_is_called_in_the_language_of_the_page_or_marked_as_another_language(client, ann):
    version = version_at(State.DRAFT, sections=(BOTH,))
    known = {"law": "arbeidsmiljøloven", "place": "§ 4-3", "read_on": "2026-01-02"}
    there = {"other": "Working Environment Act", "there": "section 4-3"}
    version.sections.update(laws=[known | there, known | {"place": "§ 2-3"}])
    _move(version, WAY[:4], {})
    norwegian = page(client, ann)
    assert "arbeidsmiljøloven, § 4-3" in norwegian
    assert "Working Environment Act" not in norwegian
    ann.language = "en"
    ann.save(update_fields=["language"])
    english = page(client, ann)
    assert "<span>Working Environment Act, section 4-3</span>" in english
    assert '<span lang="nb">arbeidsmiljøloven, § 2-3</span>' in english
