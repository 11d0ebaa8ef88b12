"""Handing a case over: at the desk by two people, and the page on which its author is told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.access import Refused
from network.core.http import see_other
from network.core.warned import posting
from network.moderation.access.handovers import (
    can_agree_to_hand_over,
    can_propose_hand_over,
    can_read_package,
    can_see_hand_over,
    was_heard,
)
from network.moderation.actions import handovers as actions
from network.moderation.forms.handovers import HandOverForm, NotAgreedForm
from network.moderation.models import Case, HandOver
from network.moderation.queries.employer import file_package, receivers_for, told_author
from network.moderation.queries.packages import notice_of
from network.moderation.queries.sides import helpers_of
from network.moderation.views.places import found
from profiles.models import Person
from profiles.sessions import person_of


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    """Proposes it, and shows how it stands; the package is sealed until one of the two asks for it."""
    person, case = _found(request, ref)
    if request.method != "POST":
        return _page(request, person, case)
    if not can_propose_hand_over(person, case):
        raise Http404
    form = HandOverForm(receivers_for(case), request.POST)
    if not form.is_valid():
        return _page(request, person, case, status=422, form=form)
    try:
        with form.posting():
            actions.propose_hand_over(by=person, case=case, words=form.words())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, person, case, status=422, form=form)
    messages.success(request, _("A second person is asked to look at it. Nothing is sent before that."))
    return see_other(request, reverse("moderation:hand_over", args=[ref]))


@require_POST
def answer_hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person agrees with what they have read, or does not and says why."""
    person, case = _found(request, ref)
    handover = case.handovers.filter(standing=HandOver.Standing.PROPOSED).select_related("case").first()
    if handover is None:
        raise Http404
    refused = NotAgreedForm(request.POST) if "no" in request.POST else None
    if refused is not None and not refused.is_valid():
        return _page(request, person, case, status=422, refused=refused)
    try:
        with posting(refused):
            if refused is not None:
                actions.refuse_hand_over(by=person, handover=handover, reason=refused.cleaned_data["reason"])
            else:
                read = actions.Agreement(request.POST.get("digest", ""))
                actions.agree_to_hand_over(by=person, handover=handover, read=read)
    except Refused as refusal:
        return _page(request, person, case, status=422, refusal=str(refusal.sentence))
    return see_other(request, reverse("moderation:hand_over", args=[ref]))


@require_safe
def handed_over(request: HttpRequest, ref: str) -> HttpResponse:
    """The author is told that it was handed over, to whom and what for, and what they may do."""
    person = person_of(request)
    handover = told_author(person, ref)
    if handover is None:
        raise Http404
    actions.read_notice(by=person, handover=handover)
    notice = notice_of(handover.purpose, handover.ground, handover.receiver, person.language)
    context = {"handover": handover, "notice": notice, "helpers": helpers_of(person)}
    context["package"] = file_package(handover)  # they may read all that went
    return render(request, "moderation/handed_over.html", context)


def _found(request: HttpRequest, ref: str) -> tuple[Person, Case]:
    person, case = found(request, ref)
    if not can_see_hand_over(person, case):
        raise Http404
    return person, case


def _page(request: HttpRequest, person: Person, case: Case, status: int = 200, **more: Any) -> HttpResponse:
    handover = case.handovers.select_related("case", "receiver").order_by("-pk").first()
    may_read = handover is not None and can_read_package(person, handover)
    may_propose = can_propose_hand_over(person, case) and (
        handover is None or handover.standing in (HandOver.Standing.REFUSED, HandOver.Standing.CLOSED)
    )
    context: dict[str, Any] = {
        "case": case, "handover": handover, "may_read": may_read, "may_propose": may_propose,
        "may_agree": handover is not None and can_agree_to_hand_over(person, handover),
        "was_heard": was_heard(case), "receivers": receivers_for(case) if may_propose else [],
    }  # fmt: skip
    if may_propose:
        context["form"] = HandOverForm(context["receivers"])
    if context["may_agree"]:
        context["refused"] = NotAgreedForm()
    if may_read and handover is not None and "read" in request.GET:
        context["package"] = actions.read_package(by=person, handover=handover)
    return render(request, "moderation/hand_over.html", context | more, status=status)
