"""Fills the slots of written texts, in the text and in its rendered HTML alike, so that a text is rendered once."""

import re
from functools import cache
from random import Random

from network.core.text import render_markdown
from network.demo.texts import lists
from profiles.models import Person

_SLOT = re.compile(r"(\b(?:i|på) )?\{([^{}]+)\}")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Slots:
    """The values of one thread's slots: drawn on first use, the same through the thread."""

    def __init__(self, rng: Random, language: str, author: Person) -> None:
        self._rng = rng
        self._language = language
        self._values: dict[str, str] = {"meg": author.name.split()[0]}
        self._people: dict[str, Person] = {"@author": author}

    def name_colleague(self, person: Person) -> None:
        """Says who {@} is from here on."""
        self._people["@"] = person

    def fill(self, template: str) -> str:
        """The text as its author wrote it."""
        return _SLOT.sub(lambda slot: self._before(slot) + self._text(slot[2]), template)

    def fill_html(self, template: str) -> str:
        """The same text rendered."""
        return _SLOT.sub(lambda slot: self._before(slot) + self._html(slot[2]), rendered(template))

    def _before(self, slot: re.Match[str]) -> str:
        """The preposition before a place, as the place wants it: i Hellvika, but på Kalvøya."""
        if not slot[1] or slot[2] not in ("sted", "sted2"):
            return slot[1] or ""
        return f"{_PREPOSITIONS[self._text(slot[2])]} "

    def _text(self, key: str) -> str:
        if key in self._people:
            return f"@{self._people[key].handle}"
        if key not in self._values:
            self._values[key] = self._draw(key)
        return self._values[key]

    def _html(self, key: str) -> str:
        if key in self._people:
            return mention_link(self._people[key].handle, self._people[key].name)
        return self._text(key).translate(_ESCAPES)

    def _draw(self, key: str) -> str:
        if "|" in key:
            return self._rng.choice(key.split("|"))
        if key == "tall":
            return str(self._rng.randint(3, 40))
        if key == "navn":
            return self._rng.choice(lists("names.txt")["kvinner"] + lists("names.txt")["menn"])
        if key == "sted2":
            return self._rng.choice([place for place in _PREPOSITIONS if place != self._text("sted")])
        if key == "sted":
            return self._rng.choice(list(_PREPOSITIONS))
        value = self._rng.choice(_bank(key))
        return value.replace(".", ":").removeprefix("0") if key == "klokke" and self._language == "en" else value


_PREPOSITIONS = {name: before for before, name in (place.split(" ", 1) for place in lists("places.txt")["steder"])}


def _bank(key: str) -> tuple[str, ...]:
    file, heading = _BANKS[key]
    return lists(file)[heading]


_BANKS = {
    "stasjon": ("places.txt", "stasjoner"),
    "utstyr": ("places.txt", "utstyr"),
    "dag": ("places.txt", "dager"),
    "day": ("places.txt", "days"),
    "klokke": ("places.txt", "klokke"),
    "kvinne": ("names.txt", "kvinner"),
    "mann": ("names.txt", "menn"),
}


@cache
def rendered(template: str) -> str:
    """The HTML of a text whose slots are still open; personas are called by their written handles."""
    return render_markdown(template, persona_names())


@cache
def mention_link(handle: str, name: str) -> str:
    """The HTML that a mention of this person becomes."""
    return render_markdown(f"@{handle}", {handle: name}).strip().removeprefix("<p>").removesuffix("</p>")


@cache
def persona_names() -> dict[str, str]:
    """Handle to name."""
    from_file = lists("personas.txt")["personas"]
    return {line.split(" | ")[0]: line.split(" | ")[1] for line in from_file}
