"""The one place where a version changes state. Each move is in the table and complete; steps for two take two."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_text
from network.policy.access.drafts import can_approve, can_drop, can_move_version, can_write
from network.policy.actions.needs import lacking
from network.policy.actions.plans import EMPTY, Plan, plan_of
from network.policy.events import ApprovalAsked, SignOffAsked, VersionMoved
from network.policy.models import Approval, Consultation, Document, SignOffRequest, Version, VersionText
from network.policy.queries.drafts import changes
from network.policy.queries.texts import hash_now, hashes
from network.policy.states import MOVES, State, Who
from network.policy.words import version_hash
from profiles.models import Person, Role

NO_SUCH_MOVE = _("The version cannot go there from where it stands now, or it is not yours to move.")
TAKES_TWO = _("This step takes two editors: one asks, another approves it.")
OTHER_TEXT = _("The text has changed since this was asked for. Ask again.")
NOT_YOURS = _("Another editor must approve what you asked for.")
IS_OVER = _("This has been approved or dropped already.")
ASKED_ALREADY = _("Somebody has asked for this step already.")
Step = Approval.Step
STEPS = {State.CONSULTATION: Step.CONSULTATION, State.SCHEDULED: Step.SCHEDULE}
TARGETS = {step: state for state, step in STEPS.items()}


def locked(version: Version) -> Version:
    """The version as it is now, for this transaction alone; the document is the lock of all its versions."""
    Document.objects.select_for_update().get(pk=version.document_id)
    return Version.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)


@transaction.atomic
def move_version(*, by: Person | None, version: Version, to: State, plan: Plan = EMPTY) -> Version:
    """Moves a version as the table allows, under its lock; by nobody (None) when its day came."""
    row = locked(version)
    require(can_move_version(by, row, to), NO_SUCH_MOVE)
    require(MOVES[(State(row.state), to)].who != Who.TWO_EDITORS, TAKES_TWO)
    return _move(row, to, plan, by)


@transaction.atomic
def ask_step(*, by: Person, version: Version, step: str, plan: Plan = EMPTY) -> Approval:
    """One editor asks for a step that takes two, with everything it needs, for exactly this text."""
    row = locked(version)
    _require_step(by, row, step, plan)
    require(not _open(row, step).exists(), ASKED_ALREADY)
    asked = Approval.objects.create(version=row, step=step, content_hash=hash_now(row), asked_by=by, plan=plan.kept())
    announce(ApprovalAsked(asked.pk))
    return asked


@transaction.atomic
def approve_step(*, by: Person, approval: Approval) -> Version:
    """Another editor approves it; it is done at once, if it is about this text and all still holds."""
    row = locked(approval.version)
    asked = Approval.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=approval.pk)
    require(asked.approved_at is None and asked.dropped_at is None, IS_OVER)
    require(can_approve(by, asked), NOT_YOURS)
    require(asked.content_hash == hash_now(row), OTHER_TEXT)
    plan = plan_of(asked.plan)
    _require_step(by, row, asked.step, plan)
    asked.approved_by, asked.approved_at = by, now()
    asked.save(update_fields=["approved_by", "approved_at"])
    if asked.step == Step.EDITORIAL:
        row.materiality = Version.Materiality.EDITORIAL
        row.save(update_fields=["materiality"])
        return row
    if asked.step == Step.SCHEDULE:
        row.published_by, row.approved_by = asked.asked_by, by
    return _move(row, TARGETS[Step(asked.step)], plan, asked.asked_by)


@transaction.atomic
def drop_step(*, by: Person, approval: Approval) -> None:
    """Whoever asked takes it back."""
    asked = Approval.objects.select_for_update().get(pk=approval.pk)
    require(can_drop(by, asked) and asked.approved_at is None, NOT_YOURS)
    Approval.objects.filter(pk=asked.pk, dropped_at=None).update(dropped_at=now())


def _open(version: Version, step: str) -> "QuerySet[Approval]":
    return Approval.objects.filter(version=version, step=step, approved_at=None, dropped_at=None)


def _require_step(by: Person, version: Version, step: str, plan: Plan) -> None:
    """That it may be done now, and that nothing it needs is missing."""
    if step == Step.EDITORIAL:
        require(can_write(by, version), NO_SUCH_MOVE)
        require(bool(changes(version)), _("There is nothing that differs from what counts now."))
        return
    to = TARGETS[Step(step)]
    require(can_move_version(by, version, to), NO_SUCH_MOVE)
    _require_complete(version, to, plan)


def _require_complete(version: Version, to: State, plan: Plan) -> None:
    for sentence in lacking(version, to, plan).values():
        require(False, sentence)


def _move(version: Version, to: State, plan: Plan, by: Person | None) -> Version:
    _require_complete(version, to, plan)
    before = State(version.state)
    _leave(version, before)
    if to in _ENTER:
        _ENTER[to](version, plan, by)
    version.state = to
    version.save()
    if to == State.SIGN_OFF:
        _ask(version, plan)
    announce(VersionMoved(version.pk, before, to, by.pk if by else None))
    return version


def _leave(version: Version, before: State) -> None:
    """What ends with the state: the days of speaking, questions that waited, and what was signed."""
    if before == State.CONSULTATION:
        Consultation.objects.filter(version=version, closed_at=None).update(closed_at=now())
    Approval.objects.filter(version=version, approved_at=None, dropped_at=None).update(dropped_at=now())


def _consult(version: Version, plan: Plan, by: Person | None) -> None:
    made = Consultation(version=version, facilitator=by)
    made.opens_on, made.closes_on = plan.opens_on, plan.closes_on  # type: ignore[assignment] # Need.PERIOD
    made.save()
    made.invited.set(Person.objects.active().filter(pk__in=plan.invited))


def _lay_before(version: Version, plan: Plan, by: Person | None) -> None:
    found = hashes(version)
    version.content_hash, version.sign_by = version_hash(found), plan.sign_by
    VersionText.objects.filter(version=version).delete()
    VersionText.objects.bulk_create(
        VersionText(version=version, language=language, content_hash=digest) for language, digest in found.items()
    )


def _ask(version: Version, plan: Plan) -> None:
    SignOffRequest.objects.filter(version=version).exclude(mandate__in=plan.mandates).delete()
    for mandate in Role.objects.filter(pk__in=plan.mandates).order_by("pk"):
        request, _made = SignOffRequest.objects.get_or_create(version=version, mandate=mandate)
        announce(SignOffAsked(request.pk))


def _take_back(version: Version, plan: Plan, by: Person | None) -> None:
    """The text is open again: the hash that was signed is of no text any more."""
    version.content_hash, version.sign_by = "", None
    VersionText.objects.filter(version=version).delete()


def _schedule(version: Version, plan: Plan, by: Person | None) -> None:
    version.published_on, version.effective_on = localdate(), plan.effective_on
    version.acknowledge_by, version.needs_quiz = plan.acknowledge_by, plan.needs_quiz
    is_short = (
        (version.effective_on - version.published_on).days < version.notice_days if version.effective_on else False
    )
    version.short_notice_reason = clean_text(plan.short_notice_reason)[:1_000] if is_short else ""


def _let_count(version: Version, plan: Plan, by: Person | None) -> None:
    """From this moment, in which the one before it ends."""
    moment = now()
    for old in Version.objects.filter(document=version.document_id, state=State.IN_FORCE).select_for_update():
        old.superseded_at = moment
        _move(old, State.SUPERSEDED, EMPTY, None)
    version.in_force_at = moment


def _withdraw(version: Version, plan: Plan, by: Person | None) -> None:
    version.withdrawn_reason = clean_text(plan.reason)[:1_000]


_ENTER: dict[State, Callable[[Version, Plan, Person | None], None]] = {
    State.CONSULTATION: _consult,
    State.DRAFT: _take_back,
    State.SIGN_OFF: _lay_before,
    State.SCHEDULED: _schedule,
    State.IN_FORCE: _let_count,
    State.WITHDRAWN: _withdraw,
}
