"""What time does to the rules: a version counts from its day, and who has not answered has not answered."""

import logging
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from network.core.events import announce
from network.policy.actions.moving import locked, move_version
from network.policy.events import SignedOff
from network.policy.models import SignOff, Version
from network.policy.queries.sign_offs import silent
from network.policy.queries.texts import hashes
from network.policy.states import State
from network.policy.words import version_hash

logger = logging.getLogger("glod.policy")


@transaction.atomic
def let_count(*, version: Version) -> bool:
    """On its day the version counts and the one before it no more, in one transaction; a second run does nothing.

    A text that is not the one that was adopted never counts, whatever the calendar says.
    """
    row = locked(version)
    if row.state != State.SCHEDULED or row.effective_on is None or row.effective_on > localdate():
        return False
    if not is_as_adopted(row):
        logger.error("a version is not the text that was adopted", extra={"version": row.pk})
        return False
    move_version(by=None, version=row, to=State.IN_FORCE)
    return True


def is_as_adopted(version: Version) -> bool:
    """Its words give the hashes that were kept when they were signed."""
    found = hashes(version)
    kept = dict(version.texts.values_list("language", "content_hash"))
    return found == kept and version_hash(found) == version.content_hash


@transaction.atomic
def note_silence(*, version: Version) -> int:
    """Once the last day to answer has passed, whoever did not answer stands there as not having answered."""
    row = locked(version)
    if row.state != State.SIGN_OFF or row.sign_by is None or row.sign_by >= localdate():
        return 0
    missing = silent(row)
    for request in missing:
        said = SignOff.objects.create(
            version=row, mandate=request.mandate, person=request.mandate.person, body=request.mandate.speaks_for[:80],
            content_hash=row.content_hash, outcome=SignOff.Outcome.NO_REPLY,
        )  # fmt: skip
        announce(SignedOff(said.pk))
    return len(missing)


def due(day: date) -> tuple[list[Version], list[Version]]:
    """What is to count by that day, and what representatives should have answered before it."""
    rows = Version.objects.select_related("document")
    counting = rows.filter(state=State.SCHEDULED, effective_on__lte=day).order_by("effective_on", "pk")
    return list(counting), list(rows.filter(state=State.SIGN_OFF, sign_by__lt=day).order_by("pk"))
