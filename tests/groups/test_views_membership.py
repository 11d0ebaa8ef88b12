"""Coming, going and looking after groups through their pages, with and without htmx."""

import html5lib
import pytest
from django.urls import reverse

from network.groups.models import Invitation, JoinRequest, Membership
from tests.factories import GroupFactory, PersonFactory, join

HTMX = {"HX-Request": "true"}


def parse(response):
    """The page as a browser reads it; raises on broken HTML."""
    text = response.content.decode()
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(text) if text.lstrip().startswith("<!doctype") else parser.parseFragment(text)


def url(name, group, *rest):
    return reverse(f"groups:{name}", args=[group.slug, *rest])


def test_joining_and_muting(client_of, cleo, open_group):
    client = client_of(cleo)
    assert client.get(url("join", open_group)).status_code == 405
    assert client.post(url("join", open_group)).status_code == 303
    parse(client.get(open_group.get_absolute_url()))
    client.post(url("mute", open_group), {"on": "1"})
    assert Membership.objects.get(person=cleo).muted_at
    parse(client.get(open_group.get_absolute_url()))
    client.post(url("mute", open_group), {"on": "0"})
    assert Membership.objects.get(person=cleo).muted_at is None


def test_asking_waiting_and_being_let_in(client_of, cleo, mona, ann, closed_group):
    asking, hosting = client_of(cleo), client_of(mona)
    parse(asking.get(url("request", closed_group)))
    assert asking.post(url("request", closed_group), {"message": "x" * 501}).status_code == 422
    assert asking.post(url("request", closed_group), {"message": "Jeg leder nå"}).status_code == 303
    parse(asking.get(closed_group.get_absolute_url()))
    wish = JoinRequest.objects.get()
    decide = url("decide_request", closed_group, wish.pk)
    assert asking.post(decide, {"answer": "accept"}).status_code == 403
    assert client_of(ann).post(decide, {"answer": "accept"}).status_code == 403
    page = hosting.get(url("requests", closed_group))
    parse(page)
    assert "Jeg leder nå" in page.content.decode()
    assert hosting.post(url("decide_request", closed_group, 2**63 - 1)).status_code == 404
    assert hosting.post(decide, {"answer": "accept"}).status_code == 303
    assert hosting.post(decide, {"answer": "accept"}).status_code == 404
    assert Membership.objects.filter(group=closed_group, person=cleo).exists()


def test_a_wish_is_declined_or_taken_back(client_of, cleo, mona, closed_group):
    asking = client_of(cleo)
    asking.post(url("request", closed_group))
    client_of(mona).post(url("decide_request", closed_group, JoinRequest.objects.get().pk), {"answer": "decline"})
    assert JoinRequest.objects.get().accepted is False
    asking.post(url("request", closed_group))
    assert asking.post(url("withdraw_request", closed_group)).status_code == 303
    assert not JoinRequest.objects.filter(decided_at=None).exists()


def test_an_open_group_is_not_asked_and_a_closed_one_not_joined(client_of, cleo, open_group, closed_group):
    assert client_of(cleo).get(url("request", open_group)).status_code == 403
    assert client_of(cleo).post(url("join", closed_group)).status_code == 403


@pytest.mark.parametrize("answer", ["accept_invitation", "decline_invitation"])
def test_inviting_and_answering(client_of, mona, cleo, secret_group, answer):
    hosting, guest = client_of(mona), client_of(cleo)
    for headers in ({}, HTMX):
        page = hosting.get(url("invite", secret_group), {"q": "cleo"}, headers=headers)
        parse(page)
        assert "Cleo Christiansen" in page.content.decode()
    parse(hosting.get(url("invite", secret_group), {"q": "ben"}))
    assert hosting.post(url("invite", secret_group), {"person": "nobody\x00"}).status_code == 404
    assert guest.get(secret_group.get_absolute_url()).status_code == 404
    assert hosting.post(url("invite", secret_group), {"person": "cleo"}).status_code == 303
    parse(hosting.get(url("requests", secret_group)))
    page = guest.get(secret_group.get_absolute_url())
    parse(page)
    assert "Mona Manger" in page.content.decode()
    assert "Ann Askeland" not in page.content.decode()
    assert guest.get(url("members", secret_group)).status_code == 403
    assert guest.post(url(answer, secret_group)).status_code == 303
    accepted = answer == "accept_invitation"
    assert Membership.objects.filter(group=secret_group, person=cleo).exists() == accepted
    assert guest.post(url(answer, secret_group)).status_code == (303 if accepted else 404)
    assert guest.get(url("members", secret_group)).status_code == (200 if accepted else 404)


def test_declining_when_there_is_no_invitation_is_missing(client_of, cleo, open_group):
    assert client_of(cleo).post(url("decline_invitation", open_group)).status_code == 404


def test_a_host_takes_an_invitation_back(client_of, mona, cleo, secret_group):
    Invitation.objects.create(group=secret_group, person=cleo)
    assert client_of(mona).post(url("withdraw_invitation", secret_group, "cleo")).status_code == 303
    assert client_of(cleo).get(secret_group.get_absolute_url()).status_code == 404


def test_leaving_with_a_reason(client_of, ann, mona, secret_group):
    client = client_of(ann)
    parse(client.get(url("leave", secret_group)))
    assert client.post(url("leave", secret_group), {"reason": "x" * 501}).status_code == 422
    assert client.post(url("leave", secret_group), {"reason": "Flyttet til sør"}).status_code == 303
    assert client.get(secret_group.get_absolute_url()).status_code == 404
    text = client_of(mona).get(url("requests", secret_group)).content.decode()
    assert "Flyttet til sør" in text
    assert "Askeland" not in text


def test_the_last_host_is_asked_who_takes_over(client_of, mona, ann, open_group):
    client = client_of(mona)
    for name in ("leave", "step_down"):
        parse(client.get(url(name, open_group)))
        assert client.post(url(name, open_group)).status_code == 422
        assert client.post(url(name, open_group), {"successor": "cleo"}).status_code == 422
    assert client.post(url("step_down", open_group), {"successor": "ann"}).status_code == 303
    assert Membership.objects.get(group=open_group, person=ann).role == "host"
    assert client.post(url("leave", open_group)).status_code == 303


def test_somebody_alone_is_told_that_leaving_archives(client_of, ann):
    group = GroupFactory(people=[ann])
    client = client_of(ann)
    assert client.get(url("step_down", group)).status_code == 403
    parse(client.get(url("leave", group)))
    client.post(url("leave", group))
    group.refresh_from_db()
    assert group.is_archived


def test_removing_after_a_question_and_making_hosts(client_of, mona, ann, ben, open_group):
    client = client_of(mona)
    assert client.post(url("make_host", open_group, "ben")).status_code == 303
    assert Membership.objects.get(group=open_group, person=ben).role == "host"
    page = client.get(url("remove", open_group, "ann"))
    parse(page)
    assert Membership.objects.filter(group=open_group, person=ann).exists()
    assert client.get(url("remove", open_group, "mona")).status_code == 403
    assert client.post(url("remove", open_group, "ann")).status_code == 303
    assert client.post(url("remove", open_group, "ann")).status_code == 404
    assert not Membership.objects.filter(group=open_group, person=ann).exists()


@pytest.mark.parametrize("person", ["ann", "cleo", "ada"])
def test_only_hosts_open_the_hosts_pages(request, client_of, person, ben, open_group):
    client = client_of(request.getfixturevalue(person))
    for address in (
        url("edit", open_group),
        url("archive", open_group),
        url("requests", open_group),
        url("remove", open_group, "ben"),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code in (403, 405)
    for address in (url("reopen", open_group), url("make_host", open_group, "ben")):
        assert client.post(address).status_code == 403
    assert Membership.objects.get(group=open_group, person=ben).role == "member"


def test_opening_up_says_how_many_more_will_read_and_asks(client_of, mona, ann, cleo, ada, closed_group):
    client = client_of(mona)
    parse(client.get(url("edit", closed_group)))
    typed = {"name": "Ledergruppa", "kind": "open"}
    first = client.post(url("edit", closed_group), typed)
    assert first.status_code == 422
    parse(first)
    assert "2" in first.context["form"].errors["confirmed"][0]
    assert client.post(url("edit", closed_group), {**typed, "confirmed": "on"}).status_code == 303
    closed_group.refresh_from_db()
    assert closed_group.is_open


def test_a_secret_group_that_becomes_known_asks_too(client_of, mona, secret_group):
    typed = {"name": "Nordlys", "kind": "closed"}
    assert client_of(mona).post(url("edit", secret_group), typed).status_code == 422
    assert client_of(mona).post(url("edit", secret_group), {**typed, "kind": "no such"}).status_code == 422
    assert client_of(mona).post(url("edit", secret_group), {**typed, "kind": "secret"}).status_code == 303


def test_an_open_group_that_becomes_secret_is_gone_for_others_at_its_old_address(client_of, mona, cleo, open_group):
    old = open_group.get_absolute_url()
    assert client_of(cleo).get(old).status_code == 200
    response = client_of(mona).post(url("edit", open_group), {"name": "Feltprat", "kind": "secret"})
    assert client_of(mona).get(response["Location"]).status_code == 200
    for address in (old, response["Location"]):
        assert client_of(cleo).get(address).status_code == 404


def test_archiving_after_a_question_and_reopening(client_of, mona, ann, open_group):
    client = client_of(mona)
    parse(client.get(url("archive", open_group)))
    assert client.post(url("archive", open_group)).status_code == 303
    parse(client.get(open_group.get_absolute_url()))
    parse(client_of(ann).get(open_group.get_absolute_url()))
    assert client.post(url("reopen", open_group)).status_code == 303
    open_group.refresh_from_db()
    assert not open_group.is_archived


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_members_as_page_and_as_part(client_of, mona, ann, open_group, headers):
    for _ in range(25):
        join(open_group, PersonFactory())
    for person in (mona, ann):
        client = client_of(person)
        page = client.get(url("members", open_group), headers=headers)
        parse(page)
        assert "?after=" in page.content.decode()
        parse(client.get(url("members", open_group), {"q": "ingen", "after": "x"}, headers=headers))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_groups_in_common_is_a_panel_without_foreign_secrets(
    client_of, ann, ben, cleo, gone, open_group, secret_group, headers
):
    join(open_group, cleo)
    panel = reverse("groups:in_common", args=["ben"])
    page = client_of(cleo).get(panel, headers=headers)
    parse(page)
    assert "Feltprat" in page.content.decode()
    assert "Nordlys" not in page.content.decode()
    assert "Nordlys" in client_of(ann).get(panel, headers=headers).content.decode()
    assert client_of(cleo).get(reverse("groups:in_common", args=["gone"]), headers=headers).status_code == 404


def test_somebody_signed_out_or_gone_reads_nothing(client, client_of, gone, open_group, secret_group):
    for group in (open_group, secret_group):
        assert client.get(group.get_absolute_url()).status_code == 302
        assert client_of(gone).get(group.get_absolute_url()).status_code == 302
