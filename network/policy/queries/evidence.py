"""Evidence of what was acknowledged: one's own, and a list with names that proves itself offline."""

import csv
import hashlib
import json
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext

from network.core.pages import Page, newest_first
from network.core.sheets import safe_cell
from network.notifications.subjects import Subject
from network.policy.access.knowing import can_handle_evidence
from network.policy.models import Acknowledgement, EvidenceExport, QuizPass, SectionText, Version, VersionText
from network.policy.queries.knowing import own_acknowledgements
from network.policy.words import canonical, said, text_hash
from profiles.models import Person

README = """Acknowledgements of {name}, version {number}

acknowledgements.jsonl   one acknowledgement a line (JSON)
acknowledgements.csv     the same as a table
texts/<language>.json    the exact text in that language: its SHA-256 is the "hash" of each acknowledgement in it
texts/<language>.md      the same text for reading
SHA256SUMS               the SHA-256 of every file here

Check it without a network, in the folder that holds these files:
    sha256sum -c SHA256SUMS
    sha256sum texts/*.json        and compare with the "hash" in acknowledgements.csv

"acknowledged" means: received, and had the opportunity to read. It is not a consent.

Kvitteringer for {name_nb}, utgave {number}

Kontroller uten nett, i mappa der filene ligger:
    sha256sum -c SHA256SUMS
    sha256sum texts/*.json        og sammenlign med «hash» i acknowledgements.csv

«acknowledged» betyr: mottatt, og har hatt mulighet til å lese. Det er ikke et samtykke.

Asked for by {asked_by}, {asked_at}: {purpose}
Approved by {approved_by}, {approved_at}
"""
COLUMNS = ("name", "handle", "department", "document", "version", "language", "hash", "form", "at")


def texts_of(version: Version) -> dict[str, list[dict[str, str]]]:
    """The sections as they are hashed, by the languages in which the version is adopted; two queries."""
    languages = VersionText.objects.filter(version=version).values_list("language", flat=True)
    found: dict[str, list[dict[str, str]]] = {language: [] for language in sorted(languages)}
    rows = SectionText.objects.filter(section__version=version).select_related("section")
    for row in rows.order_by("section__position"):
        part = {"slug": row.section.slug, "heading": row.heading, "short": row.short, "body": row.body}
        found.setdefault(row.language, []).append(part)
    return found


def own_evidence(person: Person) -> list[dict[str, Any]]:
    """Everything the person has acknowledged, with the text as it read; what they asked, and what was answered."""
    rows = list(own_acknowledgements(person))
    texts = {row.version_id: texts_of(row.version) for row in rows}
    passed = dict(QuizPass.objects.filter(person=person).values_list("version_id", "at"))
    return [_own(row, texts[row.version_id].get(row.language, []), passed) for row in rows]


def _own(row: Acknowledgement, parts: list[dict[str, str]], passed: dict[int, Any]) -> dict[str, Any]:
    answer = getattr(row, "answer", None)
    return {
        "document": said(row.version.document.name, row.language), "version": row.version.number,
        "language": row.language, "hash": row.content_hash, "hash_of_text": text_hash(parts),
        "at": localtime(row.at).isoformat(), "form": row.form, "said": row.text,
        "answer": answer.text if answer else "",
        "quiz_passed_at": localtime(passed[row.version_id]).isoformat() if row.version_id in passed else None,
        "text": parts,
    }  # fmt: skip


def evidence_page(before: int | None) -> Page[EvidenceExport]:
    """Every list with names that was asked for, the newest first."""
    rows = EvidenceExport.objects.select_related("version__document", "asked_by", "approved_by")
    return newest_first(rows, before)


def evidence_for(pk: int) -> EvidenceExport | None:
    """One of them."""
    return EvidenceExport.objects.filter(pk=pk).select_related("version__document", "asked_by", "approved_by").first()


def versions_with_evidence() -> list[Version]:
    """What somebody has acknowledged, the newest first."""
    acknowledged = Acknowledgement.objects.values("version")
    return list(Version.objects.filter(pk__in=acknowledged).select_related("document").order_by("document", "-number"))


def evidence_zip(export: EvidenceExport) -> bytes:
    """The list, the texts and the sums that prove both; of a person only who they are and what they acknowledged."""
    files = evidence_files(export)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in {**files, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def evidence_files(export: EvidenceExport) -> dict[str, bytes]:
    """The files by name, without the sums."""
    rows = [_line(row) for row in _rows(export.version)]
    files = {"README.txt": _readme(export).encode(), "acknowledgements.csv": _table(rows)}
    lines = (json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) for row in rows)
    files["acknowledgements.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    for language, parts in texts_of(export.version).items():
        files[f"texts/{language}.json"] = canonical(parts)
        read = (f"# {part['heading']}\n\n{part['short']}\n\n{part['body']}\n" for part in parts)
        files[f"texts/{language}.md"] = "\n".join(read).encode()
    return files


def _rows(version: Version) -> list[Acknowledgement]:
    rows = Acknowledgement.objects.filter(version=version).select_related("person__department", "version__document")
    return list(rows.order_by("at", "pk"))


def _line(row: Acknowledgement) -> tuple[str, ...]:
    person = row.person
    where = person.department.name if person.department else ""
    document = row.version.document.slug
    at = localtime(row.at).isoformat()
    return (
        person.name, person.handle, where, document, str(row.version.number), row.language, row.content_hash,
        row.form, at,
    )  # fmt: skip


def _table(rows: list[tuple[str, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _readme(export: EvidenceExport) -> str:
    approved_by = export.approved_by.name if export.approved_by else "-"
    approved_at = localtime(export.approved_at).isoformat() if export.approved_at else "-"
    return README.format(
        name=said(export.version.document.name, "en"), name_nb=said(export.version.document.name, "nb"),
        number=export.version.number, asked_by=export.asked_by.name, purpose=export.purpose,
        asked_at=localtime(export.asked_at).isoformat(), approved_by=approved_by, approved_at=approved_at,
    )  # fmt: skip


def evidence_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Lists with names that were asked for, for policy editors."""
    if not can_handle_evidence(person):
        return {}
    rows = EvidenceExport.objects.filter(pk__in=ids).select_related("version__document")
    what = gettext("a list with names")
    return {row.pk: Subject(f"{row.version.document}: {what}", reverse("policy:evidence")) for row in rows}
