"""The inbox, the preferences and the links in letters, over HTTP."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.groups.models import Group, Membership
from network.notifications.access import unsubscribe_token
from network.notifications.actions import News, notify
from network.notifications.models import (
    DIGEST,
    FOR_ADMINISTRATORS,
    FOR_EDITORS,
    FOR_HANDLERS,
    WHERE_IT_CAME,
    Kind,
    Notification,
)
from network.notifications.queries import channels_of
from profiles.models import Person
from tests.factories import PersonFactory, post_of

pytestmark = pytest.mark.django_db
INBOX = "/notifications/"
HTMX = {"HX-Request": "true"}
ClientOf = Callable[[Person], Client]


def tell(recipient: Person, actor: Person, group: Group | None = None, title: str = "Is på linja") -> Notification:
    post = post_of(actor, group, title=title)
    notify([recipient.pk], News(Kind.COMMENT, f"thread:{post.pk}", actor.pk, post.thread.group_id, 12))
    return Notification.objects.latest("pk")


def valid(html: str, fragment: bool = False) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(html) if fragment else parser.parse(html)


def unread(person: Person) -> int:
    person.refresh_from_db()
    return person.unread_count


def test_the_inbox_shows_ones_own_news(client_of: ClientOf, ann: Person, ben: Person, cleo: Person) -> None:
    row = tell(ben, ann)
    html = client_of(ben).get(INBOX).content.decode()
    valid(html)
    assert "<b>Ann Askeland</b>" in html
    assert f'id="notification-{row.pk}"' in html
    assert "data-unread" in html
    assert "Is på linja" not in client_of(cleo).get(INBOX).content.decode()


def test_an_empty_inbox_says_what_comes_here(client_of: ClientOf, ben: Person) -> None:
    html = client_of(ben).get(INBOX).content.decode()
    valid(html)
    assert "Nothing new for you" in html
    assert "Mark all as read" not in html


def test_older_news_comes_as_a_page_and_as_a_fragment(client_of: ClientOf, ben: Person, ann: Person) -> None:
    for number in range(21):
        tell(ben, ann, title=f"Tittel {number}.")
    client = client_of(ben)
    first = client.get(INBOX)
    older = f"{INBOX}?before={first.context['inbox'].next}"
    page, part = client.get(older), client.get(older, headers=HTMX)
    valid(page.content.decode())
    valid(part.content.decode(), fragment=True)
    assert "Tittel 0." in part.content.decode()
    assert "Tittel 20." not in page.content.decode()
    assert "<html" not in part.content.decode()
    assert "notifications__day" not in part.content.decode()  # the same day goes on
    assert "no-store" in page["Cache-Control"]


def test_a_row_leads_to_its_comment_and_everything_about_the_post_is_read(
    client_of: ClientOf, ann: Person, ben: Person, cleo: Person
) -> None:
    row = tell(ben, ann)
    notify([ben.pk], News(Kind.MENTION, row.subject, ann.pk))
    answer = client_of(ben).get(f"{INBOX}{row.pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/posts/{row.subject[7:]}/?at=12#comment-12")
    assert unread(ben) == 0


def test_ids_of_others_and_missing_ids_look_the_same(
    client_of: ClientOf, ann: Person, ben: Person, cleo: Person
) -> None:
    row = tell(ben, ann)
    client = client_of(cleo)
    for pk in (row.pk, row.pk + 1000, 2**70):
        assert client.get(f"{INBOX}{pk}/").status_code == 404
        assert client.post(f"{INBOX}{pk}/read/").status_code == 404
    assert unread(ben) == 1


def test_one_row_is_read_in_place_and_without_script(client_of: ClientOf, ann: Person, ben: Person) -> None:
    first, second = tell(ben, ann), tell(ben, ann)
    client = client_of(ben)
    part = client.post(f"{INBOX}{first.pk}/read/", headers=HTMX)
    valid(part.content.decode(), fragment=True)
    assert part.content.decode().strip().startswith(f'<li class="row" id="notification-{first.pk}"')
    assert "data-unread" not in part.content.decode()
    assert client.post(f"{INBOX}{second.pk}/read/")["Location"] == INBOX
    assert unread(ben) == 0


def test_everything_is_read_at_once_but_only_ones_own(
    client_of: ClientOf, ann: Person, ben: Person, mona: Person
) -> None:
    tell(ben, ann), tell(mona, ann)
    assert client_of(ben).post(f"{INBOX}read/").status_code == 303
    assert (unread(ben), unread(mona)) == (0, 1)


def test_reading_is_never_done_by_get(client_of: ClientOf, ann: Person, ben: Person) -> None:
    row = tell(ben, ann)
    assert client_of(ben).get(f"{INBOX}read/").status_code == 405
    assert client_of(ben).get(f"{INBOX}{row.pk}/read/").status_code == 405


@pytest.mark.parametrize("name", ["closed_group", "secret_group"])
def test_what_went_out_of_sight_leaves_the_inbox_and_the_count(
    name: str, client_of: ClientOf, ann: Person, ben: Person, request: pytest.FixtureRequest
) -> None:
    group: Group = request.getfixturevalue(name)
    row = tell(ben, ann, group, title="kanarifugl")
    assert "kanarifugl" in client_of(ben).get(INBOX).content.decode()
    Membership.objects.filter(person=ben, group=group).delete()  # by a way that tells nobody
    html = client_of(ben).get(INBOX).content.decode()
    assert "kanarifugl" not in html
    assert "data-unread" not in html
    assert client_of(ben).get(f"{INBOX}{row.pk}/").status_code == 404
    assert unread(ben) == 0


def test_the_inbox_costs_the_same_for_three_and_thirty_rows(client_of: ClientOf, ann: Person) -> None:
    client = client_of(ann)
    client.get("/settings/")  # that they owe no acknowledgement is then known for a minute
    for person in PersonFactory.create_batch(3, department=ann.department):
        tell(ann, person)
    with CaptureQueriesContext(connection) as few:
        client.get(INBOX)
    for person in PersonFactory.create_batch(27, department=ann.department):
        tell(ann, person)
    with CaptureQueriesContext(connection) as many:
        client.get(INBOX)
    assert len(few) == len(many) == 6


def test_preferences_are_shown_and_saved(client_of: ClientOf, ben: Person, cleo: Person) -> None:
    client, url = client_of(ben), reverse("notifications:preferences")
    html = client.get(url).content.decode()
    valid(html)
    assert (
        html.count("checked")
        == len(channels_of(ben))
        == len(Kind) - len(FOR_ADMINISTRATORS | FOR_EDITORS | FOR_HANDLERS | WHERE_IT_CAME)
    )
    wish = dict.fromkeys(Kind.values, "inbox") | {"mention": "digest"}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(url, wish).status_code == 303
    assert len(queries) <= 11
    assert channels_of(ben)[Kind.MENTION] == "digest"
    assert channels_of(cleo)[Kind.MENTION] == "mail"


def test_a_wrong_choice_is_said_next_to_it_and_the_rest_is_kept(client_of: ClientOf, ben: Person) -> None:
    wish = dict.fromkeys(Kind.values, "none") | {"mention": "pigeon"}
    answer = client_of(ben).post(reverse("notifications:preferences"), wish)
    assert answer.status_code == 422
    valid(answer.content.decode())
    assert "field__error" in answer.content.decode()
    assert channels_of(ben)[Kind.REPLY] == "digest"


@pytest.mark.parametrize("kind", ["mention", DIGEST])
def test_a_link_in_a_letter_stops_that_kind_without_sign_in(ann: Person, kind: str) -> None:
    client, url = (
        Client(enforce_csrf_checks=True),
        reverse("notifications:unsubscribe", args=[unsubscribe_token(ann, kind)]),
    )
    page = client.get(url)
    valid(page.content.decode())
    assert ann.email in page.content.decode()
    assert channels_of(ann)[Kind.MENTION] == "mail"  # looking changes nothing
    done = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert ("mail" if kind == DIGEST else "inbox") == channels_of(ann)[Kind.MENTION]
    assert "session" not in client.cookies
    assert client.get(INBOX).status_code == 302  # still a stranger


def test_an_altered_link_opens_nothing(ann: Person, cleo: Person) -> None:
    url = reverse("notifications:unsubscribe", args=[unsubscribe_token(ann, "mention")])
    altered = url.replace(f"/{ann.pk}.", f"/{cleo.pk}.")
    assert Client().get(altered).status_code == 404
    assert Client().post(altered).status_code == 404
    assert channels_of(cleo)[Kind.MENTION] == "mail"


@pytest.mark.parametrize("path", [INBOX, "/notifications/1/", "/settings/notifications/", "/demo/mail/"])
def test_strangers_are_asked_to_sign_in(db: None, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/account/login/")


def test_the_sink_shows_ones_own_letters_in_the_demo_alone(
    client_of: ClientOf, ann: Person, ben: Person, tmp_path: Path, settings: object
) -> None:
    for number, address in enumerate(["ann@glod.example", "cleo@glod.example", "ann@glod.example, cleo@glod.example"]):
        mail = EmailMessage()
        mail["Subject"], mail["To"], mail["Date"] = (
            f"Brev {number}",
            address,
            f"Tue, 24 Nov 2026 07:30:00 {'-0000' if number else '+0100'}",
        )
        mail.set_content(f"Hei <b>{number}</b> http://localhost/posts/1/")
        with (tmp_path / "20261124-073000-1.log").open("ab") as file:
            file.write(mail.as_bytes() + b"\n" + b"-" * 79 + b"\n")
    settings.EMAIL_FILE_PATH = tmp_path
    assert client_of(ann).get("/demo/mail/").status_code == 404
    settings.DEMO = True
    html = client_of(ann).get("/demo/mail/").content.decode()
    valid(html)
    assert html.count("<h2>Brev") == 1
    assert ("Brev 0" in html, "Brev 1" in html, "Brev 2" in html) == (True, False, False)
    assert "Hei &lt;b&gt;0&lt;/b&gt;" in html
    settings.EMAIL_FILE_PATH = tmp_path / "none"
    assert "No e-mails yet" in client_of(ben).get("/demo/mail/").content.decode()
