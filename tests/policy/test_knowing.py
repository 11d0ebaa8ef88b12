"""Acknowledging: what was shown, once, in three ways, and who is asked (A09, A10)."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from network.core.access import Refused
from network.notifications.models import Kind, Notification
from network.policy.actions.knowing import NotTaken, Reply, Shown, acknowledge, answer_question
from network.policy.models import Acknowledgement, Answer, ChangeNote, Document, Section, SectionText
from network.policy.queries.knowing import asked_of, everybody_owing, foot_for
from network.policy.states import State
from network.policy.words import text_hash
from profiles.models import Role
from tests.factories import PersonFactory
from tests.policy.adopted import PRIVATE, document_of, version_at
from tests.policy.known import asked_version, hash_of, known, long_here, said_of

pytestmark = pytest.mark.django_db
URL = "/policy/house-rules/acknowledge/"
TONE_TWO = ("tone", {"nb": ("Tonen her", "Vi er greie.", "Nytt."), "en": ("The tone", "We are kind.", "New.")})
PRIVATE_TWO = ("private", {"nb": PRIVATE[1]["nb"], "en": ("Private", "Yours.", "Ask nobody.")})


def table() -> str:
    """A checksum of every row of the table, by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(a::text, '|' ORDER BY id)) FROM policy_acknowledgement a")
        return cursor.fetchone()[0]


# A09: what asks anew, and whom.


def test_a09_a_substantive_version_asks_everybody_again_and_old_rows_stay_as_they_were(ann, ben, cleo):
    first = asked_version()
    for person in (ann, ben, cleo):
        known(person, first)
    assert [asked_of(p) for p in (ann, ben, cleo)] == [None, None, None]
    before = table()
    second = asked_version()
    assert [(asked := asked_of(p)) and asked.version for p in (ann, ben, cleo)] == [second] * 3
    assert table() == before


def test_a09_an_editorial_version_asks_nobody_again(ann, ben):
    known(ann, asked_version())
    asked_version(materiality="editorial")
    assert asked_of(ann) is None
    assert asked_of(ben).version.number == 1  # still owes what the first asked of people


def test_a09_an_acknowledgement_is_never_changed(ann):
    row = known(ann, asked_version())
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(pk=row.pk).update(form="objection", text="x")


def test_who_has_acknowledged_a_later_version_does_not_owe_the_earlier(ann):
    first = asked_version()
    editorial = asked_version(materiality="editorial")
    known(ann, editorial)
    assert asked_of(ann) is None
    assert first.number < editorial.number


def test_whoever_the_document_does_not_bind_is_not_asked(ann, mo, mona):
    document = document_of("moderation-rules", audience=Document.Audience.MODERATORS)
    asked_version(document=document)
    mona.is_leader = True
    mona.save()
    asked_version(document=document_of("social-media", audience=Document.Audience.LEADERS))
    assert asked_of(ann) is None
    assert asked_of(mo).document == document
    assert asked_of(mona).document.slug == "social-media"


def test_people_are_asked_about_one_document_at_a_time_the_earliest_due_first(ann):
    long_here(ann)
    asked_version(due_in=9)
    sooner = asked_version(due_in=2, document=document_of("social-media"))
    assert asked_of(ann).version == sooner
    known(ann, sooner)
    assert asked_of(ann).due_on == localdate() + timedelta(days=9)


def test_nobody_is_asked_where_no_day_is_set_or_it_does_not_count_yet(ann):
    version_at()
    version_at(State.SCHEDULED, document_of("social-media"), acknowledge_by=localdate() + timedelta(days=3))
    assert asked_of(ann) is None


def test_somebody_new_has_as_long_as_everybody_had(ann):
    version = asked_version(due_in=-2)  # it came into force sixteen days ago, so people had fourteen
    assert asked_of(ann).due_on == localdate() + (version.acknowledge_by - version.effective_on)


def test_somebody_who_comes_back_has_three_days(ann):
    long_here(ann)
    ann.away_until = localdate() - timedelta(days=1)
    ann.save()
    asked_version(due_in=-2)
    assert asked_of(ann).due_on == localdate() + timedelta(days=2)


def test_what_is_asked_of_one_and_what_is_asked_of_all_are_the_same(ann, ben, mona, mo):
    long_here(ann, ben, mona, mo)
    mona.is_leader = True
    mona.save()
    known(ben, asked_version(due_in=4))
    asked_version(due_in=2, document=document_of("social-media", audience=Document.Audience.LEADERS))
    asked_version(due_in=1, document=document_of("moderation-rules", audience=Document.Audience.MODERATORS))
    owing = {each.person_id: each for each in everybody_owing()}
    for person in (ann, ben, mona, mo):
        one, all_ = asked_of(person), owing.get(person.pk)
        assert (one and (one.version, one.due_on)) == (all_ and (all_.version, all_.due_on))


def test_to_find_what_somebody_is_asked_is_one_query(ann, django_assert_num_queries):
    asked_version()
    asked_version(document=document_of("social-media"))
    with django_assert_num_queries(1):
        assert asked_of(ann)


# A10: the text that was shown.


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a10_the_hash_is_that_of_the_served_text_in_the_language_of_the_page(ann, client_of, language):
    ann.language = language
    ann.save()
    version = asked_version(sections=(TONE_TWO, PRIVATE_TWO))
    page = client_of(ann).get(URL).content.decode()
    rows = SectionText.objects.filter(section__version=version, language=language).order_by("section__position")
    for row in rows:
        assert row.heading in page
        assert row.short in page
    served = text_hash({"slug": r.section.slug, "heading": r.heading, "short": r.short, "body": r.body} for r in rows)
    assert f'name="hash" value="{served}"' in page
    client_of(ann).post(URL, said_of(version, language=language, hash=served))
    row = Acknowledgement.objects.get()
    assert (row.language, row.content_hash, row.person) == (language, served, ann)


def test_where_the_language_is_missing_the_one_that_counts_is_shown_and_written_down(ben, client_of):
    version = asked_version()
    page = client_of(ben).get(URL).content.decode()
    assert re.search(
        rf'name="language" value="nb">\s*<input type="hidden" name="hash" value="{hash_of(version)}"', page
    )
    client_of(ben).post(URL, said_of(version))
    assert Acknowledgement.objects.get().language == "nb"


@pytest.mark.parametrize("digest", ["0" * 64, "", hashlib.sha256(b"x").hexdigest()])
def test_a10_a_tampered_hash_is_refused_with_a_sentence_and_nothing_is_written(ann, client_of, digest):
    version = asked_version()
    answer = client_of(ann).post(URL, said_of(version, hash=digest or "x"))
    assert answer.status_code == 422
    assert "Reglene er endret" in answer.content.decode()
    assert not Acknowledgement.objects.exists()


def test_a10_an_outdated_page_is_refused_keeps_the_words_and_shows_what_is_new(ann, client_of):
    first = asked_version()
    known(ann, first, days_ago=9)
    draft = version_at(State.DRAFT)
    section = Section.objects.filter(version=draft)[0]
    ChangeNote.objects.create(version=draft, key=section.key, kind="changed", text={"nb": "Nå med klagerett"})
    from tests.policy.adopted import WAY, _move

    _move(draft, WAY[:4], {"acknowledge_by": localdate() + timedelta(days=5)})
    old = said_of(first, form="question", text="Hva med helg?")
    answer = client_of(ann).post(URL, old)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nå med klagerett" in page
    assert "Hva med helg?" in page
    assert f'name="hash" value="{hash_of(first)}"' not in page or hash_of(first) == hash_of(draft)
    assert 'name="version" value="2"' in page
    assert Acknowledgement.objects.filter(version=draft).count() == 0


def test_a10_the_database_refuses_a_hash_of_another_language(ann):
    version = asked_version(sections=(TONE_TWO, PRIVATE_TWO))
    with pytest.raises(IntegrityError), transaction.atomic():
        known(ann, version, language="en")


def test_a_version_that_ceased_to_count_meanwhile_is_refused_with_a_sentence(ann):
    first = asked_version()
    stale = type(first).objects.get(pk=first.pk)
    asked_version()
    with pytest.raises(NotTaken):
        acknowledge(by=ann, version=stale, shown=Shown("nb", hash_of(first)), reply=Reply())


# Twice is once; questions and objections.


def test_twice_is_once(ann, client_of, told):
    version = asked_version()
    client = client_of(ann)
    for _ in range(2):
        assert client.post(URL, said_of(version)).status_code == 303
    assert Acknowledgement.objects.count() == 1
    assert len(told) == 1


def test_a_question_sent_after_an_acknowledgement_is_kept_in_the_form_and_not_dropped_silently(ann, client_of):
    version = asked_version()
    client_of(ann).post(URL, said_of(version))
    answer = client_of(ann).post(URL, said_of(version, form="question", text="Hva med helg?"))
    assert answer.status_code == 422
    assert "Hva med helg?" in answer.content.decode()


@pytest.mark.parametrize("form", ["question", "objection"])
def test_a_question_or_an_objection_without_words_is_asked_for_them(ann, client_of, form):
    version = asked_version()
    answer = client_of(ann).post(URL, said_of(version, form=form, text="  "))
    assert answer.status_code == 422
    assert f'id="{form}_text_error"' in answer.content.decode()
    assert not Acknowledgement.objects.exists()


def test_an_objection_says_what_it_is_about_counts_as_received_and_reaches_the_editors(
    ann, pia, client_of, django_capture_on_commit_callbacks
):
    version = asked_version()
    section = Section.objects.filter(version=version)[1]
    form = said_of(version, form="objection", about=str(section.key), text="Dette er for strengt.")
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(ann).post(URL, form).status_code == 303
    row = Acknowledgement.objects.get()
    assert (row.form, row.key, row.text) == ("objection", section.key, "Dette er for strengt.")
    assert asked_of(ann) is None
    assert Notification.objects.get(kind=Kind.POLICY_DESK).recipient == pia
    page = client_of(pia).get("/policy/questions/").content.decode()
    assert "Dette er for strengt." in page
    assert "Privat er privat" in page


def test_a_section_of_another_version_is_no_choice(ann, client_of):
    version = asked_version()
    form = said_of(version, form="objection", about="5f7c1b0e-4a8b-4d5e-9d8f-000000000000", text="x")
    assert client_of(ann).post(URL, form).status_code == 422


def test_one_editor_answers_and_the_person_gets_a_letter(ann, pia, client_of, django_capture_on_commit_callbacks):
    row = known(ann, asked_version(), form="question", text="Hva med helg?")
    url = f"/policy/questions/{row.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(pia).post(url, {"text": "Helg er fri."}).status_code == 303
    letter = Notification.objects.get(recipient=ann)
    assert letter.kind == Kind.POLICY_ANSWER
    way = client_of(ann).get(f"/notifications/{letter.pk}/")
    assert way["Location"].startswith("/settings/acknowledgements/#acknowledgement-")
    assert "Helg er fri." in client_of(ann).get("/settings/acknowledgements/").content.decode()
    other = PersonFactory()
    Role.objects.create(person=other, kind=Role.Kind.POLICY_EDITOR, starts_on="2020-01-01")
    again = client_of(other).post(url, {"text": "Noe annet."})
    assert again.status_code == 422
    assert "Noe annet." in again.content.decode()
    assert Answer.objects.count() == 1


def test_only_policy_editors_read_and_answer_questions(ann, ben, mona, ada, tor, client_of):
    row = known(ann, asked_version(), form="question", text="Hva med helg?")
    for person in (ann, ben, mona, ada, tor):
        assert client_of(person).get("/policy/questions/").status_code == 404
        assert client_of(person).post(f"/policy/questions/{row.pk}/", {"text": "x"}).status_code == 404
        with pytest.raises(Refused):
            answer_question(by=person, acknowledgement=row, text="x")


def test_whom_it_does_not_bind_cannot_acknowledge_it(ann, gone):
    version = asked_version(document=document_of("moderation-rules", audience=Document.Audience.MODERATORS))
    everybody = asked_version()
    for person, which in ((ann, version), (gone, everybody)):
        with pytest.raises(Refused):
            acknowledge(by=person, version=which, shown=Shown("nb", hash_of(which)), reply=Reply())


def test_the_list_of_questions_costs_the_same_for_three_and_for_thirty(pia, client_of):
    version = asked_version()
    key = Section.objects.filter(version=version)[0].key

    def cost(more):
        for _ in range(more):
            known(PersonFactory(), version, form="question", text="?", key=key)
        client = client_of(pia)
        client.get("/policy/questions/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/policy/questions/").status_code == 200
        return len(asked)

    assert cost(3) == cost(15) <= 11


def test_what_does_not_count_yet_is_not_acknowledged(ann, client_of):
    coming = version_at(State.SCHEDULED, acknowledge_by=localdate() + timedelta(days=9))
    assert client_of(ann).get(URL).status_code == 404
    assert foot_for(ann, coming) is None
    with pytest.raises(Refused):
        acknowledge(by=ann, version=coming, shown=Shown("nb", hash_of(coming)), reply=Reply())


def test_the_page_costs_the_same_for_two_sections_and_for_fifteen(ann, client_of):
    def cost(count):
        texts = [(f"part-{n}", {"nb": (f"Punkt {n}", "Kort.", "Mer.")}) for n in range(count)]
        asked_version(sections=texts)
        client = client_of(ann)
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        return len(asked)

    assert cost(2) == cost(15) <= 13


def test_the_foot_that_reading_pages_show_costs_them_two_queries(ann, django_assert_num_queries):
    version = asked_version()
    known(ann, version)
    with django_assert_num_queries(2):
        assert foot_for(ann, version).mine
