"""Posts by where they are: of a person, in a group, about a topic, saved. Panels under htmx, pages otherwise."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from network.conversations.forms import SwitchForm
from network.core.http import back, is_partial, page_or_part
from network.core.pages import cursor_from
from network.feed import actions
from network.feed.live import cards_for
from network.feed.models import Topic
from network.feed.queries import (
    LanePage,
    author_for,
    group_for,
    is_following,
    pinned_posts,
    posts_about,
    posts_about_skill,
    posts_by,
    posts_in_group,
    saved_posts,
    suggested_topics,
    thread_subjects,
    topic_named,
    topic_of_skill,
)
from network.groups.models import Group
from profiles.models import Person, Skill
from profiles.queries import skill_named
from profiles.sessions import person_of


def _panel(request: HttpRequest, page: LanePage, heading: str, empty: str, **more: Any) -> HttpResponse:
    """A list of cards: the next cards, the panel, or the whole page."""
    context = {
        "cards": cards_for(person_of(request), page.keys),
        "next_url": f"{request.path}?before={page.next}" if page.next else "",
        "older": "before" in request.GET,
        "heading": heading,
        "empty": empty,
        **more,
    }
    part = "feed/_cards.html" if context["older"] else "feed/_panel.html"
    return page_or_part(request, "feed/posts.html", part, context)


@require_GET
def by_person(request: HttpRequest, handle: str) -> HttpResponse:
    """What a colleague wrote, as far as the reader may see it."""
    person = person_of(request)
    try:
        author = author_for(person, handle)
    except Person.DoesNotExist:
        raise Http404 from None
    page = posts_by(person, author, cursor_from(request.GET.get("before")))
    heading = _("Posts by %(name)s") % {"name": author.name}
    return _panel(request, page, heading, _("Nothing here that you can read yet."), up=author)


@require_GET
def in_group(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest posts of a group."""
    person = person_of(request)
    group = _group(person, slug)
    page = posts_in_group(person, group, cursor_from(request.GET.get("before")))
    heading = _("Posts in %(name)s") % {"name": group.name}
    return _panel(request, page, heading, _("Light the first window: write something here."), up=group, group=group)


@require_GET
def pinned(request: HttpRequest, slug: str) -> HttpResponse:
    """What the hosts keep at the top of a group: lines for the group's page, cards on its own."""
    person = person_of(request)
    group = _group(person, slug)
    page = pinned_posts(person, group)
    if is_partial(request):
        ids = [pk for pk, _version in page.keys]
        lines = thread_subjects(person, ids)
        pins = [lines[pk] for pk in ids if pk in lines]
        return page_or_part(request, "feed/_pinned.html", "feed/_pinned.html", {"pins": pins, "group": group})
    heading = _("Pinned in %(name)s") % {"name": group.name}
    return _panel(request, page, heading, _("Nothing is pinned here."), up=group)


def _group(person: Person, slug: str) -> Group:
    try:
        return group_for(person, slug)
    except Group.DoesNotExist:
        raise Http404 from None


@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """What the person put aside; nobody else sees it."""
    person = person_of(request)
    page = saved_posts(person, cursor_from(request.GET.get("before")))
    return _panel(request, page, _("Saved"), _("Save a post with the bookmark, and you find it here."))


def _topic(slug: str) -> Topic:
    found = topic_named(slug)
    if found is None:
        raise Http404
    return found


@require_GET
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What names a topic, as far as the reader may see it; a topic without such posts does not exist for the reader."""
    person = person_of(request)
    about = _topic(slug)
    page = posts_about(person, about, cursor_from(request.GET.get("before")))
    if not page.keys and "before" not in request.GET:
        raise Http404
    following = is_following(person, about)
    return _panel(request, page, f"#{about.name}", "", topic=about, following=following)


@require_GET
def about_skill(request: HttpRequest, slug: str) -> HttpResponse:
    """What asks those who know, or names the skill or its topic, as far as the reader may see it."""
    person = person_of(request)
    try:
        skill = skill_named(slug)
    except Skill.DoesNotExist:
        raise Http404 from None
    page = posts_about_skill(person, skill, cursor_from(request.GET.get("before")))
    heading = _("About %(name)s") % {"name": skill.name}
    topic = topic_of_skill(person, skill)
    return _panel(request, page, heading, _("Nothing is written about it yet."), up=skill, same_topic=topic)


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Topics that may be meant by what is begun after #: only those that the person finds in use, at most eight."""
    found = suggested_topics(person_of(request), request.GET.get("q", "")[:60])
    return render(request, "feed/_topic_options.html", {"topics": found})


@require_POST
def topic_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follows a topic, or no longer."""
    person, form = person_of(request), SwitchForm(request.POST)
    about = _topic(slug)
    if not form.is_valid() or not posts_about(person, about, size=1).keys:
        raise Http404
    actions.set_topic_follow(by=person, topic=about, on=form.cleaned_data["on"])
    return back(request, about.get_absolute_url())
