"""The quiz: why after each answer, as often as one likes, and only "passed" is kept (A15)."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from network.core.access import Refused
from network.policy.actions.quiz import drop_question, try_quiz
from network.policy.models import QuizPass, QuizQuestion, QuizTally, Section
from network.policy.queries.quiz import questions_of, tallies_of
from network.policy.states import State
from tests.factories import PersonFactory
from tests.policy.adopted import WAY, _move, version_at
from tests.policy.known import quiz_of

pytestmark = pytest.mark.django_db
URL = "/policy/house-rules/quiz/"
DRAFT = "/policy/drafts/house-rules/quiz/"


@pytest.fixture
def version():
    """In force, with three questions whose second answer is right."""
    draft = version_at(State.DRAFT)
    quiz_of(draft)
    _move(draft, WAY[:4], {})
    return draft


def answers(version, *numbers):
    pks = QuizQuestion.objects.filter(version=version).order_by("position").values_list("pk", flat=True)
    return {f"q{pk}": n for pk, n in zip(pks, numbers, strict=False)}


def rows_of_everything() -> dict[str, list[str]]:
    """Every row of every table but sessions, as the database has it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            name = model._meta.db_table
            if "session" not in name:
                cursor.execute(f"SELECT t::text FROM {name} t")  # noqa: S608
                found[name] = sorted(row[0] for row in cursor.fetchall())
    return found


def changed(before, after) -> set[str]:
    return {name for name in after if before[name] != after[name]}


def test_a15_a_wrong_try_writes_sums_of_all_and_nothing_else_anywhere(ann, version, client_of):
    client = client_of(ann)
    client.get(URL)
    before = rows_of_everything()
    assert client.post(URL, answers(version, 0, 1, 2)).status_code == 200
    assert changed(before, rows_of_everything()) == {"policy_quiztally"}
    assert [f.name for f in QuizTally._meta.get_fields()] == ["id", "question", "shown", "wrong"]
    assert not QuizPass.objects.exists()


def test_a15_passing_writes_that_and_nothing_of_how_often_it_was_tried(ann, ben, version, client_of):
    for numbers in ((0, 0, 0), (1, 1, 0), (1, 1, 1)):
        client_of(ann).post(URL, answers(version, *numbers))
    client_of(ben).post(URL, answers(version, 1, 1, 1))
    assert [f.name for f in QuizPass._meta.get_fields()] == ["id", "person", "version", "at"]
    assert QuizPass.objects.count() == 2
    before = rows_of_everything()
    client_of(ann).post(URL, answers(version, 1, 1, 1))
    assert changed(before, rows_of_everything()) == {"policy_quiztally"}


def test_each_answer_comes_back_with_why_and_the_section(ann, version, client_of):
    page = client_of(ann).post(URL, answers(version, 0, 1, 2)).content.decode()
    assert [why in page for why in ("Fordi 0", "Fordi 1", "Fordi 2")] == [True, True, True]
    assert "#section-tone" in page
    blank = client_of(ann).get(URL).content.decode()
    assert "Fordi" not in blank


def test_a_question_without_an_answer_is_asked_for_and_counts_for_nothing(ann, version, client_of):
    answer = client_of(ann).post(URL, answers(version, 1, 1))
    assert answer.status_code == 422
    assert "Velg et svar" in answer.content.decode()
    assert not QuizTally.objects.exists()


def test_the_quiz_is_about_what_counts_now(ann, version, client_of):
    old = questions_of(version)
    version_at()
    assert client_of(ann).get(URL).status_code == 404  # the new one has none
    version.refresh_from_db()
    with pytest.raises(Refused):
        try_quiz(by=ann, version=version, questions=old, chosen={})


def test_no_questions_are_not_passed(ann):
    assert try_quiz(by=ann, version=version_at(), questions=[], chosen={}) is False
    assert not QuizPass.objects.exists()


def test_sums_are_shown_to_editors_only_once_five_have_passed_and_mark_what_is_unclear(ann, pia, version, client_of):
    version_at(State.DRAFT)
    for _ in range(4):
        client_of(PersonFactory()).post(URL, answers(version, 1, 1, 1))
    client_of(ann).post(URL, answers(version, 1, 0, 1))
    assert tallies_of(version) == []
    client_of(ann).post(URL, answers(version, 1, 0, 1))
    client_of(ann).post(URL, answers(version, 1, 1, 1))
    found = tallies_of(version)
    assert [(t.shown, t.wrong, t.is_marked) for t in found] == [(7, 2, False), (7, 0, False), (7, 0, False)]
    client_of(ann).post(URL, answers(version, 1, 0, 1))
    client_of(ann).post(URL, answers(version, 1, 0, 1))
    assert tallies_of(version)[0].is_marked
    assert "Uklart" in client_of(pia).get(DRAFT).content.decode()


def test_the_page_costs_the_same_for_one_question_and_for_five(ann, client_of):
    def cost(count):
        draft = version_at(State.DRAFT)
        quiz_of(draft, count)
        _move(draft, WAY[:4], {})
        client = client_of(ann)
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        return len(asked)

    assert cost(1) == cost(5) <= 12


# Writing questions.


def scenario(version, **more):
    words = {"key": str(Section.objects.filter(version=version)[0].key), "right": "2", "text_nb": "En kunde ringer."}
    for n in (1, 2, 3):
        words |= {f"option{n}_nb": f"Svar {n}", f"why{n}_nb": f"Fordi {n}"}
    return {**words, **more}


def test_editors_write_change_and_remove_questions_while_the_version_is_open(pia, client_of):
    version, client = version_at(State.DRAFT), client_of(pia)
    assert client.post(DRAFT, scenario(version)).status_code == 303
    row = QuizQuestion.objects.get()
    assert [option["is_right"] for option in row.options] == [False, True, False]
    client.post(f"{DRAFT}{row.pk}/", scenario(version, text_nb="En kunde skriver.", right="1"))
    row.refresh_from_db()
    assert (row.text["nb"], row.options[0]["is_right"]) == ("En kunde skriver.", True)
    assert client.post(f"{DRAFT}{row.pk}/drop/").status_code == 303
    assert not QuizQuestion.objects.exists()


def test_a_sixth_question_and_a_section_of_nowhere_are_refused_and_the_words_kept(pia, client_of):
    version, client = version_at(State.DRAFT), client_of(pia)
    quiz_of(version, 5)
    full = client.post(DRAFT, scenario(version))
    assert full.status_code == 422
    assert "En kunde ringer." in full.content.decode()
    assert QuizQuestion.objects.count() == 5
    key = "5f7c1b0e-4a8b-4d5e-9d8f-000000000000"
    assert client.post(DRAFT, scenario(version, key=key)).status_code == 422


def test_once_the_text_lies_with_the_representatives_the_questions_stay(pia, client_of):
    version = version_at(State.DRAFT)
    row = quiz_of(version)[0]
    _move(version, WAY[:2], {})
    client = client_of(pia)
    assert client.get(DRAFT).status_code == 200
    assert client.get(f"{DRAFT}{row.pk}/").status_code == 404
    with pytest.raises(Refused):
        drop_question(by=pia, version=version, question=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_nobody_but_editors_finds_the_questions_of_a_draft(ann, mona, ada, tor, client_of):
    version = version_at(State.DRAFT)
    row = quiz_of(version)[0]
    for person in (ann, mona, ada, tor):
        client = client_of(person)
        found = [client.get(DRAFT), client.post(DRAFT, scenario(version)), client.get(f"{DRAFT}{row.pk}/"), client.post(f"{DRAFT}{row.pk}/drop/")]  # fmt: skip
        assert {answer.status_code for answer in found} == {404}
    assert QuizQuestion.objects.count() == 3
