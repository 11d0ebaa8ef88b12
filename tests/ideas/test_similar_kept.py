"""What ideas are found by is kept with every change, and a rebuild finds nothing to mend; answers are noted."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from ideas.actions import (
    Said,
    delete_draft,
    edit_idea,
    keep_draft,
    move_idea,
    open_box,
    rebuild_terms,
    record_judgement,
)
from ideas.actions.likeness import UNLISTED, index_idea
from ideas.models import Idea, IdeaTerm, IdeaWords, SimilarJudgement, TermDf
from ideas.states import State
from ideas.terms import EVERYTHING
from network.core.access import Refused
from network.groups.models import Group
from profiles.models import Person, Role
from tests.ideas.similar_board import campaign_of, proposal, sent

pytestmark = [pytest.mark.django_db, pytest.mark.wide]

Words = dict[str, tuple[float, float]]  # in the title, in all
Kept = tuple[dict[tuple[int, str], float], dict[str, int], dict[int, Words]]


def kept() -> Kept:
    rows = IdeaTerm.objects.values_list("idea", "term__text", "weight")
    texts = dict(TermDf.objects.values_list("pk", "text"))
    words = {
        one.pk: {
            texts[term]: (title, whole) for term, title, whole in zip(one.terms, one.title, one.whole, strict=True)
        }
        for one in IdeaWords.objects.all()
    }
    return {(pk, text): weight for pk, text, weight in rows}, dict(TermDf.objects.values_list("text", "df")), words


def ideas_counted() -> int:
    return TermDf.objects.filter(text=EVERYTHING).values_list("df", flat=True).first() or 0


def test_sending_editing_withdrawing_merging_and_coming_back_leave_nothing_for_a_rebuild(
    ann: Person, ben: Person, mona: Person
) -> None:
    Role.objects.create(person=mona, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    first, second, third = (sent(ben, f"Sykkelstativ {n}", problem="Det regner") for n in ("nord", "sør", "vest"))
    edit_idea(by=ben, idea=first, words=proposal("Halvtak over syklene", "Det regner mye", "Bygg det i vår"))
    move_idea(by=ben, idea=second, to=State.WITHDRAWN)
    move_idea(by=mona, idea=third, to=State.MERGED, said=Said(into=first))
    assert ideas_counted() == 1
    move_idea(by=mona, idea=third, to=State.SUBMITTED)
    assert ideas_counted() == 2
    before = kept()
    assert rebuild_terms() == 0
    assert kept() == before
    assert set(IdeaTerm.objects.values_list("idea", flat=True)) == set(before[2]) == {first.pk, third.pk}


def test_an_edit_leaves_no_term_that_no_idea_has(ann: Person) -> None:
    idea = sent(ann, "Heis")
    edit_idea(by=ann, idea=idea, words=proposal("Trapp"))
    assert set(TermDf.objects.values_list("df", flat=True)) == {1}
    assert not TermDf.objects.filter(text="t:hei").exists()


def test_the_same_term_in_two_ideas_is_counted_twice_and_in_one_idea_once(ann: Person, ben: Person) -> None:
    sent(ann, "Bibliotek bibliotek")
    assert TermDf.objects.get(text="m:bibliotek").df == 1
    sent(ben, "Biblioteket")
    assert TermDf.objects.get(text="m:bibliotek").df == 2


def test_a_draft_has_no_terms_and_deleting_it_leaves_none(ann: Person) -> None:
    draft = keep_draft(by=ann, campaign=open_box(), words=proposal("Heis"), draft=None, key=None)
    assert kept() == ({}, {}, {})
    delete_draft(by=ann, idea=draft)
    assert rebuild_terms() == 0


def test_a_rebuild_mends_weights_terms_and_counts_and_says_how_many(ann: Person) -> None:
    idea = sent(ann, "Heis til lageret", problem="Det er tungt")
    right = kept()
    IdeaTerm.objects.filter(term__text="m:heis").update(weight=9)
    TermDf.objects.filter(text=EVERYTHING).update(df=7)
    IdeaTerm.objects.filter(term__text="t:lag").delete()
    IdeaWords.objects.filter(idea=idea).update(whole=[7.0])
    out = StringIO()
    call_command("rebuild_terms", stdout=out)
    assert kept() == right
    assert out.getvalue() == "4 rows differed\n"


def test_a_rebuild_counts_the_words_of_an_idea_that_was_sent_before_words_were_counted(ann: Person) -> None:
    sent(ann, "Heis til lageret", problem="Det er tungt")
    right = kept()
    IdeaWords.objects.all().delete()
    assert rebuild_terms() == 1
    assert kept() == right


def test_the_words_of_an_idea_are_counted_in_its_title_and_in_all_of_it_and_have_no_letters(ann: Person) -> None:
    idea = sent(ann, "Heis til lageret", problem="En heis er for folk")
    words = kept()[2][idea.pk]
    assert words["m:heis"] == (2, 3)
    assert words["folk"] == (0, 1)
    assert not [text for text in words if text.startswith("t:")]


def test_indexing_twice_changes_nothing(ann: Person) -> None:
    idea = sent(ann, "Heis til lageret")
    before = kept()
    index_idea(idea)
    assert kept() == before


def test_ideas_without_terms_are_those_that_lists_leave_out() -> None:
    condition = str(Idea.objects.listed().query).split("WHERE")[1]
    assert {state for state in State if state in re.findall(r"[\w-]+", condition)} == UNLISTED


def test_an_answer_is_noted_and_a_second_one_replaces_it(ann: Person, ben: Person) -> None:
    mine, other = sent(ann, "Heis"), sent(ben, "Heis til lageret")
    record_judgement(by=ann, idea=mine, other=other, score=0.7, answer="related")
    record_judgement(by=ann, idea=mine, other=other, score=0.71, answer="same")
    row = SimilarJudgement.objects.get()
    assert (row.idea, row.other, row.by, row.score, row.answer) == (mine, other, ann, 0.71, "same")


def test_an_answer_about_what_is_not_kept_yet_has_no_first_idea(ann: Person, ben: Person) -> None:
    other = sent(ben, "Heis til lageret")
    for _ in range(2):
        record_judgement(by=ann, idea=None, other=other, score=1.00001, answer="different")
    assert list(SimilarJudgement.objects.values_list("idea", "score")) == [(None, 1.0)] * 2


def test_a_draft_that_is_thrown_away_leaves_its_answer_without_its_words(ann: Person, ben: Person) -> None:
    draft = keep_draft(by=ann, campaign=open_box(), words=proposal("Heis"), draft=None, key=None)
    record_judgement(by=ann, idea=draft, other=sent(ben, "Heis til lageret"), score=0.7, answer="same")
    delete_draft(by=ann, idea=draft)
    assert SimilarJudgement.objects.get().idea is None


def test_nobody_answers_for_an_idea_of_others_or_about_one_that_they_may_not_see(
    ann: Person, ben: Person, cleo: Person, secret_group: Group
) -> None:
    hidden, open_to_all = sent(ben, "Heis", campaign=campaign_of(secret_group)), sent(ben, "Heis til lageret")
    hers = sent(cleo, "Heis ved porten")
    for idea, other in ((None, hidden), (hers, hidden), (open_to_all, hers)):
        with pytest.raises(Refused):
            record_judgement(by=cleo, idea=idea, other=other, score=0.7, answer="same")
    with pytest.raises(ValueError, match="perhaps"):
        record_judgement(by=cleo, idea=hers, other=open_to_all, score=0.7, answer="perhaps")
    assert not SimilarJudgement.objects.exists()
