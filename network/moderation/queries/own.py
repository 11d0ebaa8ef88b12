"""A file of what moderation keeps about somebody (A84): what they said and what they are told, and no third party."""

from typing import Any

from network.moderation.models import Appeal, Decision, Hearing, Report
from network.moderation.queries.custody import role_words, told_of
from network.moderation.queries.sides import decisions_about, hearings_of, rule_named
from network.moderation.seals import mark_of
from network.moderation.states import Level
from profiles.models import Person


def own_file(person: Person) -> dict[str, Any]:
    """Everything, by kind; oldest first."""
    reports = list(Report.objects.filter(identity__mark=mark_of(person.pk)))
    asked = told_of(person, reports)
    return {
        "reports": [_report(row) | {"name_asked_for": list(map(_name, asked.get(row.pk, [])))} for row in reports],
        "decisions": [_decision(row) for row in decisions_about(person).exclude(level=Level.NOTHING).order_by("pk")],
        "questions": list(map(_question, hearings_of(person))),
        "appeals": [_appeal(row) for row in Appeal.objects.filter(mark=mark_of(person.pk)).select_related("decision")],
    }  # fmt: skip


def _report(report: Report) -> dict[str, Any]:
    return {
        "reference": report.ref, "made_at": report.made_at, "reason": report.get_reason_display(), "words": report.text,
        "about_me": report.is_about_me, "outcome": report.get_outcome_display(), "told_at": report.told_at,
    }  # fmt: skip


def _name(row: Any) -> dict[str, Any]:
    return {"by": role_words(row), "for": row.get_purpose_display(), "from": row.answered_at, "to": row.ends_at}


def _question(row: Hearing) -> dict[str, Any]:
    return {
        "case": row.case.ref, "asked_at": row.asked_at, "asked": row.text, "answered_at": row.answered_at,
        "answer": row.answer,
    }  # fmt: skip


def _decision(decision: Decision) -> dict[str, Any]:
    rule = rule_named(decision.section)
    return {
        "reference": decision.ref, "case": decision.case.ref, "level": decision.get_level_display(),
        "rule": rule.heading if rule else decision.law, "quote": decision.quote, "facts": decision.facts,
        "reasons": decision.reasoning, "why_not_milder": decision.milder, "from": decision.stands_at,
        "until": decision.ends_at, "appeal_by": decision.appeal_by,
    }  # fmt: skip


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "reference": appeal.ref, "decision": appeal.decision.ref, "made_at": appeal.made_at, "words": appeal.text,
        "withdrawn_at": appeal.withdrawn_at, "verdict": appeal.get_verdict_display(), "reasons": appeal.reasons,
    }  # fmt: skip
