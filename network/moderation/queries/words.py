"""The words that a case is about, as they were when somebody reported them, and when they were written."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from network.moderation.models import Case, Snapshot
from network.moderation.seals import unseal


@dataclass(frozen=True)
class Told:
    """The author's own text as it was when somebody reported it."""

    title: str
    text: str
    written_at: datetime | None


def told_of(case: Case, moment: datetime) -> Told | None:
    """The text as it was at the last report before that moment."""
    of_this = Snapshot.objects.filter(report__case__kind=case.kind, report__case__subject_id=case.subject_id)
    found = of_this.filter(taken_at__lte=moment).order_by("-pk").first()  # its reports may have gone on in another case
    if found is None:
        return None
    said = json.loads(unseal(found.sealed))
    return Told(said["title"], said["text"], parse_datetime(said["written_at"]))


def written_at(case: Case) -> datetime:
    """When the words that were reported first were written, or last changed: a change after that moves nothing (M3).

    Rules that came later restrict nothing, and whoever mends or deletes what they wrote is not worse off for it.
    """
    first = Snapshot.objects.filter(report__case=case).order_by("taken_at", "pk").first()
    said = json.loads(unseal(first.sealed)) if first is not None else {}
    return parse_datetime(said.get("written_at", "")) or case.made_at
