"""The chart as a picture: where each box stands and which lines join them. The list beside it has the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from network.core.templatetags.ui import tint_of
from profiles.models import Person
from profiles.queries.chart import Around
from profiles.queries.unit_chart import Unit, UnitChart

register = template.Library()

WIDTH = 960
TALL, GAP, COLUMN, NEAR = 64, 32, 24, 16  # of a box; below it; between two in a row; between peers
ROOT, WIDE, NARROW = 264, 222, 168  # of a box in the line, of the person and the reports, of a peer
COLUMNS = 4  # an even number, so that the line down the middle passes between two of them
LETTER, SMALL = 7.9, 6.6  # about how wide a letter is in the two sizes of text


@dataclass(frozen=True)
class Box:
    """What is written in one box, where it leads, and how a screen reader says it."""

    href: str
    name: str
    note: str = ""
    mark: str = ""  # initials
    photo: str = ""
    tint: int = 8
    below: str = ""
    label: str = ""
    kind: str = "person"  # or me, unit, more


@dataclass(frozen=True)
class Placed:
    """A box with its place in the picture."""

    box: Box
    x: float
    y: float
    wide: float
    row: int
    names: Sequence[str]  # the name on one line or two
    note: str


@dataclass(frozen=True)
class Picture:
    """A whole chart: its height, the lines as path data, and the boxes in the order in which they are walked."""

    height: float
    lines: str
    boxes: Sequence[Placed]


Slot = tuple[Box, float, float]  # a box, its left edge and its width


def chart_url(**asked: str | int) -> str:
    """The address of the chart around a person (by handle) or of a unit."""
    return f"{reverse('profiles:chart')}?{urlencode(asked)}"


@register.filter
def place_of(person: Person) -> str:
    """The address of the chart around somebody."""
    return chart_url(person=person.handle)


@register.filter
def unit_url(unit: Unit) -> str:
    """The address of the chart of a department."""
    return chart_url(unit=unit.pk)


@register.filter
def below_words(count: int) -> str:
    """How many people are below somebody, or nothing."""
    return ngettext("%(count)s person below", "%(count)s people below", count) % {"count": count} if count else ""


@register.filter
def people_words(count: int) -> str:
    """How many people there are."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


@register.simple_tag
def picture_around(around: Around) -> Picture:
    """The line above from the top, the person between the nearest peers, and the reports in rows."""
    reports = [_person(stand.person, stand.below) for stand in around.reports.stands]
    return _Drawing().draw([_person(person) for person in around.line.people], _beside(around), reports)


@register.simple_tag
def picture_of_unit(chart: UnitChart) -> Picture:
    """The units above, the unit, and its sub-units in rows; its people where it has none."""
    people = [_person(stand.person, stand.below) for stand in chart.people.stands]
    me: Slot = (_unit(chart.unit, "me"), (WIDTH - ROOT) / 2, ROOT)
    return _Drawing().draw([_unit(unit) for unit in chart.above], [me], [_unit(u) for u in chart.unit.parts] or people)


def _person(person: Person, below: int = 0, kind: str = "person") -> Box:
    href = person.get_absolute_url() if kind == "me" else place_of(person)
    label = ", ".join(filter(None, (person.name, person.title, below_words(below))))
    tint, photo = tint_of(person.department_id), person.photo_url(96)
    return Box(href, person.name, person.title, person.initials, photo, tint, str(below or ""), label, kind)


def _unit(unit: Unit, kind: str = "unit") -> Box:
    note = unit.head.name if unit.head else ""
    label = ", ".join(filter(None, (unit.name, note, people_words(unit.people) if unit.people else "")))
    return Box(unit_url(unit), unit.name, note, "", "", tint_of(unit.pk), str(unit.people or ""), label, kind)


def _beside(around: Around) -> list[Slot]:
    """The person in the middle, on each side the nearest by name; the last box is how many more there are."""
    beside, start = around.beside, (WIDTH - WIDE) / 2
    before, after = [_person(p) for p in beside.before[-2:]], [_person(p) for p in beside.after[:2]]
    if beside.count > len(before) + len(after):
        after = after[:1]
        after.append(_more(around.line.people[-1], beside.count - len(before) - len(after)))
    step = NARROW + NEAR
    left: list[Slot] = [(box, start - step * n, NARROW) for n, box in enumerate(reversed(before), 1)]
    right: list[Slot] = [(box, start + WIDE + NEAR + step * n, NARROW) for n, box in enumerate(after)]
    return [*reversed(left), (_person(around.me.person, around.me.below, "me"), start, WIDE), *right]


def _more(manager: Person, count: int) -> Box:
    words = gettext("%(count)s more report to %(name)s") % {"count": count, "name": manager.name}
    return Box(place_of(manager), f"+ {count}", label=words, kind="more")


class _Drawing:
    """Goes down the page and puts one row below another."""

    def __init__(self) -> None:
        self.boxes: list[Placed] = []
        self.lines = ""
        self.y, self.row = 2.0, 0

    def draw(self, line: Sequence[Box], middle: Sequence[Slot], below: Sequence[Box]) -> Picture:
        for box in line:
            self._put([(box, (WIDTH - ROOT) / 2, ROOT)])
        self._put(middle)
        for start in range(0, len(below), COLUMNS):
            here = below[start : start + COLUMNS]
            if start:  # the line down the middle passes the row above
                self.lines += f"M{WIDTH / 2:g} {self.y - TALL - GAP * 1.5:g}v{TALL + GAP:g}"
            count = len(here) if len(below) < COLUMNS else COLUMNS
            edge = (WIDTH - count * WIDE - (count - 1) * COLUMN) / 2
            self._put([(box, edge + n * (WIDE + COLUMN), WIDE) for n, box in enumerate(here)], is_below=not start)
        return Picture(self.y - GAP + 14, self.lines, self.boxes)

    def _put(self, slots: Sequence[Slot], *, is_below: bool = True) -> None:
        """A row, joined to the line down the middle; `is_below`: that line begins at the box above."""
        centres = [x + wide / 2 for _box, x, wide in slots]
        if self.row:
            high = self.y - GAP / 2
            ends = [*centres, WIDTH / 2]
            self.lines += f"M{WIDTH / 2:g} {self.y - GAP:g}V{high:g}" if is_below else ""
            self.lines += f"M{min(ends):g} {high:g}H{max(ends):g}" + "".join(
                f"M{x:g} {high:g}V{self.y:g}" for x in centres
            )
        self.boxes += [_placed(box, x, self.y, wide, self.row) for box, x, wide in slots]
        self.y += TALL + GAP
        self.row += 1


def _placed(box: Box, x: float, y: float, wide: float, row: int) -> Placed:
    """The words cut to the box."""
    room = wide - (68 if wide != NARROW and box.mark else 28)
    names = _wrapped(box.name, int(room / LETTER))
    return Placed(box, x, y, wide, row, names, "" if len(names) > 1 else _cut(box.note, int(room / SMALL)))


def _wrapped(text: str, most: int) -> list[str]:
    """On one line, or on two between words; what does not fit ends in an ellipsis."""
    if len(text) <= most:
        return [text]
    first = text[: most + 1].rpartition(" ")[0]
    return [first, _cut(text[len(first) + 1 :], most)] if first else [_cut(text, most)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
