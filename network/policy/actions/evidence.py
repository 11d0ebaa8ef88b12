"""A named list for an auditor: one editor asks and says why, another approves, and it is fetched once."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.policy.access.knowing import can_approve_evidence, can_fetch_evidence, can_handle_evidence
from network.policy.events import EvidenceApproved, EvidenceAsked
from network.policy.models import EvidenceExport, Version
from profiles.models import Person

NOT_EDITOR = _("Only policy editors ask for a list with names.")
ANOTHER = _("A list with names is approved by another policy editor than the one who asked, once.")
ONCE = _("The list is fetched once, by whoever asked for it, within a week of the approval. Ask anew if you need it.")


@transaction.atomic
def ask_for_evidence(*, by: Person, version: Version, purpose: str) -> EvidenceExport:
    """Writes down who wants the list and for what; nothing leaves yet."""
    require(can_handle_evidence(by), NOT_EDITOR)
    export = EvidenceExport.objects.create(version=version, purpose=purpose, asked_by=by)
    announce(EvidenceAsked(export.pk, by.pk))
    return export


@transaction.atomic
def approve_evidence(*, by: Person, export: EvidenceExport) -> None:
    """Another editor agrees with the purpose."""
    export = _locked(export)
    require(can_approve_evidence(by, export), ANOTHER)
    EvidenceExport.objects.filter(pk=export.pk).update(approved_by=by, approved_at=now())
    announce(EvidenceApproved(export.pk, by.pk))


@transaction.atomic
def fetch_evidence(*, by: Person, export: EvidenceExport) -> EvidenceExport:
    """Claims the one time that it is fetched; of two at once, one is refused."""
    export = _locked(export)
    require(can_fetch_evidence(by, export), ONCE)
    EvidenceExport.objects.filter(pk=export.pk).update(fetched_at=now())
    return export


def _locked(export: EvidenceExport) -> EvidenceExport:
    rows = EvidenceExport.objects.select_for_update(of=("self",)).select_related("version__document")
    return rows.get(pk=export.pk)
