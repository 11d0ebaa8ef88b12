"""What detectors look for now, and what they found in the texts of a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate

from network.core.prepared import prepared
from network.policy import detectors
from network.policy.detectors.sentences import NAMES, REASONS
from network.policy.models import ControlMeasure, OwnWord

AROUND = 40  # characters shown before and after what was found
_KINDS = frozenset(detectors.Kind)


@dataclass(frozen=True)
class Watch:
    """The kinds that a living control measure covers, each with the section that it reminds of; our own words."""

    sections: Mapping[str, str] = field(default_factory=dict)
    own_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """One place as its author sees it: where, the words around it, what it looks like, and why that matters."""

    field: str  # the name under which the text was given
    kind: detectors.Kind
    section: str
    before: str
    found: str
    after: str

    @property
    def name(self) -> Promise:
        """What it looks like."""
        return NAMES[self.kind]

    @property
    def reason(self) -> Promise:
        """Why one would rather not."""
        return REASONS[self.kind]

    @property
    def url(self) -> str:
        """Where the rules speak of it; the rules themselves when no section is named."""
        return f"{reverse('policy:rules')}#section-{self.section}" if self.section else reverse("policy:rules")


def watching() -> Watch:
    """What is looked for today. A kind without a living measure is not looked for."""
    rows = _alive.rows(localdate())
    sections = {kind: slug for covers, slug, _words in rows for kind in covers if kind in _KINDS}
    words = rows[0][2] if detectors.Kind.OWN_WORD in sections else ()
    return Watch(sections, tuple(words))


@prepared()
def _alive(day: date) -> "QuerySet[ControlMeasure, tuple[list[str], str, list[str]]]":
    words = ArraySubquery(OwnWord.objects.values("word"))
    return ControlMeasure.objects.alive(day).values_list("covers", "section_slug", words)


def look_through(texts: Mapping[str, str]) -> list[Spot]:
    """What is found today in the texts of a form; without a living measure nothing is read."""
    watch = watching()
    return spots_in(watch, texts) if watch.sections else []


def spots_in(watch: Watch, texts: Mapping[str, str]) -> list[Spot]:
    """What is found in the texts, each under its name; nothing of it is kept anywhere."""
    spots = []
    for name, text in texts.items():
        for kind, start, end, _certainty in detectors.find(text, watch.sections, watch.own_words):
            before, after = _hidden(text[max(0, start - AROUND) : start]), _hidden(text[end : end + AROUND])
            spots.append(Spot(name, kind, watch.sections[kind], before, _masked(kind, text[start:end]), after))
    return spots


def _masked(kind: detectors.Kind, found: str) -> str:
    """Of a card only the last four digits are shown again."""
    return _hidden(found[:-4]) + found[-4:] if kind == detectors.Kind.CARD else found


def _hidden(text: str) -> str:
    """Without its digits: a number that stands beside the one that is shown never shows, found or not, cut or whole."""
    return "".join("•" if letter.isdigit() else letter for letter in text)
