"""The first words of a text, as lists of posts and news show them."""

import pytest

from network.core.text import excerpt


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Kort og **godt**", "Kort og godt"),
        ("- først\n- så\n1. dette", "først så dette"),
        ("> sitat\n\n# Overskrift", "sitat Overskrift"),
        ("se [kartet](https://kart.example/a)", "se kartet"),
        ("to - og tre", "to - og tre"),
        ("", ""),
    ],
)
def test_marks_of_markdown_are_left_out(text: str, line: str) -> None:
    assert excerpt(text) == line


def test_a_long_text_is_cut_between_words_and_says_so() -> None:
    assert excerpt("Ferga går i dag. Den kommer tilbake", 22) == "Ferga går i dag. Den…"
    assert excerpt("Ferga går i dag. Derfor", 20) == "Ferga går i dag…"


def test_a_word_longer_than_the_line_is_cut_inside() -> None:
    assert excerpt("- " + "a" * 300, 80) == "a" * 79 + "…"
