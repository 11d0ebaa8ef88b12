"""Many at once: one vote each, one reader each, one merger, one idea, and nobody waits for the other for ever."""

from uuid import uuid4

import pytest

from ideas.actions import ask_co_author, keep_draft, note_reading, note_seen, open_box, set_vote, submit_idea
from ideas.models import Idea, Reader, Vote
from ideas.states import State
from network.conversations.files import Changes, discard_upload, store_upload
from network.conversations.models import Attachment
from network.core import vault
from tests.factories import PersonFactory, idea_of, moved, proposal
from tests.pictures import upload
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def idea(ann):
    return idea_of(ann)


def counts(idea):
    return tuple(Idea.objects.values_list("vote_count", "reader_count").get(pk=idea.pk))


def test_twenty_votes_of_one_person_are_one(idea, cleo):
    assert all(at_once(*[lambda: set_vote(by=cleo, idea=idea, on=True)] * 20))
    assert Vote.objects.count() == 1
    assert counts(idea) == (1, 1)


def test_votes_of_twenty_people_are_twenty(idea):
    people = PersonFactory.create_batch(20)
    at_once(*[lambda p=p: set_vote(by=p, idea=idea, on=True) for p in people])
    assert counts(idea) == (20, 20)


def test_reading_seeing_and_voting_of_one_person_at_once_is_one_reader(idea, cleo):
    at_once(
        *[lambda: note_reading(by=cleo, idea=idea)] * 6,
        *[lambda: note_seen(by=cleo, ideas=[idea.pk])] * 6,
        *[lambda: set_vote(by=cleo, idea=idea, on=True)] * 6,
    )
    assert Reader.objects.count() == 1
    assert counts(idea) == (1, 1)


def test_a_vote_and_a_request_to_be_co_author_at_once_leave_no_vote_that_counts(idea, ann, cleo):
    at_once(lambda: set_vote(by=cleo, idea=idea, on=True), lambda: ask_co_author(by=ann, idea=idea, person=cleo))
    assert counts(idea) == (0, 0)


def test_two_ideas_merged_into_each_other_at_once_make_one_merger(ann, siv, odd):
    one, other = (moved(idea_of(ann, title=f"Varmepumpe nummer {n}"), siv, State.OPEN, person=odd) for n in "12")
    went = at_once(lambda: moved(one, odd, State.MERGED, into=other), lambda: moved(other, odd, State.MERGED, into=one))
    assert sorted(went) == [False, True]
    assert Idea.objects.filter(state=State.MERGED).count() == 1


def test_three_merged_in_a_ring_at_once_make_no_chain(ann, siv, odd):
    ring = [moved(idea_of(ann, title=f"Varmepumpe nummer {n}"), siv, State.OPEN, person=odd) for n in "123"]
    at_once(*[lambda n=n: moved(ring[n], odd, State.MERGED, into=ring[n - 1]) for n in range(3)])
    assert not Idea.objects.filter(merged_into__merged_into__isnull=False).exists()


@pytest.fixture
def send(ann, idea):
    """Sends the same form in, twice at the same moment; whether each was let through."""

    def twice(draft, key):
        words = proposal("Varmepumpe i alle boder")
        given = {"by": ann, "campaign": idea.campaign, "words": words, "draft": draft, "key": key}
        return at_once(*[lambda: submit_idea(**given)] * 2)

    return twice


def assert_sent_once():
    sent = Idea.objects.get(title="Varmepumpe i alle boder")
    assert sent.state == State.SUBMITTED
    assert sent.changes.count() == sent.authors.count() == 1
    assert sent.clocks.count() == 2


def test_two_of_the_same_key_at_once_make_one_idea(send):
    assert send(None, uuid4()) == [True, True]
    assert_sent_once()


def test_a_draft_sent_in_twice_at_once_by_its_number_is_one_idea(send, ann, idea):
    draft = keep_draft(by=ann, campaign=idea.campaign, words=proposal("Varmepumpe"), draft=None, key=None)
    assert send(draft, uuid4()) == [True, True]
    assert_sent_once()


def test_a_form_with_a_file_that_is_sent_twenty_times_is_one_idea_with_one_file(ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    box, key, file = open_box(), uuid4(), store_upload(owner=ann, upload=upload(b"Slik", "plan.txt"))
    said = {"by": ann, "campaign": box, "words": proposal(), "draft": None, "key": key, "files": Changes([file])}
    keeping, sending = [lambda: keep_draft(**said)] * 5, [lambda: submit_idea(**said)] * 20
    made = at_once(*keeping, *sending)
    assert all(made[5:])
    assert list(Idea.objects.get().thread.attachments.all()) == [file]
    file.refresh_from_db()
    assert file.draft == ""


def test_a_file_that_is_discarded_while_its_idea_is_sent_in_is_either_gone_or_there_whole(ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = store_upload(owner=ann, upload=upload(b"Slik", "plan.txt"))
    words = proposal()
    draft = keep_draft(by=ann, campaign=open_box(), words=words, draft=None, key=None, files=Changes([file]))
    kept = Attachment.objects.get()
    send = {"by": ann, "campaign": draft.campaign, "words": words, "draft": draft, "key": None}
    discarded, *_sent = at_once(lambda: discard_upload(by=ann, attachment=kept), *[lambda: submit_idea(**send)] * 5)
    assert Idea.objects.get().thread.attachments.count() == (0 if discarded else 1)
    assert vault.path_of(kept.stored, "file").exists() is not discarded
