"""Pages to find and read groups."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from network.core.access import require
from network.core.http import page_or_part, see_other
from network.core.pages import cursor_from
from network.groups import access, queries
from network.groups.access import Standing
from network.groups.actions import create_group
from network.groups.forms import NewForm
from network.groups.views.found import standing_or_404
from network.policy.context import hint_on
from profiles.models import Person, Skill
from profiles.queries import skill_named
from profiles.sessions import person_of


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """The directory."""
    asked = request.GET
    wish = queries.Wish(asked.get("q", ""), asked.get("mine") == "1", asked.get("kind", ""))
    page = queries.directory(person_of(request), wish, asked.get("after", ""))
    following = asked.copy()
    following["after"] = page.next
    context = {"page": page, "wish": wish, "next_url": f"?{following.urlencode()}" if page.next else ""}
    return page_or_part(request, "groups/groups.html", "groups/_groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new group."""
    form = NewForm(request.POST or None)
    if form.is_valid():
        with form.posting():
            group = create_group(by=person_of(request), charter=form.charter(), key=form.cleaned_data["key"])
        return see_other(request, group.get_absolute_url())
    context = {"form": form, "hint": hint_on(request, "group-creation")}
    return render(request, "groups/new.html", context, status=422 if form.is_bound else 200)


@require_GET
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The group's own page; what it holds is shown to those who may read it."""
    standing = standing_or_404(request, slug)
    context = _frame(standing, "posts")
    if standing.is_host:
        context["waiting_count"] = queries.requests_waiting(standing.group).count()
    if standing.is_invited:
        context["invitation"] = queries.invitation_for(standing.person, standing.group)
    return render(request, "groups/group.html", context)


@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to the group, for those who may read it."""
    standing = standing_or_404(request, slug)
    require(access.can_read_in_group(standing), access.MEMBERS_ONLY)
    words = request.GET.get("q", "")
    page = queries.members_page(standing.group, words, cursor_from(request.GET.get("after")))
    following = request.GET.copy()
    following["after"] = str(page.before or "")
    next_url = f"?{following.urlencode()}" if page.before else ""
    context = {**_frame(standing, "members"), "page": page, "words": words, "next_url": next_url}
    return page_or_part(request, "groups/members.html", "groups/_members.html", context)


@require_GET
def in_common(request: HttpRequest, handle: str) -> HttpResponse:
    """A panel of a person's page: the groups that the reader and the person share."""
    viewer = person_of(request)
    colleague = get_object_or_404(Person.objects.visible_to(viewer), handle=handle)
    context = {"colleague": colleague, "shared": queries.groups_in_common(viewer, colleague)}
    return page_or_part(request, "groups/in_common.html", "groups/_in_common.html", context)


@require_GET
def knowing(request: HttpRequest, slug: str) -> HttpResponse:
    """A panel of a skill's page: the groups whose members know."""
    skill = _skill(slug)
    context = {"skill": skill, "groups": queries.groups_knowing(person_of(request), skill)}
    return page_or_part(request, "groups/knowing.html", "groups/_knowing.html", context)


def _skill(slug: str) -> Skill:
    try:
        return skill_named(slug)
    except Skill.DoesNotExist:
        raise Http404 from None


def _frame(standing: Standing, tab: str) -> dict[str, object]:
    """What every page of a group shows around its content."""
    group = standing.group
    may_read = access.can_read_in_group(standing)
    return {
        "group": group,
        "standing": standing,
        "tab": tab,
        "hosts": queries.hosts_of(group),
        "faces": queries.faces_of(group) if may_read else [],
        "row": queries.row_of(group, standing.is_member),
        "may": {
            "read": may_read,
            "write": standing.is_member and not group.is_archived,
            "join": access.can_join_group(standing),
            "request": access.can_request_to_join(standing) and not standing.has_asked,
            "accept": access.can_accept_invitation(standing),
            "invite": access.can_invite_to_group(standing),
            "run": access.can_run_group(standing),
            "edit": access.can_edit_group(standing),
            "reopen": access.can_reopen_group(standing),
            "mark": access.can_mark_union(standing),
        },
    }
