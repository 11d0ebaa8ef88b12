"""Pictures and files of what was reported, for those who look at it: as it was then, and as it stands now."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.db.models import QuerySet

from network.conversations.files import FILE
from network.conversations.models import Attachment
from network.core import vault
from network.core.images import step_for
from network.moderation.models import Case, Snapshot
from network.moderation.models.cases import Kind
from network.moderation.queries import photos
from network.moderation.queries.content import Content
from network.moderation.seals import unseal
from profiles.models import Person

SHOWN = 960  # pixels


@dataclass(frozen=True)
class Evidence:
    """One picture or file. `place` and `part` say where its bytes lie."""

    pk: int
    name: str
    alt: str
    is_image: bool
    place: str
    part: str


def evidence_in(case: Case, number: int, told: Sequence[dict[str, Any]] = ()) -> Evidence | None:
    """The file with this number, if it was reported with the case, or stands in what the case is about."""
    return next((file for file in all_evidence(case, _files_now(case), told) if file.pk == number), None)


def all_evidence(case: Case, current: Sequence[Evidence], told: Sequence[dict[str, Any]] = ()) -> list[Evidence]:
    """What was kept at a report, by what the snapshots say of it; and what came since."""
    said = {file["id"]: file for snapshot in told or told_in(case) for file in snapshot.get("files", ())}
    kept = [
        Evidence(
            row.number, said.get(row.number, {}).get("name", str(row.number)), said.get(row.number, {}).get("alt", ""),
            row.is_image, vault.kept_place(row.stored),
            photos.PART if photos.is_photo(row.stored) else _part(row.width),
        )
        for row in case.kept_files.all()
    ]  # fmt: skip
    known = {file.pk for file in kept}
    return kept + [file for file in current if file.pk not in known]


def files_in(content: Content | None) -> list[Evidence]:
    """Pictures and files of what stands there now, hidden or not; of a profile its photo."""
    if content is None:
        return []
    if content.photo:
        return _photo(content.photo)
    return _of(Attachment.objects.filter(pk__in=[file["id"] for file in content.files])) if content.files else []


def _files_now(case: Case) -> list[Evidence]:
    if case.kind == Kind.PERSON:
        photo = Person.objects.get_queryset().filter(pk=case.subject_id).values_list("photo", flat=True).first()
        return _photo(photo) if photo else []
    if case.kind == Kind.FILE:
        return _of(Attachment.objects.filter(pk=case.subject_id))
    if case.kind == Kind.POST:
        return _of(Attachment.objects.filter(thread=case.subject_id))
    return _of(Attachment.objects.filter(thread__idea=case.subject_id)) if case.kind == Kind.IDEA else []


def _of(files: "QuerySet[Attachment]") -> list[Evidence]:
    return [
        Evidence(file.pk, file.name, file.alt, file.is_image, file.stored, _part(file.width if file.is_image else None))
        for file in files
    ]


def _photo(photo: str) -> list[Evidence]:
    return [Evidence(photos.number_of(photo), photos.PART, "", True, photos.place_of(photo), photos.PART)]


def told_in(case: Case) -> list[dict[str, Any]]:
    """What each snapshot says, the oldest first; without those that are sealed with another key."""
    told: list[dict[str, Any]] = []
    for row in Snapshot.objects.filter(report__case=case).order_by("pk"):
        with suppress(InvalidToken):  # the bytes are there, their names are not
            told.append(json.loads(unseal(row.sealed)))
    return told


def _part(width: int | None) -> str:
    step = step_for(SHOWN, width) if width else None
    return f"{step}.webp" if step else FILE
