"""A file attached to a post, where it is served, and what came back."""

from pathlib import Path
from typing import Any

from django.urls import reverse

from network.conversations.files import store_upload
from network.conversations.models import Attachment
from network.core import vault
from network.feed.actions import Words, publish_post
from network.feed.models import Post
from network.groups.models import Group
from profiles.models import Person
from tests.pictures import picture, upload


def bytes_kept() -> list[Path]:
    return [path for path in Path(vault._root()).rglob("*") if path.is_file()]


def attached(author: Person, group: Group | None = None, **what: Any) -> tuple[Post, Attachment]:
    kept = store_upload(owner=author, upload=what.get("upload") or upload(picture()))
    post = publish_post(author=author, group=group, words=Words(text="Se her"), attachments=[kept])
    return post, Attachment.objects.get(pk=kept.pk)


def urls_of(kept: Attachment) -> list[str]:
    urls = [reverse("conversations:attachment", args=[kept.pk, kept.name])]
    return urls + [
        reverse("conversations:picture", args=[kept.pk, width]) for width in (480, 960, 1600) if kept.is_image
    ]


def body_of(response: Any) -> bytes:
    """Everything that was sent; the client closes the answer at its end."""
    return b"".join(response.streaming_content) if response.streaming else response.content
