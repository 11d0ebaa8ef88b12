"""Telling: an entry becomes one finished text per language and one message per topic, whoever listens."""

import asyncio
import json
import logging
from concurrent.futures import Future
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import translation

from network.live.contract import fragment
from network.live.models import Entry
from network.live.registry import registry, the_layer

logger = logging.getLogger("glod.live")


def frame(entry: Entry, html: str | None = None) -> dict[str, Any]:
    """The frame that a browser applies; ids are strings because they pass 2^53."""
    told: dict[str, Any] = {"n": entry.pk, "at": int(entry.created_at.timestamp() * 1000), "verb": entry.verb}
    if entry.fragment:
        told["id"] = fragment(entry.fragment).dom_id.format(entry.subject_id)
        told["fragment"] = entry.fragment
    if entry.target:
        told["target"] = entry.target
    if html is not None:
        told["html"] = html
    return told


def tell(entry: Entry) -> None:
    """Renders the entry once per language and sends it once to its topic."""
    if entry.verb == Entry.Verb.REVOKE:
        send(entry.topic, {"n": entry.pk, "revoke": entry.subject_id})
        return
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = json.dumps(_frame_now(entry), ensure_ascii=False)
    send(entry.topic, {"n": entry.pk, "topic": entry.topic, "texts": texts})


def _frame_now(entry: Entry) -> dict[str, Any]:
    if entry.verb in (Entry.Verb.REMOVE, Entry.Verb.REFRESH) or entry.subject_id is None:
        return frame(entry)
    html = fragment(entry.fragment).render([entry.subject_id]).get(entry.subject_id)
    return frame(entry, html) if html is not None else {**frame(entry), "verb": Entry.Verb.REMOVE.value}


def send(topic: str, message: dict[str, Any]) -> None:
    """Hands a message to the layer, never waiting for it and never failing the caller."""
    told = {"type": "told", **message}
    loop = registry.loop
    try:
        if loop is not None and loop.is_running():
            sent = asyncio.run_coroutine_threadsafe(the_layer().group_send(layer_group(topic), told), loop)
            sent.add_done_callback(_note_failure)
        else:  # a worker or a command: no loop of our own
            async_to_sync(the_layer().group_send)(layer_group(topic), told)
    except Exception:
        logger.warning("the channel layer did not take a message", extra={"topic": topic.partition(":")[0]})


def _note_failure(future: "Future[None]") -> None:
    failed = future.exception() is not None
    registry.layer_answers = not failed
    if failed:
        logger.warning("the channel layer did not take a message", extra={"kind": type(future.exception()).__name__})


def layer_group(topic: str) -> str:
    """The topic as a channel-layer group name (which may not hold a colon)."""
    return topic.replace(":", ".")
