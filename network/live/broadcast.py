"""Telling: an entry becomes one finished text per language and one message per topic, whoever listens."""

import asyncio
import json
import logging
import re
from concurrent.futures import Future
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import close_old_connections

from network.live.contract import fragment
from network.live.models import Entry
from network.live.registry import registry, the_layer

_BY = re.compile(r'<[^<>]* data-by="(\d+)"')
WITHOUT_HTML = (Entry.Verb.REMOVE, Entry.Verb.REFRESH)
logger = logging.getLogger("glod.live")


def frame(entry: Entry, html: str | None = None) -> dict[str, Any]:
    """The frame that a browser applies; ids are strings because they pass 2^53."""
    told: dict[str, Any] = {
        "n": entry.pk,
        "at": int(entry.created_at.timestamp() * 1000),
        "verb": entry.verb,
        "id": fragment(entry.fragment).dom_id.format(entry.subject_id),
        "fragment": entry.fragment,
    }
    if entry.target:
        told["target"] = entry.target
    if html is not None:
        told["html"] = html
    return told


def tell_soon(entry: Entry) -> None:
    """Tells in the order of calls, in a thread beside the request where this process serves pages, else at once."""
    if registry.loop is not None and registry.loop.is_running():
        registry.teller.submit(_tell_beside, entry)
    else:
        _tell_robustly(entry)


def _tell_beside(entry: Entry) -> None:
    close_old_connections()
    _tell_robustly(entry)
    close_old_connections()


def _tell_robustly(entry: Entry) -> None:
    try:
        tell(entry)
    except Exception:
        topic = entry.topic.partition(":")[0]
        logger.exception("an entry was not told: the tail will hint at it", extra={"topic": topic})


def tell(entry: Entry) -> None:
    """Renders the entry once per language and sends it once to its topic."""
    if entry.verb == Entry.Verb.REVOKE:
        send(entry.topic, {"n": entry.pk, "revoke": entry.subject_id})
        return
    languages = [language for language, _name in settings.LANGUAGES]
    html = _html(entry, languages)
    texts = {language: json.dumps(_frame_now(entry, html.get(language)), ensure_ascii=False) for language in languages}
    send(entry.topic, {"n": entry.pk, "topic": entry.topic, "texts": texts, "by": authors_in(html)})


def authors_in(html: dict[str, str]) -> list[int]:
    """Whoever wrote something that the frame carries: those who do not hear one of them are not told."""
    text = next(iter(html.values()), "") or ""
    return sorted({int(number) for number in _BY.findall(text)})


def _html(entry: Entry, languages: list[str]) -> dict[str, str]:
    if entry.verb in WITHOUT_HTML or entry.subject_id is None:
        return {}
    return fragment(entry.fragment).in_languages(entry.subject_id, languages)


def _frame_now(entry: Entry, html: str | None) -> dict[str, Any]:
    """What is gone by now is a removal."""
    if html is None and entry.verb not in WITHOUT_HTML:
        return {**frame(entry), "verb": Entry.Verb.REMOVE.value}
    return frame(entry, html)


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
