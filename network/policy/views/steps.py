"""The next step of a draft: alone where the table says so, else one asks and another approves."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from network.core.access import Refused
from network.core.http import see_other
from network.policy.access.drafts import can_move_version
from network.policy.actions import consulting, moving, needs, signing
from network.policy.actions.plans import plan_of
from network.policy.forms.drafts import (
    AnswerForm,
    BareForm,
    ConsultationForm,
    EmployerForm,
    LayBeforeForm,
    ScheduleForm,
    WithdrawForm,
    WorkshopForm,
)
from network.policy.models import Approval, Version
from network.policy.queries.consultations import latest_consultation, remark_of_version
from network.policy.queries.desk import approval_for, rewordings
from network.policy.queries.sign_offs import sign_off_for
from network.policy.states import State
from network.policy.views.places import desk, fetched, tried
from profiles.models import Person

STEPS: dict[str, tuple[Any, Any, Any]] = {  # to which state, with which form, in which words
    "consultation": (State.CONSULTATION, ConsultationForm, gettext_lazy("Open the consultation")),
    "sign-off": (State.SIGN_OFF, LayBeforeForm, gettext_lazy("Lay it before the representatives")),
    "schedule": (State.SCHEDULED, ScheduleForm, gettext_lazy("Adopt it")),
    "editorial": (None, BareForm, gettext_lazy("Call it editorial")),
    "draft": (State.DRAFT, BareForm, gettext_lazy("Take it back to the desk")),
    "withdrawn": (State.WITHDRAWN, WithdrawForm, gettext_lazy("Withdraw the version")),
}


def _to_draft(request: HttpRequest, slug: str) -> HttpResponse:
    return see_other(request, reverse("policy:draft", args=[slug]))


@require_http_methods(["GET", "POST"])
def next_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """What the step brings; every sentence about what is missing stands at the form."""
    person, version = desk(request, slug)
    to, kind, title = STEPS.get(step, (State.IN_FORCE, None, ""))
    if to is not None and not can_move_version(person, version, to):
        raise Http404
    form = kind(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid() and _is_complete(form, version, to)
    if sent and tried(form, partial(_take, person, version, step, form)):
        return see_other(request, reverse("policy:drafts")) if step == "withdrawn" else _to_draft(request, slug)
    context = {"form": form, "version": version, "title": title, "takes_two": step in Approval.Step.values}
    context["rewordings"] = rewordings(version) if step in ("editorial", "schedule") else []
    return render(request, "policy/step.html", context, status=422 if form.errors else 200)


def _is_complete(form: Any, version: Version, to: State | None) -> bool:
    """Every sentence beside its field, or at the head of the form."""
    faults = needs.lacking(version, to, form.plan()) if to else {}
    for place, sentence in faults.items():
        form.add_error(place if place in form.fields else None, sentence)
    return not faults


def _take(person: Person, version: Version, name: str, form: Any) -> None:
    if name in Approval.Step.values:
        moving.ask_step(by=person, version=version, step=name, plan=form.plan())
    else:
        moving.move_version(by=person, version=version, to=STEPS[name][0], plan=form.plan())


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another editor sees exactly what would happen, and approves it; the one who asked may drop it."""
    person, version = desk(request, slug)
    asked = fetched(approval_for, version, pk)
    if request.method == "POST":
        act = moving.drop_step if request.POST.get("do") == "drop" else moving.approve_step
        try:
            act(by=person, approval=asked)
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        return _to_draft(request, slug)
    context = {"asked": asked, "version": version, "plan": plan_of(asked.plan), "rewordings": rewordings(version)}
    context["people"] = _named(asked)
    return render(request, "policy/approval.html", context | {"is_mine": asked.asked_by_id == person.pk})


def _named(asked: Approval) -> list[Person]:
    return list(Person.objects.active().filter(pk__in=plan_of(asked.plan).invited))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What comes of a remark; a proposal is shown in its place before it is taken in."""
    person, version = desk(request, slug)
    remark = fetched(remark_of_version, version, pk)
    form = AnswerForm(request.POST or None, instance=remark)
    if request.method == "POST" and tried(
        form, lambda: consulting.answer_remark(by=person, remark=remark, **form.cleaned_data)
    ):
        return see_other(request, remark.get_absolute_url())
    context = {"form": form, "version": version, "remark": remark, "would_be": consulting.proposed_parts(remark)}
    return render(request, "policy/answer_remark.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def workshop(request: HttpRequest, slug: str) -> HttpResponse:
    """Minutes of a meeting about the draft."""
    person, version = desk(request, slug)
    consultation = fetched(latest_consultation, version)
    form = WorkshopForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: consulting.note_workshop(by=person, consultation=consultation, workshop=form.save(commit=False))
    ):
        return see_other(request, reverse("policy:consultation", args=[slug]) + "#workshops")
    context = {"form": form, "version": version, "title": _("Minutes of a workshop")}
    return render(request, "policy/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def employer_reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The employer answers a disagreement."""
    person, version = desk(request, slug)
    said = fetched(sign_off_for, version, pk)
    form = EmployerForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: signing.answer_disagreement(by=person, said=said, text=form.cleaned_data["text"])
    ):
        return _to_draft(request, slug)
    context = {"form": form, "version": version, "title": _("Answer the disagreement"), "said": said}
    return render(request, "policy/step.html", context, status=422 if form.errors else 200)
