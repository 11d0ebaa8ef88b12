"""A54, MOD-09, MOD-10, M6: hidden, it is found through no outlet; given back, everybody has the same bytes as before.

Six who look: who wrote it, who commented, a member, the host, a moderator, and somebody from outside the closed group. Nine
outlets: the feed, its page, search, the profile, the group, news, the daily letter, what a socket catches up with, and the
board of ideas. What its author deletes meanwhile stays deleted.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from ideas.models import Campaign
from network.conversations.actions import delete_comment, set_reaction
from network.conversations.models import Comment
from network.feed.actions import delete_post
from network.feed.models import Post
from network.live.queries import catch_up
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision
from network.moderation.states import Verdict
from network.notifications.models import Notification
from network.notifications.queries import inbox_page
from network.notifications.tasks import send_digest_batch
from profiles.models import Person
from tests.factories import PersonFactory, comment_of, idea_of, join, post_of
from tests.moderation.reported import hidden, in_work, moderator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DRAWN = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value="|nonce="|data-since=")[^"]*"|unsubscribe/[^/"\s]+/')
KINDS = ("post", "comment", "idea")
WORDS = {"post": "Nordlysmast", "comment": "Svarmast", "idea": "Tankemast"}
TOLD = {
    "post": {"feed", "page", "search", "profile", "group", "news", "digest", "socket"},
    "comment": {"feed", "page", "profile", "group", "socket"},
    "idea": {"page", "search", "board", "campaign", "news", "digest", "socket"},
}
DAY = "2026-11-24"
PAGES = {
    "feed": "/", "page": "{page}", "comments": "/threads/{thread}/comments/", "search": "/search/?q={word}",
    "profile": "/people/ann/posts/", "group": "/groups/ledergruppa/posts/", "board": "/ideas/?view=list",
    "campaign": "/campaigns/ledergruppa/", "history": "/posts/{thread}/history/",
}  # fmt: skip


@pytest.fixture
def people(closed_group: Any, ann: Person, ben: Person, mona: Person, mo: Person, cleo: Person) -> dict[str, Person]:
    member = PersonFactory(handle="kari", department=ann.department, manager=mona)
    join(closed_group, member)
    return {"author": ann, "commenter": ben, "member": member, "host": mona, "moderator": mo, "outsider": cleo}


class Thing:
    """A post, a comment or an idea of ann's in the closed group, with answers, reactions and mentions around it."""

    def __init__(self, kind: str, group: Any, ann: Person, ben: Person, mona: Person) -> None:
        self.kind, self.word, self.ann = kind, WORDS[kind], ann
        if kind == "idea":
            box = Campaign.objects.create(slug=group.slug, title="Nye master", group=group, owner=mona)
            idea = idea_of(ann, box, title="Tankemast på fjellet")
            self.pk, self.page, thread = idea.pk, f"/ideas/{idea.pk}/", idea.thread
        else:
            post = post_of(ann, group, "Om fjellet #mast @ben" if kind == "comment" else "Nordlysmast her #mast @ben")
            self.pk, self.page, thread = post.pk, f"/posts/{post.pk}/", post.thread
        first = comment_of(ben, thread, "Bra sett, @ann")
        if kind == "comment":
            said = comment_of(ann, thread, "Svarmast: helt idiotisk, @ben.", parent=first)
            set_reaction(by=mona, thread=thread, emotion="cheer", on=True, comment=said)
            self.pk = said.pk
        set_reaction(by=ben, thread=thread, emotion="smart", on=True)
        comment_of(mona, thread, "Takk, @ben.")
        self.thread = thread

    def seen_by(self, person: Person, client: Client, since: datetime) -> dict[str, Any]:
        """All that the person can get."""
        Notification.objects.filter(recipient=person).update(read_at=None)  # a page that is opened reads its news
        found: dict[str, Any] = {"digest": self.digest(person)}
        for name, path in PAGES.items():
            answer = client.get(path.format(page=self.page, thread=self.thread.pk, word=self.word))
            main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
            found[name] = (answer.status_code, DRAWN.sub(r"\1", main[0] if main else answer.content.decode()))
        with translation.override("nb"):
            letters = inbox_page(person).letters
            found["news"] = [letter.text for letter in letters if "fjellet" in letter.text or self.word in letter.text]
        topics = ["home", f"thread:{self.thread.pk}", f"group:{self.thread.group_id}"]
        told = [frame for frame in catch_up(person, since, topics).frames if frame.get("html")]
        told = [frame for frame in told if frame["fragment"] != "inbox"]  # how much is unread: the decision is news too
        found["socket"] = {f"{frame['fragment']} {frame['id']}": DRAWN.sub(r"\1", frame["html"]) for frame in told}
        return found

    @staticmethod
    def digest(person: Person) -> list[str]:
        """The daily letter as it would go now."""
        mail.outbox.clear()
        with transaction.atomic():
            send_digest_batch(DAY, [person.pk])
            transaction.set_rollback(True)
        return [DRAWN.sub("", f"{letter.subject}{letter.body}{letter.alternatives}") for letter in mail.outbox]

    def delete(self) -> None:
        """By its author: a post or a reply; an idea is never deleted."""
        if self.kind == "comment":
            delete_comment(by=self.ann, comment=Comment.objects.get(pk=self.pk))
        else:
            delete_post(by=self.ann, post=Post.objects.get(pk=self.pk))


@pytest.fixture(params=KINDS)
def thing(
    request: Any, people: dict[str, Person], closed_group: Any, rule: Any, django_capture_on_commit_callbacks: Any
) -> Thing:
    with django_capture_on_commit_callbacks(execute=True):
        return Thing(request.param, closed_group, people["author"], people["commenter"], people["host"])


@pytest.fixture
def clients(people: dict[str, Person], client_of: Callable[[Person], Client]) -> dict[str, Client]:
    found = {who: client_of(person) for who, person in people.items()}
    for client in found.values():
        client.get("/")  # a first look may greet, or open the box of ideas
        client.get("/ideas/")
    return found


@pytest.fixture
def hide(closed_group: Any, rule: Any, django_capture_on_commit_callbacks: Any) -> Callable[[Thing], Decision]:
    """Reported by a member who looks at nothing else, and hidden."""
    reporter = PersonFactory(handle="rita")
    join(closed_group, reporter)

    def hidden_now(thing: Thing) -> Decision:
        with django_capture_on_commit_callbacks(execute=True):
            words = ReportWords("harassment")
            report = report_content(by=reporter, kind=thing.kind, pk=thing.pk, words=words)
            handler = moderator("hanne")
            return hidden(handler, in_work(handler, Case.objects.get(pk=report.case_id)), rule)

    return hidden_now


@pytest.fixture
def give_back(ann: Person, django_capture_on_commit_callbacks: Any) -> Callable[[Decision], None]:
    def given_back(decision: Decision) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            appeal = appeal_decision(by=ann, decision=decision, text="Det er om masta.")
            decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det er det."))

    return given_back


def said_of(found: dict[str, Any], word: str) -> set[str]:
    """The outlets that tell of it; what somebody searched for is in the page without being found."""
    return {name for name, text in found.items() if word in re.sub(rf'value="{word}"|[«“]{word}[»”]', "", str(text))}


def test_it_is_found_nowhere_while_hidden_and_as_before_when_given_back(  # noqa: PLR0913
    thing: Thing, people: dict[str, Person], clients: dict[str, Client], hide: Any, give_back: Any
) -> None:
    since = timezone.now() - timedelta(minutes=5)

    def everything() -> dict[str, dict[str, Any]]:
        return {who: thing.seen_by(person, clients[who], since) for who, person in people.items()}

    everything()  # who reads an idea is counted: from now on all of them have
    before = everything()
    told = set().union(*(said_of(found, thing.word) for found in before.values()))
    assert told >= TOLD[thing.kind]
    assert said_of(before["outsider"], thing.word) == set()
    decision = hide(thing)
    for who, found in everything().items():
        assert said_of(found, thing.word) == set(), who
    give_back(decision)
    after = everything()
    for who, found in before.items():
        for name, text in found.items():
            now = after[who][name]
            if name == "socket":
                assert {key: now.get(key) for key in text} == text, who
            else:
                assert now == text, (who, name)


@pytest.mark.parametrize("thing", ["comment", "post"], indirect=True)
def test_what_its_author_deletes_while_it_is_hidden_stays_deleted(  # noqa: PLR0913
    thing: Thing, people: dict[str, Person], clients: dict[str, Client], hide: Any, give_back: Any
) -> None:
    decision = hide(thing)
    thing.delete()
    give_back(decision)
    since = timezone.now() - timedelta(minutes=5)
    for who, person in people.items():
        assert said_of(thing.seen_by(person, clients[who], since), thing.word) == set(), who
