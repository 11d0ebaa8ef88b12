"""The rows of threads on their way to the database."""

from django.db import transaction

from network.conversations.models import Comment, Mention, Reaction, Thread
from network.core.text import mentioned_topics
from network.demo.copying import Table
from network.feed.models import Post, PostTopic, Topic


class Ledger:
    """Collects the rows of whole threads and writes them in one transaction, in the order that keys demand."""

    def __init__(self) -> None:
        self.threads = Table(
            Thread,
            "id",
            "group_id",
            "author_id",
            "department_id",
            "created_at",
            "answered_at",
            "comment_count",
            "reactions",
        )
        self.posts = Table(Post, "thread_id", "kind", "title", "text", "html", "language")
        self.comments = Table(
            Comment, "id", "thread_id", "parent_id", "author_id", "department_id", "text", "html", "language",
            "created_at", "reactions",
        )  # fmt: skip
        self.reactions = Table(Reaction, "thread_id", "comment_id", "person_id", "emotion", "created_at")
        self.mentions = Table(Mention, "thread_id", "comment_id", "person_id")
        self.namings = Table(PostTopic, "post_id", "topic_id")
        self._topics: dict[str, int] = {}

    def name_topics(self, post_id: int, text: str) -> None:
        """Ties the post to the topics that its text names."""
        for slug, name in mentioned_topics(text).items() if "#" in text else ():
            if slug not in self._topics:
                self._topics[slug] = Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0].pk
            self.namings.add(post_id, self._topics[slug])

    def write(self) -> None:
        """Writes and forgets everything collected."""
        with transaction.atomic():
            for table in (self.threads, self.posts, self.comments, self.reactions, self.mentions, self.namings):
                table.write()
