"""Kept counts are what the rows say; the command tells when not, and mends."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from network.conversations.actions import place_restriction, set_reaction
from network.conversations.models import Comment, Thread
from network.groups.models import Group
from profiles.models import Person


def test_a_lived_in_site_has_no_wrong_count(
    ann: Person,
    ben: Person,
    cleo: Person,
    open_group: Group,
    post_of: Callable[..., Any],
    comment_of: Callable[..., Any],
) -> None:
    post = post_of(ann, open_group)
    comment, hidden = comment_of(ben, post), comment_of(ben, post)
    comment_of(ann, post, parent=hidden)
    place_restriction(by=None, thread=post.thread, comment=hidden, reason="Prøve")
    set_reaction(by=ben, thread=post.thread, emotion="thanks", on=True)
    set_reaction(by=cleo, thread=post.thread, comment=comment, emotion="glow", on=True)
    said = StringIO()
    call_command("recount", stdout=said)
    assert "comments of threads: 0 wrong" in said.getvalue()


def test_wrong_counts_are_told_and_mended(
    ann: Person, ben: Person, open_group: Group, post_of: Callable[..., Any], comment_of: Callable[..., Any]
) -> None:
    post = post_of(ann, open_group)
    comment = comment_of(ben, post)
    place_restriction(by=None, thread=post.thread, comment=comment_of(ben, post), reason="Prøve")
    Thread.objects.update(comment_count=9, reactions={"glow": 4})
    Comment.objects.update(reactions={"glow": 1})
    Group.objects.update(member_count=77)
    Person.objects.update(unread_count=5)
    before = Thread.objects.get(pk=post.pk).version
    with pytest.raises(CommandError, match="--repair"):
        call_command("recount", stdout=StringIO())
    call_command("recount", "--repair", stdout=StringIO())
    thread = Thread.objects.get(pk=post.pk)
    assert (thread.comment_count, thread.reactions) == (1, {})
    assert thread.version > before
    assert Comment.objects.get(pk=comment.pk).reactions == {}
    assert Group.objects.get(pk=open_group.pk).member_count == 3
    call_command("recount", stdout=StringIO())
