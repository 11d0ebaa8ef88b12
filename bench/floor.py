"""What this very stack can do: a page of nothing, and one of five indexed queries and twenty cached fragments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from network.conversations.models import Comment, Thread
from network.core.cards import cards, in_order
from network.groups.models import Group, Membership
from profiles.models import Person
from profiles.sessions import person_of


def trivial(request: HttpRequest) -> HttpResponse:
    """Through the whole middleware for a signed-in person, and nothing more."""
    return HttpResponse(f"trivial for {person_of(request).pk}")


def floor(request: HttpRequest) -> HttpResponse:
    """Five queries by index beside those of every signed-in page, and twenty fragments out of the cache."""
    person = person_of(request)
    keys = list(Thread.objects.filter(group=None).order_by("-pk").values_list("pk", "version")[:20])
    shown = {
        "person": person,
        "groups": list(Membership.objects.filter(person=person).values_list("group", flat=True)[:20]),
        "group": Group.objects.order_by("pk").first(),
        "colleagues": list(Person.objects.get_queryset().filter(pk__in=range(1, 9)).values_list("name", flat=True)),
        "comments": list(Comment.objects.filter(thread__in=[pk for pk, _ in keys[:1]]).values_list("text", flat=True)),
        "cards": in_order(cards("floor", keys, _fragments), [pk for pk, _ in keys]),
    }
    return render(request, "bench/floor.html", shown)


def _fragments(ids: list[int]) -> dict[int, str]:
    threads = Thread.objects.filter(pk__in=ids).select_related("author")
    return {thread.pk: render_to_string("bench/_fragment.html", {"thread": thread}) for thread in threads}
