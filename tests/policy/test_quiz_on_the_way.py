"""The quiz of a draft: it comes from the version that counts, and is whole before anybody adopts it."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.core.access import Refused
from network.policy.actions.moving import ask_step, move_version
from network.policy.actions.needs import lacking
from network.policy.actions.plans import EMPTY, Plan
from network.policy.actions.quiz import try_quiz
from network.policy.actions.starting import begin_document
from network.policy.actions.writing import remove_section, restore_section, start_draft
from network.policy.models import Approval, QuizQuestion, QuizTally, Version
from network.policy.queries.quiz import questions_of
from network.policy.states import State
from tests.policy.adopted import PRIVATE, TONE, WAY, _move, document_of, mandate_of, version_at
from tests.policy.known import quiz_of
from tests.policy.moved import consulted, days, draft_of, fresh, laid_before, over, says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DESK, QUIZ = "/policy/drafts/house-rules/", "/policy/drafts/house-rules/quiz/"


def counted_with(count: int) -> Version:
    """What counts, with so many questions about its first section."""
    version = version_at(State.DRAFT, sections=(TONE, PRIVATE))
    quiz_of(version, count)
    _move(version, WAY[:4], {})
    return version


def rows_of(version):
    return list(version.questions.order_by("position").values("key", "position", "text", "options"))


def test_a_new_draft_has_the_questions_of_what_counts_and_none_of_its_sums(pia, ann):
    old = counted_with(4)
    try_quiz(by=ann, version=old, questions=questions_of(old), chosen={})
    draft = start_draft(by=pia, document=old.document)
    assert rows_of(draft) == rows_of(old)
    assert len(rows_of(draft)) == 4
    assert [question.section.version_id for question in questions_of(draft)] == [draft.pk] * 4
    assert not QuizTally.objects.filter(question__version=draft).exists()


def test_questions_written_anew_in_the_draft_leave_those_that_count_alone(pia, client_of):
    old = counted_with(3)
    draft = start_draft(by=pia, document=old.document)
    before = rows_of(old)
    client_of(pia).post(f"{QUIZ}{draft.questions.first().pk}/drop/")
    assert (rows_of(old), draft.questions.count()) == (before, 2)


def test_the_first_draft_of_a_document_has_no_questions_and_needs_none(pia):
    draft = start_draft(by=pia, document=document_of())
    assert not draft.questions.exists()
    assert not faults_of(draft)


@pytest.mark.parametrize("who", ["ann", "cleo", "mona", "mo", "tor", "ada"])
def test_who_does_not_write_the_rules_copies_no_questions(request, client_of, who):
    old, client = counted_with(3), client_of(request.getfixturevalue(who))
    assert client.post(f"{DESK}new/").status_code == 404
    assert client.get(QUIZ).status_code == 404
    assert QuizQuestion.objects.exclude(version=old).count() == 0


def faults_of(version) -> set[str]:
    """What its quiz lacks, on the way from the consultation and on the way to being adopted."""
    found = []
    for state, to in ((State.CONSULTATION, State.SIGN_OFF), (State.SIGN_OFF, State.SCHEDULED)):
        version.state = state  # not saved
        found.append({"quiz", "strays"} & lacking(version, to, EMPTY).keys())
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(("count", "is_whole"), [(0, True), (1, False), (2, False), (3, True), (5, True), (6, False)])
def test_a_quiz_has_three_to_five_questions_or_there_is_none(count, is_whole):
    version = version_at(State.DRAFT)
    quiz_of(version, count)
    assert faults_of(version) == (set() if is_whole else {"quiz"})


def test_a_question_whose_section_was_removed_is_named_until_the_section_is_back(pia):
    old = counted_with(3)
    draft = start_draft(by=pia, document=old.document)
    section = draft.sections.get(slug="tone")
    remove_section(by=pia, section=section)
    assert faults_of(fresh(draft)) == {"strays"}
    draft.state = State.SIGN_OFF
    assert "“What do you do 1?”" in lacking(draft, State.SCHEDULED, EMPTY)["strays"]
    restore_section(by=pia, version=draft, key=section.key)
    assert not faults_of(fresh(draft))


def test_a_section_of_that_key_in_another_version_is_no_section_of_this_one(pia):
    """The version that counts has it still; the draft has not."""
    old = counted_with(3)
    draft = start_draft(by=pia, document=old.document)
    remove_section(by=pia, section=draft.sections.get(slug="tone"))
    assert old.sections.filter(slug="tone").exists()
    assert faults_of(fresh(draft)) == {"strays"}


def test_a_draft_whose_quiz_is_not_whole_is_not_laid_before_the_representatives(pia, eva, tor):
    draft = draft_of(pia)
    quiz_of(draft, 2)
    version = consulted(draft, pia, eva, tor)
    over(version)
    lay = partial(
        move_version, by=pia, version=version, to=State.SIGN_OFF,
        plan=Plan(mandates=(mandate_of(tor).pk,), sign_by=days(7)),
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        lay()
    assert "three to five questions, and this one has 2" in str(refusal.value.sentence)
    QuizQuestion.objects.filter(version=version).delete()
    assert lay().state == State.SIGN_OFF


def test_nor_is_it_adopted_should_it_lie_there_from_before(pia, eva, tor, monkeypatch):
    draft = draft_of(pia)
    quiz_of(draft, 2)
    with monkeypatch.context() as before:
        before.setattr("network.policy.queries.quiz.FEWEST", 1)
        version = laid_before(consulted(draft, pia, eva, tor), pia, [mandate_of(tor)])
    says(tor, version)
    plan = Plan(effective_on=days(14), marks_outdated=True)
    with pytest.raises(Refused) as refusal:
        ask_step(by=pia, version=fresh(version), step=Approval.Step.SCHEDULE, plan=plan)
    assert "three to five" in str(refusal.value.sentence)


def test_the_desk_and_the_page_of_the_questions_say_what_is_missing(pia, client_of):
    old = counted_with(3)
    draft = start_draft(by=pia, document=old.document)
    row = draft.questions.first()
    remove_section(by=pia, section=draft.sections.get(slug="tone"))
    pia.language = "en"
    pia.save()
    client = client_of(pia)
    assert "Tie the question “What do you do 1?” to another section" in client.get(DESK).content.decode()
    client.post(f"{QUIZ}{row.pk}/drop/")
    assert "The quiz has 2 questions" in client.get(DESK).content.decode()
    page = client.get(QUIZ).content.decode()
    assert page.count("Its section was removed: choose another") == 2
    assert "Write at least three." in page
    draft.questions.all().delete()
    assert "Without questions there is no quiz." in client.get(QUIZ).content.decode()
    assert "The quiz has" not in client.get(DESK).content.decode()


def test_in_the_form_of_a_question_without_a_section_nothing_is_chosen_for_the_editor(pia, client_of):
    old = counted_with(3)
    draft = start_draft(by=pia, document=old.document)
    row = draft.questions.first()
    url = f"{QUIZ}{row.pk}/"
    client = client_of(pia)
    assert client.get(url).context["form"].fields["key"].choices[0][0] == str(row.key)
    remove_section(by=pia, section=draft.sections.get(slug="tone"))
    form = client.get(url).context["form"]
    assert form.fields["key"].choices[0][0] == ""
    assert client.post(url, {**form.initial, "key": ""}).status_code == 422
    other = str(draft.sections.get(slug="private").key)
    assert client.post(url, {**form.initial, "key": other}).status_code == 303
    row.refresh_from_db()
    assert str(row.key) == other


def test_what_the_quiz_lacks_costs_the_desk_the_same_for_three_questions_and_five(pia, client_of):
    def cost(count):
        draft = version_at(State.DRAFT)
        quiz_of(draft, count)
        client = client_of(pia)
        client.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            client.get(DESK)
        _move(draft, [State.WITHDRAWN], {"withdrawn_reason": "Nei"})
        return len(asked)

    assert cost(3) == cost(5) == 19


def test_every_quiz_that_we_ship_can_be_adopted(pia):
    for kind in ("house-rules", "social-media", "moderation-rules", "whistleblowing", "privacy"):
        assert not faults_of(begin_document(by=pia, starter=kind))
