"""A colleague's page and what others may do there."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from network.core.http import see_other
from profiles import actions, queries
from profiles.access import can_choose_host, can_edit_profile, can_follow, can_mute
from profiles.forms import HostForm, SwitchForm
from profiles.models import PHOTO_SIZES, Person
from profiles.sessions import person_of

A_YEAR = 365 * 24 * 3600


def _colleague(request: HttpRequest, handle: str) -> Person:
    try:
        return queries.person_for(person_of(request), handle)
    except Person.DoesNotExist:
        raise Http404 from None


def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Who somebody is, what to ask them about and how to reach them; no figures about a person."""
    reader, colleague = person_of(request), _colleague(request, handle)
    if colleague.handle != handle.lower():  # a link from before the handle was changed
        return redirect(colleague)
    fields = queries.profile_fields()
    shown = queries.shown_of(reader, colleague, fields)
    context = {
        "colleague": colleague,
        "shown": shown,
        "facts": queries.own_facts(shown, fields),
        "chart": queries.chart_of(colleague),
        "declared": queries.all_declared_by(colleague),
        "is_mine": can_edit_profile(reader, colleague),
        "is_new": colleague in queries.newcomers(),
        "may_choose_host": can_choose_host(reader, colleague),
        "may_mute": can_mute(reader, colleague),
        "may_follow": can_follow(reader, colleague),
        "follows": queries.is_following(reader, colleague),
    }
    return render(request, "profiles/person.html", context)


@require_POST
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """value=1 follows, value=0 does no longer."""
    colleague, form = _colleague(request, handle), SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    change = actions.follow if form.cleaned_data["value"] else actions.unfollow
    change(person=person_of(request), colleague=colleague)
    return see_other(request, colleague.get_absolute_url())


@require_POST
def host(request: HttpRequest, handle: str) -> HttpResponse:
    """Who receives a new colleague; an empty handle takes the host away."""
    colleague, form = _colleague(request, handle), HostForm(request.POST, person_of(request))
    if not form.is_valid():
        messages.error(request, _("Nobody has this handle."))
        return see_other(request, colleague.get_absolute_url())
    actions.choose_host(by=person_of(request), person=colleague, host=form.cleaned_data["handle"])
    return see_other(request, colleague.get_absolute_url())


@require_POST
def confirm(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The asked colleague stands for a skill of this person."""
    colleague = _colleague(request, handle)
    declared = get_object_or_404(queries.declared_by(colleague), skill__slug=slug)
    actions.confirm_skill(person=person_of(request), declared=declared)
    return see_other(request, colleague.get_absolute_url())


def photo(request: HttpRequest, handle: str, name: str, size: int) -> FileResponse:
    """A square of the present photo; the name changes with the photo, so a browser may keep it."""
    try:
        colleague = queries.photo_for(person_of(request), handle, name)
        content = default_storage.open(actions.photo_path(colleague.photo, size)) if size in PHOTO_SIZES else None
    except (Person.DoesNotExist, FileNotFoundError):
        raise Http404 from None
    if content is None:
        raise Http404
    response = FileResponse(content, content_type="image/webp")
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
