"""What a move of a version still needs, and a sentence about how to mend it."""

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from network.core.clock import working_days_between
from network.core.text import clean_text
from network.policy.access.sign_offs import mandates
from network.policy.actions.plans import Plan
from network.policy.models import Consultation, SignOff, Version
from network.policy.queries.drafts import gaps, outdated, unanswered, unwritten, without_note
from network.policy.queries.quiz import quiz_on_the_way
from network.policy.queries.sign_offs import asked_of, sign_offs_of, silent, unanswered_disagreements
from network.policy.states import CONSULTATION_DAYS, FIRST_CONSULTATION_DAYS, MOVES, Need, State
from network.policy.words import said

Faults = dict[str, "str | Promise"]
SIGNED = (SignOff.Outcome.AGREED, SignOff.Outcome.WITH_REMARKS)


def lacking(version: Version, to: State, plan: Plan) -> Faults:
    """The part's name and a sentence about how to mend it. Empty when the move is complete."""
    faults: Faults = {}
    for need in MOVES[(State(version.state), to)].needs:
        faults |= _CHECKS[need](version, plan)
    if to == State.SIGN_OFF:
        faults |= _mandates(version, plan)
    return faults


def days_at_least(version: Version) -> int:
    """Working days that a consultation lasts; more for the first version of a document."""
    return FIRST_CONSULTATION_DAYS if version.number == 1 else CONSULTATION_DAYS


def _representative(version: Version, plan: Plan) -> Faults:
    if mandates().filter(person__in=plan.invited).exists():
        return {}
    return {"invited": _("Invite at least one elected representative.")}


def _period(version: Version, plan: Plan) -> Faults:
    if plan.opens_on is None or plan.opens_on < localdate():
        return {"opens_on": _("Choose a first day, today or later.")}
    least = days_at_least(version)
    if plan.closes_on is None or working_days_between(plan.opens_on, plan.closes_on) < least:
        return {"closes_on": _("People need at least %(days)s working days.") % {"days": least}}
    return {}


def _answers(version: Version, plan: Plan) -> Faults:
    if Consultation.objects.filter(version=version, closed_at=None, closes_on__gte=localdate()).exists():
        return {"answers": _("People may comment until the last day of the consultation.")}
    left = unanswered(version).count()
    if not left:
        return {}
    one, many = _("%(count)s proposal has no answer yet."), _("%(count)s proposals have no answer yet.")
    return {"answers": (one if left == 1 else many) % {"count": left}}


def _mandates(version: Version, plan: Plan) -> Faults:
    faults: Faults = {}
    if not plan.mandates or mandates().filter(pk__in=plan.mandates).count() != len(set(plan.mandates)):
        faults["mandates"] = _("Choose whose word you ask for, among those who are elected today.")
    if plan.sign_by is None or plan.sign_by <= localdate():
        faults["sign_by"] = _("Choose a day to come.")
    if bare := unwritten(version):
        faults["filled"] = _("These sections say nothing yet: %(sections)s") % {"sections": _listed(bare)}
    return faults


def _notes(version: Version, plan: Plan) -> Faults:
    missing = without_note(version)
    if not missing:
        return {}
    named = _listed(change.heading for change in missing)
    return {"notes": _("Write what changed in these sections: %(sections)s") % {"sections": named}}


def _outcomes(version: Version, plan: Plan) -> Faults:
    if not asked_of(version):
        return {"outcomes": _("No representative has been asked.")}
    missing = silent(version)
    if not missing:
        return {}
    bodies = _listed(request.mandate.speaks_for for request in missing)
    return {"outcomes": _("These have not answered, and their day has not passed: %(bodies)s") % {"bodies": bodies}}


def _reply(version: Version, plan: Plan) -> Faults:
    if version.document.requires_agreement:
        against = [said for said in sign_offs_of(version) if said.outcome not in SIGNED]
        if against:
            bodies = _listed(said.body for said in against)
            return {"reply": _("These rules need the agreement of: %(bodies)s") % {"bodies": bodies}}
    if waiting := unanswered_disagreements(version):
        bodies = _listed(said.body for said in waiting)
        return {"reply": _("Answer the disagreement in writing first: %(bodies)s") % {"bodies": bodies}}
    return {}


def _languages(version: Version, plan: Plan) -> Faults:
    behind = outdated(version)
    if not behind or plan.marks_outdated:
        return {}
    named = _listed(f"{heading} ({language})" for heading, language in behind)
    return {"marks_outdated": _("These translations are not up to date: %(sections)s") % {"sections": named}}


def _filled(version: Version, plan: Plan) -> Faults:
    found = gaps(version)
    if not found:
        return {}
    named = _listed(f"{gap.words} ({gap.heading}, {gap.language})" for gap in found)
    return {"filled": _("Fill in what is left open: %(places)s") % {"places": named}}


def _quiz(version: Version, plan: Plan) -> Faults:
    """Two parts of the form may be at fault, so that both sentences are shown."""
    quiz, faults = quiz_on_the_way(version), Faults()
    if quiz.has_other_number:
        sentence = _("A quiz has three to five questions, and this one has %(count)s. Change that, or remove them all.")
        faults["quiz"] = sentence % {"count": quiz.count}
    if quiz.strays:
        named = _listed(f"“{Truncator(said(row.text)).chars(60)}”" for row in quiz.strays)
        sentence = _("Tie these questions to another section, theirs was removed: %(questions)s")
        faults["strays"] = sentence % {"questions": named}
    return faults


def _notice(version: Version, plan: Plan) -> Faults:
    if plan.effective_on is None or plan.effective_on <= localdate():
        return {"effective_on": _("Choose a day to come.")}
    if plan.acknowledge_by is not None and plan.acknowledge_by < plan.effective_on:
        return {"acknowledge_by": _("Nobody acknowledges what does not count yet: choose a later day.")}
    if plan.needs_quiz and not version.questions.exists():
        return {"needs_quiz": _("There are no questions in this version.")}
    days = (plan.effective_on - localdate()).days
    if days >= version.notice_days or clean_text(plan.short_notice_reason):
        return {}
    sentence = _("People are given %(days)s days. Choose a later day, or write why it cannot wait.")
    return {"effective_on": sentence % {"days": version.notice_days}}


def _reason(version: Version, plan: Plan) -> Faults:
    return {} if clean_text(plan.reason) else {"reason": _("Write why it is withdrawn.")}


def _listed(names: Iterable[object]) -> str:
    return ", ".join(str(name) for name in names)


_CHECKS: dict[Need, Callable[[Version, Plan], Faults]] = {
    Need.REPRESENTATIVE: _representative, Need.PERIOD: _period, Need.ANSWERS: _answers, Need.NOTES: _notes,
    Need.OUTCOMES: _outcomes, Need.REPLY: _reply, Need.LANGUAGES: _languages, Need.FILLED: _filled,
    Need.QUIZ: _quiz, Need.NOTICE: _notice, Need.REASON: _reason,
}  # fmt: skip
