"""Coming, going, and what is between: for oneself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.core.access import require
from network.core.http import see_other
from network.groups import access, actions
from network.groups.actions.belonging import LAST_HOST, NOT_MEMBER, NOT_OPEN
from network.groups.forms import HeirForm, LeaveForm, RequestForm
from network.groups.models import Invitation
from network.groups.queries import invitation_for
from network.groups.views.found import Question, ask, standing_or_404

PAGE = ["GET", "HEAD", "POST"]


@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Joins an open group."""
    standing = standing_or_404(request, slug)
    actions.join_group(by=standing.person, group=standing.group)
    messages.success(request, _("You are a member of %(name)s.") % {"name": standing.group.name})
    return see_other(request, standing.group.get_absolute_url())


@require_http_methods(PAGE)
def ask_to_join(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks the hosts of a closed group."""
    standing = standing_or_404(request, slug)
    require(access.can_request_to_join(standing), NOT_OPEN)
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.posting():
            actions.request_to_join(by=standing.person, group=standing.group, message=form.cleaned_data["message"])
        messages.success(request, _("The hosts have been asked."))
        return see_other(request, standing.group.get_absolute_url())
    context = {"group": standing.group, "form": form}
    return render(request, "groups/request.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw_request(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes one's own wish back."""
    standing = standing_or_404(request, slug)
    actions.withdraw_request(by=standing.person, group=standing.group)
    return see_other(request, standing.group.get_absolute_url())


@require_POST
def accept_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Comes in by one's own invitation."""
    standing = standing_or_404(request, slug)
    if not standing.is_member:
        actions.accept_invitation(by=standing.person, invitation=_own_invitation(standing))
    return see_other(request, standing.group.get_absolute_url())


@require_POST
def decline_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Says no to one's own invitation."""
    standing = standing_or_404(request, slug)
    actions.decline_invitation(by=standing.person, invitation=_own_invitation(standing))
    return see_other(request, reverse("groups:groups"))


def _own_invitation(standing: access.Standing) -> Invitation:
    invitation = invitation_for(standing.person, standing.group)
    if invitation is None:
        raise Http404
    return invitation


@require_http_methods(PAGE)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leaves, after a question that says what follows."""
    standing = standing_or_404(request, slug)
    require(standing.is_member, NOT_MEMBER)
    needed = standing.must_name_host
    form = LeaveForm(standing.group, standing.person, needed, request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with form.posting():
            actions.leave_group(by=standing.person, group=standing.group, reason=reason, successor=form.heir())
        messages.success(request, _("You have left %(name)s.") % {"name": standing.group.name})
        return see_other(request, reverse("groups:groups"))
    return ask(request, standing.group, _leaving(standing), form)


def _leaving(standing: access.Standing) -> Question:
    title = _("Leave %(name)s?") % {"name": standing.group.name}
    if not standing.has_others:
        text = _("You are the last member. The group is archived when you leave.")
    elif standing.group.is_open:
        text = _("You can join again whenever you like. What you wrote stays.")
    else:
        text = _("You no longer read what is written here. What you wrote stays.")
    return Question(title, text, _("Leave the group"))


@require_http_methods(PAGE)
def step_down(request: HttpRequest, slug: str) -> HttpResponse:
    """Is a host no longer."""
    standing = standing_or_404(request, slug)
    require(access.can_step_down(standing, names_host=standing.has_others), LAST_HOST)
    needed = standing.must_name_host
    form = HeirForm(standing.group, standing.person, needed, request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.step_down(by=standing.person, group=standing.group, successor=form.heir())
        return see_other(request, standing.group.get_absolute_url())
    title = _("Step down as host of %(name)s?") % {"name": standing.group.name}
    return ask(request, standing.group, Question(title, _("You are still a member."), _("Step down"), False), form)


@require_POST
def mute(request: HttpRequest, slug: str) -> HttpResponse:
    """Hears no more of the group in the inbox (on=1), or again (on=0)."""
    standing = standing_or_404(request, slug)
    actions.set_group_mute(by=standing.person, group=standing.group, on=request.POST.get("on") == "1")
    return see_other(request, standing.group.get_absolute_url())
