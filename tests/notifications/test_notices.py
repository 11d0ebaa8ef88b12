"""Who is told, and what becomes a job."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from network.groups.models import Group
from network.notifications.actions import News, notify
from network.notifications.models import Kind, Notification
from network.notifications.notices import person_followed
from profiles.events import PersonFollowed
from profiles.models import Person
from tests.factories import PersonFactory, post_of

JOBS = "network.notifications.tasks.mail.send_mail"


def jobs() -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name=JOBS).order_by("id").values_list("args", flat=True))


@pytest.mark.django_db
def test_the_followed_person_is_told(ann: Person, ben: Person, cleo: Person) -> None:
    person_followed(PersonFollowed(ann.pk, ben.pk))
    row = Notification.objects.get()
    assert (row.recipient, row.kind, row.subject) == (ben, "follow", f"person:{ann.pk}")


@pytest.mark.django_db
def test_mail_is_a_job_of_the_same_transaction(ann: Person, ben: Person) -> None:
    notify([ann.pk], News(Kind.MENTION, "thread:7", ben.pk))
    assert jobs() == [{"person_id": ann.pk, "kind": "mention", "subject": "thread:7"}]


@pytest.mark.django_db
def test_a_big_fan_out_is_one_statement_of_jobs(ben: Person, django_assert_max_num_queries: object) -> None:
    people = [person.pk for person in PersonFactory.create_batch(40, department=ben.department)]
    with django_assert_max_num_queries(8):
        notify(people, News(Kind.INVITATION, "group:7", ben.pk))
    assert len(jobs()) == 40


@pytest.mark.django_db(transaction=True)
def test_a_mention_in_a_closed_or_secret_group_tells_no_outsider(
    ann: Person, ben: Person, cleo: Person, secret_group: Group
) -> None:
    post_of(ann, secret_group, text="Hei @ben og @cleo, kanarifugl")
    assert list(Notification.objects.values_list("recipient_id", "kind")) == [(ben.pk, "mention")]
    assert [job["person_id"] for job in jobs()] == [ben.pk]
    cleo.refresh_from_db()
    assert cleo.unread_count == 0
