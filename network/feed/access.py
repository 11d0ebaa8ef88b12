"""Who may write, change, pin and see posts. One condition per line."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.timezone import localdate

from network.core.clock import now
from network.feed.models import Asked, Post
from network.groups.access import audience, can_write_in_group, is_host, readers
from network.groups.models import Group
from network.policy.access.channels import speaks_for_us
from profiles.models import Person


def can_post_in(person: Person, group: Group | None) -> bool:
    """Everybody active may write to everyone; in a group, its members while it is not archived."""
    if not person.is_active:
        return False
    if group is None:
        return True
    return can_write_in_group(person, group)


def can_edit_post(person: Person, post: Post) -> bool:
    """The author, while the post stands and they may still write where it is; nobody what Glød tells."""
    if post.thread.author_id != person.pk or post.source:
        return False
    if post.thread.deleted_at is not None:
        return False
    if not Post.objects.visible_to(person).filter(pk=post.pk).exists():
        return False
    return can_post_in(person, post.thread.group)


def can_delete_post(person: Person, post: Post) -> bool:
    """The author, hidden or not, while the post stands and they may still read where it is; nobody what Glød tells."""
    if post.thread.author_id != person.pk or post.source:
        return False
    if post.thread.deleted_at is not None:
        return False
    return Post.objects.filter(audience(person, via="thread__group"), pk=post.pk).exists()


def can_pin_post(person: Person, post: Post) -> bool:
    """A host of the group that the post is in, while it stands."""
    if post.thread.group is None:
        return False
    if post.thread.deleted_at is not None:
        return False
    return is_host(person, post.thread.group)


def may_be_asked(group: Group | None) -> Q:
    """On people: readers of the place who take questions, are not away, and have not had enough of them this week."""
    week = Asked.objects.filter(created_at__gt=now() - timedelta(days=7)).order_by().values("person")
    enough = week.annotate(n=Count("pk")).filter(n__gte=settings.QUESTIONS_A_WEEK).values("person")
    here = Q(away_until=None) | Q(away_until__lt=localdate())
    return readers(group) & here & Q(takes_questions=True) & ~Q(pk__in=enough)


def can_be_asked(person: Person, post: Post) -> bool:
    """Whoever may be asked in its place, once, and never its author."""
    if post.thread.author_id == person.pk:
        return False
    if Asked.objects.filter(post=post, person=person).exists():
        return False
    return Person.objects.active().filter(may_be_asked(post.thread.group), pk=person.pk).exists()


def can_hand_on(person: Person, asked: Asked) -> bool:
    """Who is asked and has not said no, while the post stands and they may read it."""
    if asked.person_id != person.pk:
        return False
    if asked.declined_at is not None:
        return False
    return Post.objects.visible_to(person).listed().filter(pk=asked.post_id).exists()


def can_ask_to_share(person: Person, post: Post) -> bool:
    """The author of a post to everyone, while they may change it."""
    if post.thread.group_id is not None:
        return False
    return can_edit_post(person, post)


def can_approve_sharing(person: Person, post: Post) -> bool:
    """Who is named and trained to speak for us on a channel in use; never of their own post, nor of a group's."""
    if post.thread.group_id is not None:
        return False
    if post.thread.author_id == person.pk:
        return False
    return speaks_for_us(person)
