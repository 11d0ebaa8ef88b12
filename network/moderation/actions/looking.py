"""Breaking the glass: what an administrator reads of one case on the machine, and no more than that."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused
from network.moderation.access.custody import can_ask_to_look
from network.moderation.actions.log import Verb, note
from network.moderation.actions.reading import told_by
from network.moderation.models import CustodyRequest, LogEntry, Snapshot
from network.moderation.queries.content import digest_of

CLOSED = _("Nothing is open under that number: ask for it at /moderation/looks/, and a custodian answers.")


@transaction.atomic
def look_at(*, ref: str) -> dict[str, Any]:
    """The case as it stands, its log, and what was sealed when it was reported; never who reported it, or how."""
    grant = CustodyRequest.objects.filter(ref=ref[:9], kind=CustodyRequest.Kind.GLASS).select_related("case").first()
    if grant is None or grant.case is None or not grant.is_running or not can_ask_to_look(grant.asked_by):
        raise Refused(CLOSED)
    note(Verb.GLASS_BROKEN, grant.case_ref, by=grant.asked_by, about=grant.ref)
    case = grant.case
    columns = ("ref", "kind", "state", "reason", "priority", "made_at", "due_at", "version", "decided_at", "closed_at")
    entries = LogEntry.objects.filter(case_ref=case.ref).order_by("seq")
    return {
        "grant": grant.ref, "until": grant.ends_at,
        "case": {name: getattr(case, name) for name in columns},
        "decisions": list(case.decisions.values("ref", "level", "standing", "at", "stands_at", "ends_at")),
        "log": list(entries.values("seq", "at", "verb", "object_ref")),
        "sealed": [_sealed(kept) for kept in Snapshot.objects.filter(report__case=case).order_by("report__pk")],
    }  # fmt: skip


def _sealed(kept: Snapshot) -> dict[str, Any]:
    told = told_by(kept)
    return {
        "taken_at": kept.taken_at,
        "is_as_it_was": digest_of(told)[1] == (kept.redacted_digest or kept.digest),
        "told": told,
    }
