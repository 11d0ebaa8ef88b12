"""The written words of the company are complete and well formed."""

import re

from network.demo import texts
from network.demo.cast import units
from network.demo.slots import _BANKS, persona_names

GROUPS = {line[0] for line in texts.rows("groups.txt")} | {texts.EVERYONE}
SLOTS = {*_BANKS, "sted", "sted2", "tall", "navn", "meg", "@"}


def test_there_are_enough_different_posts_and_comments_in_both_languages() -> None:
    scripts = texts.scripts()
    english = sum(script.language == "en" for script in scripts)
    assert len({script.text for script in scripts}) == len(scripts) >= 220
    assert len({line.text for script in scripts for line in script.lines}) >= 420
    assert 0.25 <= english / len(scripts) <= 0.45


def test_every_thread_names_a_known_place_department_and_speaker() -> None:
    keys = {unit.key for unit in units()}
    for script in (*texts.scripts(), *texts.persona_scripts()):
        assert script.place in GROUPS
        assert script.language in ("nb", "en")
        assert script.kind in ("question", "update", "praise")
        assert script.origin in {"", *keys}
        assert {line.speaker for line in script.lines} <= {"", *keys, *persona_names()}


def test_every_slot_can_be_filled() -> None:
    for script in (*texts.scripts(), *texts.persona_scripts()):
        written = [script.title, script.text, *script.chatter, *(line.text for line in script.lines)]
        for slot in re.findall(r"\{([^{}]+)\}", "\n".join(written)):
            assert "|" in slot or slot in SLOTS, slot


def test_a_first_sentence_that_stands_alone_becomes_the_title() -> None:
    titled = [script for script in texts.scripts() if script.title]
    assert len(titled) > 60
    assert not any(script.title.endswith(".") for script in titled)


def test_a_season_may_run_over_new_year() -> None:
    winter = next(script for script in texts.scripts() if 12 in script.months and 7 not in script.months)
    assert {12, 1} <= winter.months


def test_replies_belong_to_the_comment_before_them() -> None:
    for script in texts.scripts():
        for unit in script.units():
            assert all(line.is_reply for line in unit[1:])
