"""Talks on the employer's side: called and kept by the adviser, read by those who are invited."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.access import Refused
from network.core.http import see_other
from network.core.warned import posting
from network.moderation.access.meetings import can_call_meeting, can_keep_record
from network.moderation.actions import meetings as actions
from network.moderation.forms.meetings import CallForm, CommentForm, InviteForm, RecordForm
from network.moderation.models import HandOver, Meeting
from network.moderation.queries import employer as queries
from network.moderation.views.employer import held
from profiles.models import Person
from profiles.sessions import person_of

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
def meetings(request: HttpRequest, ref: str) -> HttpResponse:
    """Calls a talk about what was handed over."""
    person, handover = held(request, ref)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = _tried(form, lambda: actions.call_meeting(by=person, handover=handover, words=form.words()))
        if made is not None:
            messages.success(request, _("The employee is invited, and told that they may bring somebody."))
            return see_other(request, kept_url(handover, made))
    context = {"handover": handover, "form": form, "may_call": can_call_meeting(person, handover)}
    return render(request, "moderation/meetings.html", context, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def meeting(request: HttpRequest, ref: str, meeting: str) -> HttpResponse:
    """The talk as its adviser keeps it: who comes, and the record."""
    person, handover, kept = _kept(request, ref, meeting)
    talk = queries.talk_of(kept)
    form = RecordForm(talk, request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = _tried(
            form,
            lambda: actions.write_record(by=person, meeting=kept, record=form.record(), came=form.came()) or True,
        )
        if done is not None:
            messages.success(request, _("Everybody who is invited is asked to read it."))
            return see_other(request, kept_url(handover, kept))
    return _page(request, person, kept, form=form, status=422 if form.is_bound else 200)


@require_POST
def invite(request: HttpRequest, ref: str, meeting: str) -> HttpResponse:
    """One more who comes."""
    person, handover, kept = _kept(request, ref, meeting)
    form = InviteForm(request.POST)
    guest = form.person if form.is_valid() else None
    if guest is not None:
        part = form.cleaned_data["part"]
        made = _tried(form, lambda: actions.invite_to_meeting(by=person, meeting=kept, person=guest, part=part))
        if made is not None:
            return see_other(request, kept_url(handover, kept))
    return _page(request, person, kept, invite=form, status=422)


@require_POST
def close(request: HttpRequest, ref: str, meeting: str) -> HttpResponse:
    """From now the record stays as it is."""
    person, handover, kept = _kept(request, ref, meeting)
    try:
        actions.close_record(by=person, meeting=kept)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, kept_url(handover, kept))


@require_safe
def own_meetings(request: HttpRequest) -> HttpResponse:
    """Talks to which the person is invited."""
    return render(request, "moderation/own_meetings.html", {"meetings": queries.meetings_of(person_of(request))[:50]})


@require_http_methods(PAGE)
def own_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """The invitation and the record for somebody who is invited: they say their word, and that they have read it."""
    person = person_of(request)
    found = queries.meeting_for(person, ref)
    if found is None:
        raise Http404
    confirms = "confirm" in request.POST
    form = CommentForm(request.POST if request.method == "POST" and not confirms else None)
    if confirms or form.is_valid():
        done = _tried(form, lambda: _said(person, found, form, confirms))
        if done is not None:
            return see_other(request, reverse("moderation:own_meeting", args=[ref]))
    talk = queries.talk_of(found)
    context = {"talk": talk, "own": talk.own(person), "form": form, "could_not": confirms}
    return render(request, "moderation/own_meeting.html", context, status=200 if request.method != "POST" else 422)


def kept_url(handover: HandOver, kept: Meeting) -> str:
    """Where its adviser keeps it."""
    return reverse("moderation:meeting", args=[handover.ref, kept.ref])


def _said(person: Person, found: Meeting, form: CommentForm, confirms: bool) -> bool:
    if confirms:
        actions.confirm_record(by=person, meeting=found)
    else:
        actions.comment_on_record(by=person, meeting=found, text=form.cleaned_data["text"])
    return True


def _kept(request: HttpRequest, ref: str, name: str) -> tuple[Person, HandOver, Meeting]:
    person, handover = held(request, ref)
    found = queries.kept_meeting(handover, name)
    if found is None:
        raise Http404
    return person, handover, found


def _tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action gives; None where the rule refused, and the form says why."""
    try:
        with posting(form if form.is_bound else None):
            return act()
    except Refused as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal.sentence))
        return None


def _page(request: HttpRequest, person: Person, kept: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    talk = queries.talk_of(kept)
    may_keep = can_keep_record(person, kept)
    context = {"handover": kept.handover, "talk": talk, "may_keep": may_keep}
    if may_keep:
        context |= {"form": RecordForm(talk), "invite": InviteForm()}
    return render(request, "moderation/meeting.html", context | more, status=status)
