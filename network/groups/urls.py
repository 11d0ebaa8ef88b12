"""Addresses of groups. Every one below a group's own asks first whether it exists for the person."""

from django.urls import URLPattern, path, register_converter

from network.groups.views import hosting, joining, meeting, pages


class HandleOfMember:
    """A person's handle, and nothing that a database would choke on."""

    regex = r"[a-z0-9][a-z0-9_.-]{0,39}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(HandleOfMember, "handle_of_member")

app_name = "groups"
urlpatterns: list[URLPattern] = [
    path("meet/", meeting.meet, name="meet"),
    path("meet/<handle_of_member:handle>/pass/", meeting.pass_by, name="pass_by"),
    path("groups/", pages.groups, name="groups"),
    path("groups/new/", pages.new, name="new"),
    path("groups/<slug:slug>/", pages.group, name="group"),
    path("groups/<slug:slug>/members/", pages.members, name="members"),
    path("groups/<slug:slug>/join/", joining.join, name="join"),
    path("groups/<slug:slug>/request/", joining.ask_to_join, name="request"),
    path("groups/<slug:slug>/request/withdraw/", joining.withdraw_request, name="withdraw_request"),
    path("groups/<slug:slug>/invitation/accept/", joining.accept_invitation, name="accept_invitation"),
    path("groups/<slug:slug>/invitation/decline/", joining.decline_invitation, name="decline_invitation"),
    path("groups/<slug:slug>/leave/", joining.leave, name="leave"),
    path("groups/<slug:slug>/step-down/", joining.step_down, name="step_down"),
    path("groups/<slug:slug>/mute/", joining.mute, name="mute"),
    path("groups/<slug:slug>/edit/", hosting.edit, name="edit"),
    path("groups/<slug:slug>/archive/", hosting.archive, name="archive"),
    path("groups/<slug:slug>/reopen/", hosting.reopen, name="reopen"),
    path("groups/<slug:slug>/union/", hosting.union, name="union"),
    path("groups/<slug:slug>/invite/", hosting.invite, name="invite"),
    path(
        "groups/<slug:slug>/invitations/<handle_of_member:handle>/withdraw/",
        hosting.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("groups/<slug:slug>/requests/", hosting.requests, name="requests"),
    path("groups/<slug:slug>/requests/<id:pk>/", hosting.decide_request, name="decide_request"),
    path("groups/<slug:slug>/members/<handle_of_member:handle>/remove/", hosting.remove, name="remove"),
    path("groups/<slug:slug>/members/<handle_of_member:handle>/host/", hosting.make_host, name="make_host"),
    path("people/<handle_of_member:handle>/groups/", pages.in_common, name="in_common"),
    path("skills/<slug:slug>/groups/", pages.knowing, name="knowing"),
]
