"""Pictures and files of what was reported, for those who look at it."""

from network.conversations.models import Attachment
from network.moderation.models import Case
from network.moderation.models.cases import Kind
from network.moderation.queries.content import Content


def reported_file(case: Case, number: int) -> Attachment | None:
    """The file with this number, if it belongs to what the case is about and its owner has not taken it away."""
    rows = Attachment.objects.filter(pk=number)
    if case.kind == Kind.FILE:
        return rows.filter(pk=case.subject_id).first()
    if case.kind == Kind.POST:
        return rows.filter(thread=case.subject_id).first()
    return rows.filter(thread__idea=case.subject_id).first() if case.kind == Kind.IDEA else None


def files_in(content: Content | None) -> list[Attachment]:
    """Pictures and files of what stands there now, hidden or not."""
    if content is None or not content.files:
        return []
    return list(Attachment.objects.filter(pk__in=[file["id"] for file in content.files]))
