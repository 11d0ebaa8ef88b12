"""Sections are found by their words, and linked to by their names."""

import pytest

from network.core.text import render_markdown
from network.policy.queries import matching
from network.policy.states import State
from tests.policy.adopted import PRIVATE, TONE, document_of, version_at

pytestmark = pytest.mark.django_db

BOTH = ("photos", {
    "nb": ("Bilder av folk", "Spør før du legger ut et bilde.", "Også av **barna**."),
    "en": ("Pictures of people", "Ask before you post a picture.", "Of children too."),
})  # fmt: skip


def slugs(person, words: str, most: int = 9) -> list[str]:
    return [text.section.slug for text in matching(person, words, most)]


def test_a_section_is_found_by_a_word_of_any_part_in_either_language(cleo) -> None:
    version_at(State.IN_FORCE, sections=(BOTH, TONE))
    for words in ("bilde", "bildene", "barn", "picture", "children", "bilder av folk"):
        assert slugs(cleo, words) == ["photos"]
    assert slugs(cleo, "kollega") == ["tone"]
    assert slugs(cleo, "   ") == slugs(cleo, "finnesikke") == []


def test_the_heading_weighs_more_than_the_rest(ann) -> None:
    other = ("other", {"nb": ("Annet", "Kort.", "Her står ordet bilder en gang.")})
    version_at(State.IN_FORCE, sections=(other, BOTH))
    assert slugs(ann, "bilder") == ["photos", "other"]
    assert slugs(ann, "bilder", most=1) == ["photos"]


@pytest.mark.parametrize("state", [State.DRAFT, State.CONSULTATION, State.SIGN_OFF, State.SCHEDULED, State.SUPERSEDED])
def test_only_what_counts_is_found(ann, state: State) -> None:
    version_at(state, sections=(BOTH,))
    assert slugs(ann, "bilde") == []


def test_who_does_not_work_here_finds_nothing(gone) -> None:
    version_at(State.IN_FORCE)
    assert matching(gone, "kolleger", 5) == matching(None, "kolleger", 5) == []


def test_the_search_page_shows_sections_with_their_words_marked(client, ann, ben) -> None:
    version_at(State.IN_FORCE, sections=(BOTH, PRIVATE))
    version_at(State.IN_FORCE, document_of("privacy"), sections=(TONE,))
    client.force_login(ann)
    html = client.get("/search/?q=bilder").content.decode()
    assert 'href="/policy/house-rules/#section-photos"' in html
    assert "<mark>Bilder</mark> av folk" in html


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Se §tone.", True), ("(§tone)", True), ("§ tone", False), ("§4-3", False), ("`§tone`", False), ("a§tone", False),
        ("§tone_x", False), ("§tone/x", False), ("[§tone](https://example.com)", False),
    ],
)  # fmt: skip
def test_the_sign_and_a_name_are_a_link_to_the_section(text: str, linked: bool) -> None:
    assert ('href="/policy/section/tone/"' in render_markdown(text)) is linked
