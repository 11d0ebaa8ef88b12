"""Where the demo company speaks to the world, and who does it. Reads words/outside.txt (words/README.txt)."""

import re
from datetime import datetime, timedelta
from random import Random

from django.utils.text import slugify

from network.core.text import fold
from network.demo.cast import Cast
from network.demo.parts import Company
from network.demo.rulebook import WRITER
from network.demo.texts import read
from network.policy.models import Channel, ChannelRepresentative
from profiles.models import Person

_FIELDS = {"answers": "answer_time"}
_PERSONAS = (WRITER, "mo")
_OPENED = timedelta(days=400)


def speak_outside(rng: Random, cast: Cast, until: datetime) -> None:
    """Enters the channels in the register; those of one department who speak are the same on every channel."""
    company = Company(rng, cast)
    known = {handle: cast.by_handle[handle] for handle in _PERSONAS}
    for part in re.split(r"^=== ", read("outside.txt"), flags=re.MULTILINE)[1:]:
        heading, *lines = part.strip().splitlines()
        platform, handle, department, status, address = heading.split(" | ")
        said = [line.split(": ", 1) for line in lines]
        channel = Channel.objects.create(
            slug=slugify(fold(f"{platform} {handle}")), platform=platform, handle=handle, status=status,
            address=address, department=cast.departments[department], created_at=until - _OPENED,
            **{_FIELDS.get(name, name): value for name, value in said if name != "speaks"},
        )  # fmt: skip
        for row in (re.split(r" *\| *", value) for name, value in said if name == "speaks"):
            _name(company, known, channel, row, until)


def _name(company: Company, known: dict[str, Person], channel: Channel, row: list[str], until: datetime) -> None:
    who, role, days, trained, time_allotted, backup = row
    starts_on = (until - timedelta(days=int(days))).date()
    ChannelRepresentative.objects.create(
        channel=channel, person=_of(company, known, who, until), role=role, starts_on=starts_on,
        trained_on=starts_on - timedelta(days=9) if trained else None, time_allotted=time_allotted,
        backup=_of(company, known, backup, until), given_by=_of(company, known, WRITER, until),
    )  # fmt: skip


def _of(company: Company, known: dict[str, Person], key: str, until: datetime) -> Person:
    if key not in known:
        known[key] = company.speaker(key, until - _OPENED, {person.pk for person in known.values()})
    return known[key]
