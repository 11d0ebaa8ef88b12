"""Cards: neutral fragments, cached by (kind, id, version, language), so a page of twenty is one get_many."""

from collections.abc import Callable, Iterable, Sequence

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Key = tuple[int, int]  # (id, version)


def cards(
    kind: str, keys: Sequence[Key], render_missing: Callable[[list[int]], dict[int, str]]
) -> dict[int, SafeString]:
    """The html of each card in the active language; `render_missing(ids)` is asked once for those not cached."""
    language = get_language() or "nb"
    names = {f"{kind}:{pk}:{version}:{language}": pk for pk, version in keys}
    cached = caches["cards"].get_many(names)
    found: dict[int, SafeString] = {names[name]: mark_safe(html) for name, html in cached.items()}  # noqa: S308
    missing = [pk for pk, _ in keys if pk not in found]
    if missing:
        fresh = render_missing(missing)
        caches["cards"].set_many({name: fresh[pk] for name, pk in names.items() if pk in fresh})
        found.update({pk: mark_safe(html) for pk, html in fresh.items()})  # noqa: S308
    return found


def keep(kind: str, key: Key, html: str) -> None:
    """Puts a card that was rendered elsewhere, in the active language, where pages look for it."""
    caches["cards"].set(f"{kind}:{key[0]}:{key[1]}:{get_language() or 'nb'}", html)


def in_order(found: dict[int, SafeString], ids: Iterable[int]) -> list[SafeString]:
    """Cards in the order of `ids`, leaving out what could not be rendered."""
    return [found[pk] for pk in ids if pk in found]
