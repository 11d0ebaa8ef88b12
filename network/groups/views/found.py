"""The one way from an address to a group: what does not exist for the person is missing."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise

from network.groups.access import Standing, standing_of
from network.groups.models import Group, Membership
from network.groups.queries import group_called
from profiles.sessions import person_of


def standing_or_404(request: HttpRequest, slug: str) -> Standing:
    """The person's standing to the group of that address; secret, deleted and never made look the same."""
    person = person_of(request)
    try:
        return standing_of(person, group_called(person, slug))
    except Group.DoesNotExist:
        raise Http404 from None


def member_or_404(standing: Standing, handle: str) -> Membership:
    """The membership of the person of that handle."""
    members = Membership.objects.select_related("person", "group")
    return get_object_or_404(members, group=standing.group, person__handle=handle)


@dataclass(frozen=True)
class Question:
    """What a confirmation page asks."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    is_dangerous: bool = True


def ask(request: HttpRequest, group: Group, question: Question, form: forms.Form) -> HttpResponse:
    """The confirmation page, again with 422 when its form has errors."""
    context = {"group": group, "question": question, "form": form}
    return render(request, "groups/confirm.html", context, status=422 if form.is_bound else 200)


def members_url(group: Group) -> str:
    """Where hosts come back to."""
    return reverse("groups:members", args=[group.slug])
