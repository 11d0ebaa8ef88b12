"""The catalogue of reliability.md 3.7, and those of its cases that no other file shows.

MOD-01, 19  test_canary                      MOD-02      test_eligible, test_any_chart
MOD-03      here                             MOD-04      test_desk_pages (a missing page, and nothing written)
MOD-05      test_desk_pages, test_keeping    MOD-06, 07  here
MOD-08      here                             MOD-09, 10  test_outlets, test_given_back, test_files
MOD-11      here                             MOD-12      test_outlets (lists, news, the daily letter when it is sent)
MOD-13      test_reporting, test_stubs       MOD-14      test_files, test_own_desk, test_handovers
MOD-15      test_sides, test_any_chart       MOD-16      here
MOD-17      there are no acts on several cases at once
MOD-18      test_races                       MOD-20      here, tests/feed/test_quiet
"""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from network.conversations.actions import lift_restriction, place_restriction
from network.feed.actions import Words, edit_post
from network.feed.models import Post
from network.groups.models import Group
from network.moderation.actions.reporting import report_content
from network.moderation.models import Case, LogEntry, Report
from profiles.models import Person, Role
from tests.factories import post_of
from tests.moderation.reported import ReportWords, hidden, in_work, reported
from tests.moderation.test_outlets import DRAWN

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
PAYLOADS = (
    '<img src=x onerror="alert(1)">', "<script>alert(1)</script>", "[her](javascript:alert(1))",
    '"><svg/onload=alert(1)>', "<iframe srcdoc='<script>1</script>'></iframe>",
)  # fmt: skip


def test_mod_03_the_second_to_report_learns_of_no_report_but_their_own(
    client_of: As, post: Post, ben: Person, cleo: Person
) -> None:
    first = reported(ben, post, text="Ordene til Ben.")
    page = client_of(cleo).get(f"/report/post/{post.pk}/").content.decode()
    alone = client_of(cleo).get(f"/report/post/{post_of(post.thread.author, text='Noe annet.').pk}/").content.decode()
    assert ("Ordene til Ben." in page, first.ref in page) == (False, False)
    assert page.count("<form") == alone.count("<form")
    second = reported(cleo, post, text="Mine egne ord.")
    mine = client_of(cleo).get("/reports/").content.decode()
    assert second.ref in mine
    assert first.ref not in mine
    assert client_of(cleo).get(f"/reports/{first.ref}/").status_code == 404


@pytest.fixture
def secret_case(closed_group: Group, rule: Any, ann: Person, ben: Person) -> Case:
    """Something in a group of which the moderator is no member."""
    post = post_of(ann, closed_group, "Den meldte teksten.")
    post_of(ann, closed_group, "Noe helt annet i gruppa.")
    return Case.objects.get(pk=reported(ben, post).case_id)


def test_mod_06_a_moderator_reads_what_was_reported_and_nothing_else_of_the_group(
    client_of: As, mo: Person, secret_case: Case, closed_group: Group
) -> None:
    client = client_of(mo)
    case = in_work(mo, secret_case)
    read = client.get(f"/moderation/{case.ref}/?read").content.decode()
    assert "Den meldte teksten." in read
    assert "Noe helt annet" not in read
    for path in (f"/groups/{closed_group.slug}/posts/", f"/posts/{case.subject_id}/", "/search/?q=teksten", "/"):
        text = client.get(path).content.decode()
        assert "Den meldte teksten." not in text, path
        assert "Noe helt annet" not in text, path


def test_mod_07_nor_does_the_task_let_them_change_it(client_of: As, mo: Person, secret_case: Case) -> None:
    client, pk = client_of(mo), secret_case.subject_id
    before = Post.objects.values().get(pk=pk)
    for path, data in (
        (f"/posts/{pk}/edit/", {"text": "Endret", "kind": "update"}),
        (f"/posts/{pk}/delete/", {}),
        (f"/posts/{pk}/pin/", {"value": "1"}),
    ):
        assert client.post(path, data).status_code in (403, 404), path
    assert Post.objects.values().get(pk=pk) == before


def test_mod_08_a_moderator_gives_no_role_and_enters_no_page_of_administrators(
    client_of: As, mo: Person, ann: Person
) -> None:
    client = client_of(mo)
    for path in ("/administration/people/", "/moderation/custody/", "/moderation/custody/log/", "/moderation/looks/"):
        assert client.get(path).status_code in (403, 404), path
    assert client.post("/moderation/looks/", {"why": "x" * 90}).status_code in (403, 404)
    assert set(Role.objects.values_list("person__handle", "kind")) == {("mo", "moderator")}
    assert not LogEntry.objects.exists()


def test_mod_11_what_became_secret_while_it_was_hidden_comes_back_to_the_new_readers_alone(
    client_of: As, open_group: Group, rule: Any, ann: Person, ben: Person, cleo: Person, mo: Person
) -> None:
    post = post_of(ann, open_group, "Nordlysmast her.")
    assert client_of(cleo).get(f"/posts/{post.pk}/").status_code == 200
    decision = hidden(mo, in_work(mo, Case.objects.get(pk=reported(ben, post).case_id)), rule)
    Group.objects.filter(pk=open_group.pk).update(kind="secret")
    lift_restriction(by=None, thread=post.thread, only=decision.restriction)
    assert client_of(ben).get(f"/posts/{post.pk}/").status_code == 200
    assert client_of(cleo).get(f"/posts/{post.pk}/").status_code == 404
    for path in ("/search/?q=Nordlysmast", "/", "/people/ann/posts/"):
        assert "Nordlysmast her" not in client_of(cleo).get(path).content.decode(), path
    assert "Nordlysmast her" in client_of(ben).get("/").content.decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_mod_16_what_somebody_writes_is_text_on_the_desk_and_on_every_page_about_it(
    client_of: As, rule: Any, ann: Person, ben: Person, mo: Person, payload: str
) -> None:
    post = post_of(ann, text=f"Før {payload} etter")
    report = report_content(by=ben, kind="post", pk=post.pk, words=ReportWords("harassment", payload))
    case = in_work(mo, Case.objects.get(pk=report.case_id))
    desk = client_of(mo)
    pages = [
        desk.get(f"/moderation/{case.ref}/").content.decode(),
        desk.get(f"/moderation/{case.ref}/?read").content.decode(),
        client_of(ben).get(f"/reports/{report.ref}/").content.decode(),
    ]
    for page in pages:
        assert payload_is_inert(page)


def payload_is_inert(page: str) -> bool:
    """Nothing in the content of the page runs, loads or leads to a script."""
    found: list[str] = []

    class Look(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(name for name, _value in attrs if name.startswith("on") or name == "srcdoc")
            found.extend(str(value) for _name, value in attrs if str(value).strip().lower().startswith("javascript:"))
            if tag in ("script", "iframe"):
                found.append(tag)

    Look().feed(page[page.index("<main") : page.index("</main>")])
    return not found


def test_mod_20_whoever_was_reported_finds_out_nothing_by_trying(
    client_of: As, post: Post, ann: Person, ben: Person, cleo: Person
) -> None:
    def everything() -> list[tuple[int, str]]:
        """What ann is answered about the two who may have done it."""
        client, found = client_of(ann), []
        for path in (
            "/reports/",
            "/appeals/",
            f"/posts/{post.pk}/",
            "/people/ben/",
            "/people/cleo/",
            "/notifications/",
        ):
            answer = client.get(path)
            text = answer.content.decode()
            found.append((answer.status_code, DRAWN.sub(r"\1", text[text.index("<main") : text.index("</main>")])))
        return found

    everything()
    before = everything()
    report = reported(ben, post)
    after = everything()
    assert [status for status, _text in after] == [status for status, _text in before]
    assert after == before
    for handle in ("ben", "cleo"):
        assert client_of(ann).post(f"/people/{handle}/quiet/", {"value": "block"}).status_code == 303
    edit_post(by=ann, post=post, words=Words(text="@ben @cleo hvem av dere var det?"))
    assert client_of(ann).get(f"/reports/{report.ref}/").status_code == 404
    assert Report.objects.count() == 1
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    assert client_of(ann).get(f"/moderation/{report.case.ref}/").status_code == 404
