"""Two versions beside each other: what changed its place, and what the page costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.policy import queries
from network.policy.models import ChangeNote, Version
from network.policy.queries.comparing import moved_rules
from network.policy.states import State
from tests.policy.adopted import WAY, _move, version_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def section(slug: str, words: str = "Kort."):
    return slug, {"nb": (f"Om {slug}", words, "Mer."), "en": (f"On {slug}", words, "More.")}


def compared(person, *orders: str):
    """Versions in force one after the other, with a section for each letter; the last against the first."""
    for order in orders:
        version_at(State.IN_FORCE, sections=[section(letter) for letter in order])
    return queries.reading(person, "house-rules", len(orders), since=1)


def told(reading) -> list[tuple[str, int, int]]:
    return [(one.rule.section.slug, one.was, one.now) for one in moved_rules(reading)]


def test_a_section_that_changed_its_place_is_told_with_both_places(ann, client) -> None:
    assert told(compared(ann, "abcde", "abdec")) == [("c", 3, 5)]
    ann.language = "en"
    ann.save()
    client.force_login(ann)
    page = client.get("/policy/house-rules/compare/1..2/").content.decode()
    assert "“On c” has moved from place 3 to place 5." in page
    assert page.count("has moved from place") == 1
    assert page.index("has moved from place") < page.index("Word by word")  # in the plain list
    assert "Not a word differs." in page


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", []),
        ("abc", "xabc", []),  # a new one at the head moves nobody
        ("abc", "bc", []),  # nor does one that is gone
        ("abcd", "bda", [("a", 1, 3)]),  # places are those that people read: c is gone
        ("abcd", "xdabc", [("d", 4, 2)]),
        ("abcde", "cdeb", [("b", 2, 4)]),  # a stood before it, and is gone
    ],
)
def test_what_only_makes_room_has_not_moved(ann, before, after, expected) -> None:
    assert told(compared(ann, before, after)) == expected


def test_where_nothing_moved_the_page_says_nothing_of_places(ann, client) -> None:
    ann.language = "en"
    ann.save()
    client.force_login(ann)
    compared(ann, "abc", "abc", "acb")
    assert "In another place" not in client.get("/policy/house-rules/compare/1..2/").content.decode()
    assert "In another place" in client.get("/policy/house-rules/compare/2..3/").content.decode()


def test_whoever_left_and_strangers_compare_nothing(client, gone) -> None:
    version_at(State.IN_FORCE)
    version_at(State.IN_FORCE)
    assert client.get("/policy/house-rules/compare/1..2/").status_code == 302


def test_everybody_compares_and_a_draft_is_as_good_as_missing(client, cleo, pia) -> None:
    version_at(State.IN_FORCE)
    version_at(State.IN_FORCE)
    version_at(State.DRAFT)
    for person in (cleo, pia):
        client.force_login(person)
        assert client.get("/policy/house-rules/compare/1..2/").status_code == 200
        for pair in ("2..3", "3..1", "1..9", "2..2"):
            assert client.get(f"/policy/house-rules/compare/{pair}/").status_code == 404


def test_the_page_costs_the_same_however_long_the_rules_and_however_many_versions_and_notes(client, ann, pia) -> None:
    def cost(sections: int, versions: int) -> int:
        for _turn in range(versions):
            words = f"Kort {Version.objects.count()}."
            made = version_at(State.DRAFT, sections=[section(f"s{n}", words) for n in range(sections)])
            for row in made.sections.all():
                said = {"nb": f"Endret i {row.slug}", "en": f"Changed in {row.slug}"}
                ChangeNote.objects.create(version=made, key=row.key, kind="changed", text=said)
            _move(made, WAY[:4], {})
        path = f"/policy/house-rules/compare/1..{made.number}/"
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(path).content.decode()
        assert page.count('<details class="changed"') == sections
        return len(asked)

    client.force_login(ann)
    assert cost(2, 2) == cost(15, 1) == cost(15, 6) == 8
