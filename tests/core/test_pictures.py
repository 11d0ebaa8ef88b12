"""The village tells departments, never persons, and says in words what it shows in light."""

import re

import pytest
from django.utils import translation

from network.core.pictures import SKIES, House, cover, village
from network.core.templatetags.pictures import hut, quiet
from network.core.templatetags.pictures import village as village_tag


def panes(svg: str, kind: str) -> int:
    return sum(path.count("M") for path in re.findall(rf'class="{kind}" d="([^"]*)"', svg))


def test_as_many_windows_are_lit_as_the_house_says() -> None:
    svg = village([House("Kundesenter", "/k/", 4, 9, 14)])
    assert (panes(svg, "w-on"), panes(svg, "w-off")) == (4, 5)


def test_a_house_is_a_link_with_a_full_name() -> None:
    with translation.override("en"):
        svg = village([House("Kundesenter", "/people/?department=1&x=2", 4, 9, 14)])
    assert 'href="/people/?department=1&amp;x=2"' in svg
    assert 'aria-label="Kundesenter: 14 contributed today"' in svg
    assert 'role="group" aria-label="The village' in svg


@pytest.mark.parametrize(
    ("house", "words"),
    [
        (House("A", "/", 1, 6, 1), "1 contributed today"),
        (House("A", "/", 0, 6, 0), "no one has written today"),
        (House("A", "/", 2, 6, 2, shuttered=True), "too few people to show"),
    ],
)
def test_the_words_say_what_the_windows_show(house: House, words: str) -> None:
    with translation.override("en"):
        assert house.note == words


def test_a_small_department_looks_the_same_whether_or_not_someone_wrote() -> None:
    silent = village([House("Styret", "/s/", 0, 4, 0, shuttered=True)])
    spoken = village([House("Styret", "/s/", 3, 4, 3, shuttered=True)])
    assert silent == spoken
    assert panes(spoken, "w-on") == 0
    assert "halo" not in spoken


def test_the_same_day_draws_the_same_village() -> None:
    houses = [House(f"D{n}", f"/{n}/", n % 5, 6, n % 5) for n in range(14)]
    assert village(houses) == village(houses)


def test_a_name_cannot_break_out_of_the_picture() -> None:
    svg = village([House('"><script>', "/x/", 1, 6, 1)])
    assert "<script>" not in svg


@pytest.mark.parametrize("mode", ["entry", "one", "dark"])
def test_a_village_for_show_has_no_links_and_is_hidden_from_screen_readers(mode: str) -> None:
    svg = village_tag([], mode)  # type: ignore[arg-type]
    assert "<a " not in svg
    assert 'aria-hidden="true"' in svg


def test_error_pages_never_show_the_real_village() -> None:
    real = [House("Kundesenter", "/k/", 5, 6, 5)] * 13
    assert panes(village_tag(real, "dark"), "w-on") == 0
    assert panes(village_tag(real, "one"), "w-on") == 3
    assert len(quiet("one")) == 13


def test_no_picture_carries_inline_style_or_script() -> None:
    drawn = village([House("A", "/", 1, 6, 1)]) + cover("g") + hut(2)
    assert not re.search(r"style=|<style|<script|on\w+=", drawn)


def test_a_cover_belongs_to_its_key() -> None:
    assert cover(12) == cover(12)
    assert cover(12) != cover(13)
    assert all(cover(12, mood) != cover(12, "dusk") for mood in SKIES if mood != "dusk")


def test_the_small_house_lights_as_many_windows_as_asked() -> None:
    assert hut(2).count('class="pane on"') == 2
    assert hut(0).count('class="pane"') == 6


def test_houses_outside_a_phone_are_marked_so_that_focus_does_not_leave_the_picture() -> None:
    svg = village([House(f"D{n}", "/", 1, 6, 1) for n in range(14)])
    assert 0 < svg.count('class="house far"') < 8
