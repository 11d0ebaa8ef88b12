"""Our channels outside: the register, one channel, who speaks for us, and whether I do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from network.core.access import Refused
from network.core.http import page_or_part, see_other
from network.policy.access.channels import can_edit_channels, can_name_representative, speaks_for_us
from network.policy.actions import channels as actions
from network.policy.forms.channels import ChannelForm, RepresentativeForm, RepresentingForm, TaskForm
from network.policy.models import Channel, ChannelRepresentative
from network.policy.queries.channels import (
    channel_for,
    channels_listed,
    representative_for,
    represented_by,
    standing_on,
    tenure_of,
)
from network.policy.queries.representing import verdict
from profiles.models import Person
from profiles.queries import person_for
from profiles.sessions import person_of

PAGE = ["GET", "HEAD", "POST"]


def channel_or_404(slug: str) -> Channel:
    """Everybody who works here may read it."""
    try:
        return channel_for(slug)
    except Channel.DoesNotExist:
        raise Http404 from None


def editor_of(request: HttpRequest) -> Person:
    """Who may change the register; for others its forms do not exist."""
    person = person_of(request)
    if not can_edit_channels(person):
        raise Http404
    return person


@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    """The whole register: it is short."""
    person = person_of(request)
    context = {"channels": channels_listed(), "can_edit": can_edit_channels(person), "mine": represented_by(person)}
    context["speaks"] = bool(context["mine"]) and speaks_for_us(person)
    return render(request, "policy/channels.html", context)


@require_GET
def channel(request: HttpRequest, slug: str) -> HttpResponse:
    """One channel, and everybody who spoke for us there."""
    person, shown = person_of(request), channel_or_404(slug)
    context = {
        "channel": shown,
        "tenure": tenure_of(shown),
        "can_edit": can_edit_channels(person),
        "can_name": can_name_representative(person, shown),
    }
    return render(request, "policy/channel.html", context)


@require_http_methods(PAGE)
def channel_new(request: HttpRequest) -> HttpResponse:
    """Enters a channel in the register."""
    person = editor_of(request)
    form = ChannelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.posting():
            made = actions.open_channel(by=person, entry=form.entry(), key=form.cleaned_data["key"])
        return see_other(request, made.get_absolute_url())
    return render(request, "policy/channel_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def channel_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes what the register says."""
    person, shown = editor_of(request), channel_or_404(slug)
    form = ChannelForm(request.POST if request.method == "POST" else None, shown)
    if form.is_valid():
        with form.posting():
            actions.edit_channel(by=person, channel=shown, entry=form.entry())
        messages.success(request, _("Saved."))
        return see_other(request, shown.get_absolute_url())
    context = {"form": form, "channel": shown}
    return render(request, "policy/channel_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def representative_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Names somebody who speaks for us there."""
    person, shown = editor_of(request), channel_or_404(slug)
    form = RepresentativeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.person is not None:
        try:
            with form.posting():
                actions.name_representative(by=person, channel=shown, person=form.person, task=form.task())
            return see_other(request, shown.get_absolute_url())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"form": form, "channel": shown, "can_name": can_name_representative(person, shown)}
    return render(request, "policy/representative_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def representative_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Changes the task, or ends it with a last day."""
    person, shown = editor_of(request), channel_or_404(slug)
    row = _representative_or_404(shown, pk)
    form = TaskForm(request.POST if request.method == "POST" else None, row)
    if form.is_valid():
        try:
            with form.posting():
                actions.edit_representative(by=person, representative=row, task=form.task())
            return see_other(request, shown.get_absolute_url())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"form": form, "channel": shown, "row": row, "can_name": True}
    return render(request, "policy/representative_form.html", context, status=422 if form.is_bound else 200)


@require_GET
def representing(request: HttpRequest) -> HttpResponse:
    """Do I represent us here? Asked with GET: nothing is stored."""
    person, listed = person_of(request), channels_listed()
    form = RepresentingForm(listed, request.GET if "where" in request.GET else None)
    context: dict[str, object] = {"form": form, "mine": represented_by(person)}
    if form.is_valid():
        where, about = form.cleaned_data["where"], form.cleaned_data["about"]
        context["channel"] = next((one for one in listed if one.slug == where), None)
        context["verdict"] = verdict(where, about, standing_on(person, where, listed))
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "policy/representing.html", context, status=status)


@require_GET
def represents(request: HttpRequest, handle: str) -> HttpResponse:
    """A panel of a colleague's page: where they speak for us."""
    colleague = _colleague_or_404(person_of(request), handle)
    context = {"colleague": colleague, "rows": represented_by(colleague)}
    return page_or_part(request, "policy/represents.html", "policy/_represents.html", context)


def _representative_or_404(channel: Channel, pk: int) -> ChannelRepresentative:
    try:
        return representative_for(channel, pk)
    except ChannelRepresentative.DoesNotExist:
        raise Http404 from None


def _colleague_or_404(person: Person, handle: str) -> Person:
    try:
        return person_for(person, handle)
    except Person.DoesNotExist:
        raise Http404 from None
