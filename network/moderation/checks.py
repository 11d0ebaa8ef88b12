"""What `manage.py check --deploy` says of moderation: somebody outside the line, and somebody who keeps identities."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import Error as DatabaseError

from network.moderation.queries.standing import (
    KEY_IS_ANOTHER,
    NO_CUSTODIAN,
    NOBODY_OUTSIDE,
    ONE_CUSTODIAN,
    ONE_OUTSIDE,
    faults,
    missing,
)

_KEY = "Who reported is sealed with a key that is made of SECRET_KEY. Give it one of its own: GLOD_CUSTODY_KEY."


def _ids() -> dict[str, str]:
    known = (NOBODY_OUTSIDE, NO_CUSTODIAN, KEY_IS_ANOTHER)
    return {str(fault): f"moderation.E00{number}" for number, fault in enumerate(known, 1)}


@register("moderation", deploy=True)
def check_people(**_more: Any) -> Sequence[CheckMessage]:
    """Fails where somebody moderates and nobody can take what they may not; silent where no database answers."""
    try:
        found, told = faults(), missing()
    except DatabaseError:
        return []
    messages: list[CheckMessage] = [Error(str(fault), id=_ids()[str(fault)]) for fault in found]
    if ONE_CUSTODIAN in told:
        messages.append(Warning(str(ONE_CUSTODIAN), id="moderation.W001"))
    if ONE_OUTSIDE in told:
        messages.append(Warning(str(ONE_OUTSIDE), id="moderation.W002"))
    if not settings.CUSTODY_KEY:
        messages.append(Info(_KEY, id="moderation.I001"))
    return messages
