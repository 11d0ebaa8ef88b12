"""Reading what was sealed: each time leaves a line in the log, and looking at a case without it leaves none."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.moderation.access import can_read_reported
from network.moderation.actions.log import Verb, note
from network.moderation.models import Case, Snapshot
from network.moderation.seals import unseal
from profiles.models import Person

CLAIM_FIRST = _("Take the case before you read what was reported.")


@dataclass(frozen=True)
class Sealed:
    """What was reported, as it looked when it was; `told` is empty where the key is another one."""

    taken_at: datetime
    told: dict[str, Any]


@transaction.atomic
def read_snapshots(*, by: Person, case: Case) -> Sequence[Sealed]:
    """What the first report is about, and what differed when it was reported again; a line in the log for each."""
    require(can_read_reported(by, case), CLAIM_FIRST)
    found: list[Sealed] = []
    seen: set[str] = set()
    for kept in Snapshot.objects.filter(report__case=case).select_related("report").order_by("report__pk"):
        if kept.digest in seen:
            continue
        seen.add(kept.digest)
        note(Verb.OPENED, case.ref, by=by, about=kept.report.ref)
        found.append(Sealed(kept.taken_at, told_by(kept)))
    return found


def told_by(kept: Snapshot) -> dict[str, Any]:
    """What was sealed; nothing where the key is another one."""
    try:
        told: dict[str, Any] = json.loads(unseal(kept.sealed))
    except InvalidToken:
        return {}
    return told
