"""The daily summary: one a working day, never what was mailed or read, and only what its reader may see then."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import html5lib
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from network.conversations.models import Mute, Restriction
from network.core.clock import now
from network.groups.models import Group, Membership
from network.notifications.actions import News, mark_read, notify, set_preferences, stop_letters
from network.notifications.models import DIGEST, Digest, Kind, Notification
from network.notifications.tasks import digest, prune_news, send_digest_batch, send_digests
from profiles.models import Person
from tests.factories import PersonFactory, join, post_of

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
TUESDAY, WEDNESDAY = "2026-11-24", "2026-11-25"
CANARY = "kanarifugl"


def answered(person: Person, author: Person, group: Group | None = None, title: str = CANARY) -> Notification:
    post = post_of(author, group, title=title)
    notify([person.pk], News(Kind.COMMENT, f"thread:{post.pk}", author.pk, post.thread.group_id, 12))
    return Notification.objects.latest("pk")


def deliver(*people: Person, day: str = TUESDAY) -> list[mail.EmailMultiAlternatives]:
    send_digest_batch(day, [person.pk for person in people])
    return mail.outbox


def at(hour: int, minute: int, day: int = 24) -> int:
    """A moment of November 2026 in Oslo, one hour ahead of UTC."""
    return int(datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC).timestamp())


def test_a_summary_holds_unread_news_and_the_way_out(ann: Person, ben: Person) -> None:
    answered(ben, ann), answered(ben, ann, title="Is på linja")
    (letter,) = deliver(ben)
    assert (letter.to, letter.subject) == (["ben@glod.example"], "2 things are waiting for you")
    html = str(letter.alternatives[0][0])
    for text in (letter.body, html):
        assert CANARY in text
        assert "Is på linja" in text
        assert "/notifications/unsubscribe/" in text
    html5lib.HTMLParser(strict=True).parse(html)


def test_what_was_summed_up_is_not_repeated(ann: Person, ben: Person) -> None:
    answered(ben, ann)
    deliver(ben)
    assert len(deliver(ben, day=WEDNESDAY)) == 1
    answered(ben, ann, title="Nytt")
    *_, second = deliver(ben, day=WEDNESDAY)
    assert "Nytt" in second.body
    assert CANARY not in second.body


def test_twice_on_one_day_sends_once(ann: Person, ben: Person) -> None:
    answered(ben, ann)
    deliver(ben)
    answered(ben, ann, title="Nytt")
    assert len(deliver(ben)) == 1
    assert Notification.objects.get(mailed_at=None).subject  # kept for the next day


def test_what_was_read_mailed_or_is_old_is_left_out(ann: Person, ben: Person) -> None:
    answered(ben, ann)
    mark_read(by=ben)
    row = answered(ben, ann)
    Notification.objects.filter(pk=row.pk).update(mailed_at=now())
    row = answered(ben, ann)
    Notification.objects.filter(pk=row.pk).update(moment=now() - timedelta(days=8))
    assert deliver(ben) == []
    assert not Digest.objects.exists()


def test_only_kinds_that_are_wanted_in_it(ann: Person, ben: Person) -> None:
    row = answered(ben, ann)
    set_preferences(by=ben, channels={Kind.COMMENT: "inbox", Kind.MENTION: "digest"})
    notify([ben.pk], News(Kind.MENTION, row.subject, ann.pk))
    (letter,) = deliver(ben)
    assert "mentioned you" in letter.body
    assert "answered you" not in letter.body
    stop_letters(by=ben, kind=DIGEST)
    notify([ben.pk], News(Kind.MENTION, row.subject, ann.pk, None, 3))
    assert len(deliver(ben, day=WEDNESDAY)) == 1


def test_each_summary_holds_only_what_its_reader_may_see_now(
    ann: Person, ben: Person, mona: Person, cleo: Person, secret_group: Group, closed_group: Group
) -> None:
    for group in (secret_group, closed_group):
        post = post_of(ann, group, title=f"{CANARY} {group.slug}")
        notify([ben.pk, mona.pk, cleo.pk], News(Kind.COMMENT, f"thread:{post.pk}", ann.pk, group.pk))
    hidden = answered(mona, ann, title="begrenset")
    Restriction.objects.create(subject_id=int(hidden.subject[7:]), reason="Sak 1")
    Membership.objects.filter(person=ben, group=secret_group).delete()
    letters = {letter.to[0]: letter.body for letter in deliver(ben, mona, cleo)}
    assert set(letters) == {"ben@glod.example", "mona@glod.example"}
    assert "prosjekt-nordlys" not in letters["ben@glod.example"]
    assert "ledergruppa" in letters["ben@glod.example"]
    assert letters["mona@glod.example"].count(CANARY) == 2
    assert "begrenset" not in letters["mona@glod.example"]


def test_muted_threads_deleted_posts_and_people_who_left_get_no_place(ann: Person, ben: Person, gone: Person) -> None:
    row = answered(ben, ann)
    Mute.objects.create(thread_id=int(row.subject[7:]), person=ben)
    post = post_of(ann, title="")
    type(post).objects.filter(pk=post.pk).update(text="")
    notify([ben.pk, gone.pk], News(Kind.COMMENT, f"thread:{post.pk}", ann.pk))
    assert deliver(ben, gone) == []


def test_names_and_titles_stay_text(ann: Person, ben: Person, open_group: Group) -> None:
    answered(ben, ann, title="<b>fet</b>")
    open_group.name = '"><script>1</script>'
    open_group.save()
    notify([ben.pk], News(Kind.GROUP_CHANGED, f"group:{open_group.pk}", ann.pk, open_group.pk))
    (letter,) = deliver(ben)
    html = str(letter.alternatives[0][0])
    assert "<b>fet" not in html
    assert "<script>" not in html
    assert "<b>fet</b>" in letter.body
    html5lib.HTMLParser(strict=True).parse(html)


def test_a_long_summary_counts_the_rest(ann: Person, ben: Person) -> None:
    for number in range(23):
        answered(ben, ann, title=f"Tittel {number}.")
    (letter,) = deliver(ben)
    assert letter.subject == "23 things are waiting for you"
    assert letter.body.count("* ") == 20
    assert "And 3 more" in letter.body
    assert deliver(ben, day=WEDNESDAY) == [letter]


def test_when_the_mail_server_fails_for_one_the_others_get_theirs_and_the_retry_sends_it(
    ann: Person, ben: Person, mona: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(ben, ann), answered(mona, ann)
    send = mail.EmailMultiAlternatives.send

    def refuse_ben(letter: mail.EmailMultiAlternatives, *given: object) -> int:
        if letter.to == ["ben@glod.example"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(letter, *given)

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMultiAlternatives, "send", refuse_ben)
        with pytest.raises(RuntimeError):
            deliver(ben, mona)
    assert [letter.to[0] for letter in deliver(ben, mona)] == ["mona@glod.example", "ben@glod.example"]


def test_a_crash_between_claim_and_sending_never_doubles_a_summary(
    ann: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*given: object) -> None:
        raise SystemExit

    answered(ben, ann)
    with monkeypatch.context() as killed:
        killed.setattr(mail.EmailMultiAlternatives, "send", die)
        with pytest.raises(SystemExit):
            deliver(ben)
    assert deliver(ben) == []
    assert deliver(ben, day=WEDNESDAY) == []
    assert Digest.objects.get().sent_at is None  # the administrator can see it, and the inbox still has the news
    assert Notification.objects.get().read_at is None


def test_what_was_read_between_looking_and_claiming_is_not_sent(
    ann: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(ben, ann)
    claim = digest.claim_digest

    def claim_too_late(**given: object) -> set[int]:
        mark_read(by=ben)
        return claim(**given)

    monkeypatch.setattr(digest, "claim_digest", claim_too_late)
    assert deliver(ben) == []


def test_jobs_are_made_at_half_past_seven_on_working_days(ann: Person, ben: Person) -> None:
    def jobs() -> list[dict]:
        name = "network.notifications.tasks.digest.send_digest_batch"
        return list(ProcrastinateJob.objects.filter(task_name=name).values_list("args", flat=True))

    answered(ben, ann)
    for moment in (at(7, 15), at(8, 30), at(7, 30, day=22), at(7, 30, day=28)):  # 22nd Sunday, 28th Saturday
        send_digests(moment)
    assert jobs() == []
    send_digests(at(7, 30))
    assert jobs() == [{"day": TUESDAY, "people": [ben.pk]}]
    assert not Notification.objects.exclude(recipient=ben).exists()


def test_a_public_holiday_and_a_day_without_news_are_quiet(ann: Person, ben: Person) -> None:
    name = "network.notifications.tasks.digest.send_digest_batch"
    send_digests(at(7, 30))
    answered(ben, ann)
    send_digests(int(datetime(2026, 5, 1, 5, 30, tzinfo=UTC).timestamp()))
    assert not ProcrastinateJob.objects.filter(task_name=name).exists()
    send_digests(int(datetime(2026, 5, 4, 5, 30, tzinfo=UTC).timestamp()))  # summer time
    assert ProcrastinateJob.objects.filter(task_name=name).count() == 1


def test_the_cost_for_each_reader_is_small_and_does_not_grow(ann: Person, open_group: Group) -> None:
    def batch(count: int) -> int:
        people = PersonFactory.create_batch(count, department=ann.department, language="en")
        for person in people:
            join(open_group, person)
            for number in range(count):
                answered(person, ann, open_group, title=f"Tittel {number}.")
        with CaptureQueriesContext(connection) as queries:
            deliver(*people)
        return len(queries)

    two, ten = batch(2), batch(10)
    assert (ten - two) / 8 <= 7
    assert len(mail.outbox) == 12


def test_old_read_news_is_pruned_every_night(ann: Person, ben: Person) -> None:
    row = answered(ben, ann)
    Notification.objects.filter(pk=row.pk).update(read_at=now() - timedelta(days=91))
    Digest.objects.create(person=ben, day=date(2026, 1, 2), claimed_at=now() - timedelta(days=91))
    prune_news(0)
    assert not Notification.objects.exists()
    assert not Digest.objects.exists()
