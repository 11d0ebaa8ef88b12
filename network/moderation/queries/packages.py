"""What goes to the employer's side, and nothing else (moderation_policy.md 6.8). No field is for whoever reported."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from network.moderation.models import Case, Decision, HandOver, Hearing, Snapshot
from network.moderation.queries.content import digest_of
from network.moderation.seals import unseal
from network.policy.models import Section
from network.policy.words import said
from profiles.models import Person

Package = dict[str, Any]
TITLE, TEXT = "title", "text"


def package_of(case: Case, *, purpose: str, ground: str, receiver: Person) -> Package:
    """The case as the employer may know it: what was written, rule, reply and decision; no notes, no others."""
    author = case.author
    decisions = list(_decisions(case))
    language = author.language if author else "nb"
    return {
        "case": case.ref, "kind": case.kind, "reason": case.reason,
        "purpose": purpose, "ground": ground,
        "author": author.name if author else "", "receiver": receiver.name, "language": language,
        "items": _items(case), "rules": [_rule(row, language) for row in _sections(case, decisions)],
        "replies": [_reply(row) for row in case.hearings.filter(kind=Hearing.Kind.REPLY, answered_at__isnull=False)],
        "decisions": [_decision(row) for row in decisions],
        "dates": {"case": _day(case.made_at), "decision": _day(case.decided_at)},
        "notice": notice_of(purpose, ground, receiver, language),
    }  # fmt: skip


def notice_of(purpose: str, ground: str, receiver: Person, language: str) -> str:
    """What the author is told, in their language: that it was handed over, to whom, what for, and what they may do."""
    with translation.override(language):
        parts = (
            _("What you wrote, and what was decided about it, has been handed over to %(name)s, HR adviser."),
            _("What for: %(purpose)s"),
            _("It rests on this: %(ground)s"),
            _(
                "You may read what was handed over, ask for it to be corrected, and say your word. "
                "You may bring an elected representative, or somebody else, to every meeting. "
                "Who reported it was not handed over."
            ),
            _("Moderators are not told what comes of it. Only your employer can give a warning, and not in here."),
        )
        told = {"name": receiver.name, "purpose": purpose, "ground": ground}
        return "\n\n".join(part % told for part in parts)


def opened(sealed: str) -> Package:
    """What was sealed."""
    package: Package = json.loads(unseal(sealed))
    return package


def rebuilt(handover: HandOver) -> str:
    """The SHA-256 that the package would have if it were made now: another one where the case has moved on."""
    made = package_of(
        handover.case, purpose=handover.purpose, ground=handover.ground, receiver=handover.receiver
    )  # fmt: skip
    return digest_of(made)[1]


def _items(case: Case) -> list[Package]:
    """What was reported as it looked then: each look of it once, and no word of whoever reported it."""
    found: dict[str, Package] = {}
    for kept in Snapshot.objects.filter(report__case=case).order_by("report__pk"):
        if kept.digest not in found:
            told = json.loads(unseal(kept.sealed))
            found[kept.digest] = {
                TITLE: told["title"], TEXT: told["text"], "written_at": told["written_at"],
                "files": [{"name": row["name"], "alt": row["alt"]} for row in told["files"]],
                "history": [
                    {TITLE: row["title"], TEXT: row["text"], "replaced_at": row["replaced_at"]}
                    for row in told["history"]
                ],
            }  # fmt: skip
    return list(found.values())


def _decisions(case: Case) -> Sequence[Decision]:
    """Those that counted; what was only proposed or refused is an internal matter."""
    rows = case.decisions.filter(stands_at__isnull=False).order_by("pk")
    return list(rows.select_related("section__version__document").prefetch_related("section__texts"))


def _sections(case: Case, decisions: Sequence[Decision]) -> list[Section]:
    """The rules on which it rests, in the version that counted when it was written."""
    asked = case.hearings.filter(section__isnull=False).select_related("section__version__document")
    rows = [row.section for row in decisions] + [row.section for row in asked]
    return list({row.pk: row for row in rows if row is not None}.values())


def _rule(section: Section, language: str) -> Package:
    texts = list(section.texts.all())
    return {
        "document": str(section.version.document), "version": section.version.number,
        "in_force_on": _day(section.version.in_force_at),
        "heading": said({text.language: text.heading for text in texts}, language),
        TEXT: "\n\n".join(
            part for part in (
                said({text.language: text.short for text in texts}, language),
                said({text.language: text.body for text in texts}, language),
            ) if part
        ),
    }  # fmt: skip


def _reply(hearing: Hearing) -> Package:
    return {
        "asked": hearing.text, "asked_on": _day(hearing.asked_at), "answer": hearing.answer,
        "answered_on": _day(hearing.answered_at) if hearing.answer else "",
    }  # fmt: skip


def _decision(decision: Decision) -> Package:
    names = ("ref", "level", "standing", "law", "quote", "facts", "reasoning", "milder")
    return {name: str(getattr(decision, name)) for name in names} | {"decided_on": _day(decision.stands_at)}


def _day(moment: Any) -> str:
    return localdate(moment).isoformat() if moment else ""
