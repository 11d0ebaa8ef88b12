"""Building the demo company: repeatable, and only where nobody is."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ideas.models import Idea, IdeaAuthor, Milestone, StatusChange, Vote
from network.conversations.models import Comment, Reaction
from network.demo.company import Size, build_company
from network.feed.models import Post
from network.groups.models import Membership
from network.management import demo
from network.policy.models import Acknowledgement, ChannelRepresentative, Remark
from profiles.models import Person

UNTIL = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def told() -> list[Any]:
    """Everything said, by whom and when, without the ids that differ from one building to the next."""
    posts = Post.objects.values_list(
        "thread__created_at", "thread__author__handle", "thread__group__slug", "title", "text", "thread__comment_count"
    )
    comments = Comment.objects.values_list("created_at", "author__handle", "text")
    people = Person.objects.values_list("handle", "name", "title", "department__slug", "manager__handle")
    reactions = Reaction.objects.values_list("created_at", "person__handle", "emotion")
    members = Membership.objects.values_list("group__slug", "person__handle", "role")
    ideas = Idea.objects.values_list(
        "title", "state", "state_since", "owner__handle", "department__slug", "vote_count", "reader_count"
    )
    parts = IdeaAuthor.objects.values_list("idea__title", "person__handle", "role", "state")
    moves = StatusChange.objects.values_list("idea__title", "after", "by__handle", "created_at", "until")
    votes = Vote.objects.values_list("idea__title", "person__handle", "created_at")
    steps = Milestone.objects.values_list("delivery__owner__handle", "title", "due_on", "done_on")
    known = Acknowledgement.objects.values_list("person__handle", "version__number", "form", "at", "text")
    remarks = Remark.objects.values_list("version__number", "author__handle", "text", "made_at", "outcome")
    spoken = ChannelRepresentative.objects.values_list("channel__slug", "person__handle", "role", "starts_on")
    everything = (
        posts,
        comments,
        people,
        reactions,
        members,
        ideas,
        parts,
        moves,
        votes,
        steps,
        known,
        remarks,
        spoken,
    )
    return [sorted(map(repr, rows)) for rows in everything]


def build_and_tell(seed: int) -> list[Any]:
    """What a company of this seed says; it is gone afterwards."""
    with transaction.atomic():
        build_company(Size(40, 60, seed), UNTIL, lambda what, done, total: None)
        result = told()
        transaction.set_rollback(True)
    return result


@pytest.mark.wide
@pytest.mark.django_db
def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    first = build_and_tell(3)
    assert build_and_tell(3) == first
    assert build_and_tell(4) != first


@pytest.mark.slow
@pytest.mark.django_db
def test_a_building_that_was_cut_short_begins_again_and_a_whole_one_stays(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path

    def small(command: str, **how: Any) -> None:
        call_command(command, **how, **({"people": 40, "posts": 60} if command == "seed_company" else {}))

    def cut_short(command: str, **how: Any) -> None:
        Person.objects.create_user("half@example.com", handle="half", name="Half Done")
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "call_command", cut_short)
    with pytest.raises(KeyboardInterrupt):
        demo.build_demo()
    connection.check_constraints()  # as a commit would: what a deferred check still holds cannot be emptied
    monkeypatch.setattr(demo, "call_command", small)
    assert demo.build_demo()
    assert Person.objects.filter(handle__in=demo.PERSONAS).count() == len(demo.PERSONAS)
    assert not Person.objects.filter(handle="half").exists()
    assert not demo.build_demo()


@pytest.mark.django_db
def test_it_refuses_to_mix_with_people_who_are_here_already() -> None:
    Person.objects.create_user("somebody@example.com", handle="somebody", name="Some Body")
    with pytest.raises(CommandError, match="empty site"):
        call_command("seed_company", people=40, posts=60)


@pytest.mark.django_db
def test_a_company_too_small_to_be_one_is_refused_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="at least 40"):
        call_command("seed_company", people=10, posts=60)
