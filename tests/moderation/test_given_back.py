"""What was hidden and given back is the same bytes for everybody (M6): hiding takes a view away and changes nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.conversations.actions import set_reaction
from network.feed.actions import set_saved
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case
from network.moderation.states import Level, Verdict
from profiles.models import Department, Person
from tests.factories import PersonFactory, comment_of, post_of
from tests.moderation.reported import in_work, moderator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RANDOM = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value="|nonce=")[^"]*"')
PAGES = (
    "/", "/posts/{post}/", "/threads/{post}/comments/", "/people/ann/posts/", "/groups/ledergruppa/",
    "/groups/ledergruppa/posts/", "/search/?q=Nordlysmast", "/search/?q=Svarmast", "/topics/", "/topics/mast/", "/saved/",
    "/people/ann/", "/posts/{post}/history/", "/settings/acknowledgements/file/",
)  # fmt: skip


def shown(page: Any) -> tuple[int, str]:
    """What somebody is answered, without what is drawn anew each time and without the frame, where news are counted."""
    text = page.getvalue().decode() if page.streaming else page.content.decode()
    main = re.search(r"<main.*</main>", text, re.DOTALL)
    return page.status_code, RANDOM.sub(r'\1"', main[0] if main else text)


def seen_by(clients: dict[str, Client], post: int) -> dict[tuple[str, str], tuple[int, str]]:
    """Every page for every viewer."""
    return {
        (who, path): shown(client.get(path.format(post=post)))
        for who, client in clients.items()
        for path in PAGES
    }  # fmt: skip


@pytest.fixture
def clients(
    client_of: Callable[[Person], Client], field: Department, closed_group: Any, ann: Person, ben: Person, cleo: Person,
    mona: Person, ada: Person,
) -> dict[str, Client]:  # fmt: skip
    """Six who look: who wrote it, a colleague, a member, an outsider, a manager and an administrator."""
    people = {
        "author": ann, "colleague": PersonFactory(handle="kari", department=field, manager=mona), "member": ben,
        "outsider": cleo, "manager": mona, "administrator": ada,
    }  # fmt: skip
    return {who: client_of(person) for who, person in people.items()}


@pytest.mark.parametrize(
    ("kind", "place"),
    [("post", "everybody"), ("post", "a closed group"), ("comment", "everybody"), ("reply", "a closed group")],
)
def test_hiding_and_giving_back_leaves_every_page_as_it_was(
    clients: dict[str, Client], closed_group: Any, ann: Person, ben: Person, mona: Person, mo: Person, rule: Any,
    kind: str, place: str, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    group = closed_group if place == "a closed group" else None
    with django_capture_on_commit_callbacks(execute=True):
        post = post_of(ann, group, "Nordlysmast på **fjellet** #mast @ben", title="Om masta", kind="question")
        first = comment_of(ben, post, "Bra sett, @ann")
        said = comment_of(ann, post, "Svarmast: helt idiotisk.", parent=first if kind == "reply" else None)
        comment_of(mona, post, "Takk", parent=None if kind == "reply" else said)
        set_reaction(by=ben, thread=post.thread, emotion="smart", on=True)
        set_reaction(by=mona, thread=post.thread, emotion="cheer", on=True, comment=said)
        set_saved(by=ben, post=post, on=True)
    for client in clients.values():
        client.get("/")  # a first look may greet
    before = seen_by(clients, post.pk)
    word = "Nordlysmast" if kind == "post" else "Svarmast"
    assert any(word in text for _status, text in before.values())

    with django_capture_on_commit_callbacks(execute=True):
        subject = post.pk if kind == "post" else said.pk
        report = report_content(
            by=ben, kind="post" if kind == "post" else "comment", pk=subject, words=ReportWords("harassment")
        )
        case = in_work(mo, Case.objects.get(pk=report.case_id))
        plan = Plan(Level.HIDE, section=rule, facts="a", reasoning="b", milder="c")
        decision = decide_case(by=mo, case=case, plan=plan, version=case.version)
    for (who, path), (_status, text) in seen_by(clients, post.pk).items():
        assert word not in text.replace(f'value="{word}"', "").replace(f"“{word}”", "").replace(f"«{word}»", ""), (
            who,
            path,
        )

    with django_capture_on_commit_callbacks(execute=True):
        appeal = appeal_decision(by=ann, decision=decision, text="Det er om masta.")
        decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det er det."))
    after = seen_by(clients, post.pk)
    differ = [key for key in before if before[key] != after[key]]
    assert differ == []
