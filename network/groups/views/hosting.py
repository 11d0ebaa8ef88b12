"""Looking after a group."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.access import require
from network.core.http import page_or_part, see_other
from network.core.limits import at_most
from network.groups import access, actions, queries
from network.groups.actions.hosting import NOT_HOST, NOT_INVITING, NOT_REMOVABLE
from network.groups.forms import ConfirmForm, EditForm
from network.groups.views.found import Question, ask, member_or_404, members_url, standing_or_404
from profiles.models import Person

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes what the group says and who sees it."""
    standing = standing_or_404(request, slug)
    require(access.can_edit_group(standing), NOT_HOST)
    form = EditForm(standing.group, request.POST if request.method == "POST" else None)
    if form.is_valid():
        confirmed = form.cleaned_data["confirmed"]
        with form.posting():
            group = actions.edit_group(
                by=standing.person, group=standing.group, charter=form.charter(), confirmed=confirmed
            )
        return see_other(request, group.get_absolute_url())
    context = {"group": standing.group, "form": form}
    return render(request, "groups/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the group to be read, after a question."""
    standing = standing_or_404(request, slug)
    require(access.can_edit_group(standing), NOT_HOST)
    if request.method == "POST":
        actions.archive_group(by=standing.person, group=standing.group)
        return see_other(request, standing.group.get_absolute_url())
    title = _("Archive %(name)s?") % {"name": standing.group.name}
    text = _("What is written stays and can be read. Nothing new is written until a host re-opens the group.")
    return ask(request, standing.group, Question(title, text, _("Archive"), False), ConfirmForm())


@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes an archived group into use again."""
    standing = standing_or_404(request, slug)
    actions.reopen_group(by=standing.person, group=standing.group)
    return see_other(request, standing.group.get_absolute_url())


@require_POST
def union(request: HttpRequest, slug: str) -> HttpResponse:
    """Says that the group is run for a union (on=1), or no longer (on=0)."""
    standing = standing_or_404(request, slug)
    actions.mark_union(by=standing.person, group=standing.group, on=request.POST.get("on") == "1")
    return see_other(request, standing.group.get_absolute_url())


@require_http_methods(PAGE)
@at_most("invitation", "POST")
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Finds people and invites them, one by one."""
    standing = standing_or_404(request, slug)
    require(access.can_invite_to_group(standing), NOT_INVITING)
    if request.method == "POST":
        return _invite(request, standing)
    words = request.GET.get("q", "")
    people = queries.people_to_invite(standing.person, standing.group, words)
    context = {"group": standing.group, "words": words, "people": people}
    return page_or_part(request, "groups/invite.html", "groups/_candidates.html", context)


def _invite(request: HttpRequest, standing: access.Standing) -> HttpResponse:
    handle = request.POST.get("person", "")[:40].replace("\x00", "")
    person = get_object_or_404(Person.objects.visible_to(standing.person), handle=handle)
    actions.invite(by=standing.person, group=standing.group, person=person)
    messages.success(request, _("%(name)s is invited.") % {"name": person.name})
    return see_other(request, reverse("groups:invite", args=[standing.group.slug]))


@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Takes back an invitation that waits for an answer."""
    standing = standing_or_404(request, slug)
    person = get_object_or_404(Person.objects.visible_to(standing.person), handle=handle)
    actions.withdraw_invitation(by=standing.person, group=standing.group, person=person)
    return see_other(request, reverse("groups:requests", args=[slug]))


@require_GET
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the hosts: wishes to join, invitations without an answer, and why people left."""
    standing = standing_or_404(request, slug)
    require(access.can_run_group(standing), NOT_HOST)
    context = {
        "group": standing.group,
        "wishes": queries.requests_waiting(standing.group)[:100],
        "invitations": queries.invitations_waiting(standing.group),
        "departures": queries.departures(standing.group),
    }
    return render(request, "groups/requests.html", context)


@require_POST
def decide_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Lets somebody in (answer=accept) or says no (answer=decline)."""
    standing = standing_or_404(request, slug)
    require(access.can_run_group(standing), NOT_HOST)
    wish = get_object_or_404(queries.requests_waiting(standing.group), pk=pk)
    decide = actions.accept_request if request.POST.get("answer") == "accept" else actions.decline_request
    decide(by=standing.person, request=wish)
    return see_other(request, reverse("groups:requests", args=[slug]))


@require_http_methods(PAGE)
def remove(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Ends somebody's membership, after a question."""
    standing = standing_or_404(request, slug)
    require(access.can_run_group(standing), NOT_HOST)
    membership = member_or_404(standing, handle)
    require(access.can_remove_member(standing, membership), NOT_REMOVABLE)
    names = {"person": membership.person.name, "group": standing.group.name}
    if request.method == "POST":
        actions.remove_member(by=standing.person, membership=membership)
        messages.success(request, _("%(person)s no longer belongs to %(group)s.") % names)
        return see_other(request, members_url(standing.group))
    title = _("Remove %(person)s from %(group)s?") % names
    text = _("They stop reading and writing here at once. What they wrote stays.")
    return ask(request, standing.group, Question(title, text, _("Remove")), ConfirmForm())


@require_POST
def make_host(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Shares the work with another member."""
    standing = standing_or_404(request, slug)
    require(access.can_run_group(standing), NOT_HOST)
    actions.make_host(by=standing.person, membership=member_or_404(standing, handle))
    return see_other(request, members_url(standing.group))
