"""Letters at once: every right is asked again when they are sent, and none goes twice."""

import smtplib
from collections.abc import Callable
from email.message import Message

import html5lib
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.conversations.actions import set_mute
from network.conversations.models import Restriction, Thread
from network.core.clock import now
from network.feed.actions import delete_post
from network.feed.models import Post
from network.groups.models import Group, Membership
from network.notifications.actions import News, mark_read, notify, set_preferences
from network.notifications.models import Kind, Notification
from network.notifications.tasks import mail as mail_tasks
from network.notifications.tasks import send_mail
from profiles.models import Person
from tests.factories import post_of

pytestmark = pytest.mark.django_db
CANARY = "kanarifugl"


def mentioned(person: Person, author: Person, group: Group | None = None, title: str = CANARY) -> Notification:
    post = post_of(author, group, title=title)
    news = News(Kind.MENTION, f"thread:{post.pk}", author.pk, post.thread.group_id, 12)
    notify([person.pk], news)
    return Notification.objects.latest("pk")


def deliver(row: Notification) -> list[mail.EmailMultiAlternatives]:
    """What the worker does with the job."""
    send_mail(row.recipient_id, row.kind, row.subject)
    return mail.outbox


def parts(letter: mail.EmailMultiAlternatives) -> tuple[str, str]:
    return letter.body, str(letter.alternatives[0][0])


def test_a_letter_says_who_and_where_and_how_to_stop(ann: Person, ben: Person) -> None:
    row = mentioned(ben, ann)
    (letter,) = deliver(row)
    assert (letter.to, letter.subject) == (["ben@glod.example"], f"Ann Askeland mentioned you in “{CANARY}”")
    for text in parts(letter):
        assert f"/posts/{row.subject[7:]}/?at=12#comment-12" in text
        assert "/notifications/unsubscribe/" in text
        assert "/settings/notifications/" in text
    html5lib.HTMLParser(strict=True).parse(parts(letter)[1])
    headers: Message = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>") in letter.body
    assert headers["Auto-Submitted"] == "auto-generated"


def test_the_letter_speaks_the_readers_language(ann: Person, ben: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = []
    monkeypatch.setattr(mail_tasks, "compose", lambda *given: spoken.append(mail_tasks.translation.get_language()))
    for reader, author in ((ben, ann), (ann, ben)):
        mail_tasks.letter_of(mentioned(reader, author))
    assert spoken == ["en", "nb"]


def test_the_same_job_twice_sends_one_letter(ann: Person, ben: Person) -> None:
    row = mentioned(ben, ann)
    deliver(row)
    assert len(deliver(row)) == 1


def test_the_identity_of_a_letter_is_the_same_on_every_try_and_new_with_new_news(ann: Person, ben: Person) -> None:
    row = mentioned(ben, ann)
    deliver(row)
    Notification.objects.update(mailed_at=None)
    deliver(row)
    notify([ben.pk], News(Kind.MENTION, row.subject, ann.pk, None, 13))
    first, again, fresh = (letter.message() for letter in deliver(row))
    assert first["Message-ID"] == again["Message-ID"] != fresh["Message-ID"]
    assert first["References"] == fresh["References"]
    assert first["Message-ID"].endswith("@glod.example>")


def _leave(row: Notification) -> None:
    Membership.objects.filter(person=row.recipient_id).delete()


def _restrict(row: Notification) -> None:
    Restriction.objects.create(subject_id=int(row.subject[7:]), reason="Sak 1")


def _deactivate(row: Notification) -> None:
    Person.objects.get_queryset().filter(pk=row.recipient_id).update(is_active=False)


def _read(row: Notification) -> None:
    mark_read(by=row.recipient)


def _unwish(row: Notification) -> None:
    set_preferences(by=row.recipient, channels={Kind.MENTION: "inbox"})


def _erase(row: Notification) -> None:
    post = Post.objects.get(pk=int(row.subject[7:]))
    delete_post(by=post.thread.author, post=post)


@pytest.mark.parametrize("change", [_leave, _restrict, _deactivate, _read, _unwish, _erase])
def test_a_queued_letter_is_not_sent_when_something_changed_before(
    change: Callable[[Notification], None], ann: Person, ben: Person, secret_group: Group
) -> None:
    row = mentioned(ben, ann, secret_group)
    change(row)
    assert deliver(row) == []


def test_news_withdrawn_before_sending_is_no_letter(ann: Person, ben: Person) -> None:
    row = mentioned(ben, ann)
    Notification.objects.all().delete()
    assert deliver(row) == []


def test_a_mute_stops_letters_but_not_a_mention(ann: Person, ben: Person) -> None:
    set_preferences(by=ben, channels={Kind.COMMENT: "mail"})
    row = mentioned(ben, ann)
    notify([ben.pk], News(Kind.COMMENT, row.subject, ann.pk))
    set_mute(by=ben, thread=Thread.objects.get(pk=int(row.subject[7:])), on=True)
    deliver(Notification.objects.get(kind="comment"))
    assert mail.outbox == []
    assert len(deliver(row)) == 1


def test_a_muted_group_stops_letters_too(ann: Person, ben: Person, open_group: Group) -> None:
    set_preferences(by=ben, channels={Kind.COMMENT: "mail"})
    post = post_of(ann, open_group)
    notify([ben.pk], News(Kind.COMMENT, f"thread:{post.pk}", ann.pk, open_group.pk))
    Membership.objects.filter(person=ben).update(muted_at=now())
    assert deliver(Notification.objects.get()) == []


def test_when_the_mail_server_fails_the_next_try_sends_it(
    ann: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = mentioned(ben, ann)
    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMultiAlternatives, "send", _fail)
        with pytest.raises(smtplib.SMTPException):
            deliver(row)
    assert len(deliver(row)) == 1


def test_a_crash_after_the_claim_never_doubles_a_letter(
    ann: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = mentioned(ben, ann)
    with monkeypatch.context() as killed:
        killed.setattr(mail.EmailMultiAlternatives, "send", _die)
        with pytest.raises(SystemExit):
            deliver(row)
    assert deliver(row) == []
    assert Notification.objects.get().read_at is None  # the inbox still has it


def test_names_and_titles_stay_text(ann: Person, ben: Person) -> None:
    ann.name = "Ann <script>alert(1)</script>\r\nBcc: cleo@glod.example"
    ann.save()
    (letter,) = deliver(mentioned(ben, ann, title='<img src=x onerror="1">'))
    assert "\n" not in letter.subject
    assert letter.message()["Bcc"] is None
    text, html = parts(letter)
    assert "<script>" in text  # plain text shows what was written
    assert "<script>" not in html
    assert "<img" not in html
    html5lib.HTMLParser(strict=True).parse(html)


def test_a_letter_costs_few_queries(ann: Person, ben: Person) -> None:
    row = mentioned(ben, ann)
    with CaptureQueriesContext(connection) as queries:
        deliver(row)
    assert len(queries) <= 6


def _fail(*given: object) -> None:
    raise smtplib.SMTPServerDisconnected


def _die(*given: object) -> None:
    raise SystemExit
