"""What representatives were asked, and what they said of exactly this text."""

from dataclasses import dataclass

from django.db.models import QuerySet

from network.policy.models import SignOff, SignOffRequest, Version
from network.policy.states import State


@dataclass(frozen=True)
class Asked:
    """A mandate that was asked, and its word on the text as it is now."""

    request: SignOffRequest
    said: SignOff | None


def sign_offs_of(version: Version) -> "QuerySet[SignOff]":
    """What was said of this text; words on another text do not count."""
    said = SignOff.objects.filter(version=version, content_hash=version.content_hash).exclude(content_hash="")
    return said.select_related("mandate", "person", "employer_reply__by", "version")


def asked_of(version: Version) -> list[Asked]:
    """Every mandate that was asked, in the order in which they were chosen."""
    said = {one.mandate_id: one for one in sign_offs_of(version)}
    requests = SignOffRequest.objects.filter(version=version).select_related("mandate__person", "mandate__scope")
    return [Asked(one, said.get(one.mandate_id)) for one in requests.order_by("pk")]


def silent(version: Version) -> list[SignOffRequest]:
    """Mandates that have not answered."""
    return [asked.request for asked in asked_of(version) if asked.said is None]


def unanswered_disagreements(version: Version) -> list[SignOff]:
    """Protocols to which the employer has not written an answer."""
    disagreed = sign_offs_of(version).filter(outcome=SignOff.Outcome.DISAGREED)
    return list(disagreed.filter(employer_reply=None))


def version_to_sign(slug: str) -> Version:
    """The version of the document that lies with the representatives; raises DoesNotExist."""
    return Version.objects.select_related("document").get(document__slug=slug, state=State.SIGN_OFF)


def sign_off_for(version: Version, pk: int) -> SignOff:
    """A disagreement with this text; raises DoesNotExist."""
    return sign_offs_of(version).get(pk=pk, outcome=SignOff.Outcome.DISAGREED)
