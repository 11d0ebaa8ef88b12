"""The hash of a text stands for all that people read in it, and for years (A10, A19, P5)."""

import hashlib

import pytest

from network.policy.words import canonical, text_hash, version_hash

RULES = [
    {"slug": "tone", "heading": "Tonen her", "short": "Vi er greie.", "body": "Du kan være uenig.\n\nSi det."},
    {"slug": "private", "heading": "Privat", "short": "Ditt.", "body": ""},
]


def changed(place: int, part: str) -> list[dict[str, str]]:
    return [{**rule, part: rule[part] + "."} if at == place else rule for at, rule in enumerate(RULES)]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("part", ["slug", "heading", "short", "body"])
def test_a10_a_letter_more_anywhere_is_another_hash(place: int, part: str) -> None:
    assert text_hash(changed(place, part)) != text_hash(RULES)


def test_a10_the_order_of_sections_and_where_one_ends_are_part_of_it() -> None:
    moved = [RULES[1], RULES[0]]
    joined = [{**RULES[0], "short": "", "body": RULES[0]["short"] + RULES[0]["body"]}, RULES[1]]
    assert len({text_hash(rules) for rules in (RULES, moved, joined, RULES[:1], [])}) == 5


def test_a10_what_was_signed_in_one_year_gives_the_same_hash_in_the_next() -> None:
    """The bytes are written out, so that an export of today can be checked by any tool, and by hand."""
    kept = (
        '[["tone","Tonen her","Vi er greie.","Du kan være uenig.\\n\\nSi det."],["private","Privat","Ditt.",""]]'
    ).encode()
    assert canonical(RULES) == kept
    assert text_hash(RULES) == hashlib.sha256(kept).hexdigest()


def test_a05_what_a_representative_signs_covers_every_language() -> None:
    hashes = {"nb": "1" * 64, "en": "2" * 64}
    others = [{"nb": "1" * 64}, {"nb": "2" * 64, "en": "1" * 64}, {**hashes, "en": "3" * 64}]
    assert len({version_hash(each) for each in (hashes, *others)}) == 4
    assert version_hash(dict(reversed(hashes.items()))) == version_hash(hashes)
