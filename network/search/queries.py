"""One question put to people, groups, ideas, posts and the rules; each room answers within the reader's rights."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ideas.models import Idea
from ideas.queries import matching as ideas_matching
from network.core.text import clean_line, excerpt, fold
from network.feed.models import Post
from network.feed.queries import matching as posts_matching
from network.groups.models import Group
from network.groups.queries import matching as groups_matching
from network.policy.models import SectionText
from network.policy.queries import matching as sections_matching
from profiles.models import Person
from profiles.queries import matching as people_matching

LONGEST = 200  # characters of a question that are read
PEOPLE, GROUPS, IDEAS, SECTIONS, POSTS = 5, 5, 5, 3, 20
_OPEN, _SHUT = "\x02", "\x03"  # no text holds them: control characters are taken out when it is written
_QUERY = "websearch_to_tsquery('norwegian', %s) || websearch_to_tsquery('english', %s)"
_LANGUAGE = "CASE feed_post.language WHEN 'en' THEN 'english'::regconfig ELSE 'norwegian'::regconfig END"
_MARKS = f'StartSel="{_OPEN}", StopSel="{_SHUT}", HighlightAll=true'
_BEFORE, _SHOWN = 100, 320  # characters shown ahead of the first hit, and in all


@dataclass(frozen=True)
class Hit:
    """Something found: the row, and its words with the searched ones marked."""

    row: Person | Group | Idea | Post | SectionText
    title: SafeString
    text: SafeString = field(default=SafeString(""))


@dataclass(frozen=True)
class Found:
    """What the page shows, and whether the rooms know more."""

    words: str = ""
    people: Sequence[Hit] = ()
    groups: Sequence[Hit] = ()
    ideas: Sequence[Hit] = ()
    sections: Sequence[Hit] = ()
    posts: Sequence[Hit] = ()
    more_people: bool = False
    more_groups: bool = False

    @property
    def count(self) -> int:
        """How many hits the page shows."""
        return sum(map(len, (self.people, self.groups, self.ideas, self.sections, self.posts)))


def asked(raw: str) -> str:
    """The question as it is put: one clean line, cut to what is read."""
    return clean_line(raw[: 4 * LONGEST])[:LONGEST].strip()


def search(person: Person, words: str) -> Found:
    """What holds the words, of every kind, within the person's rights; nothing for no words."""
    if not words:
        return Found()
    people = people_matching(person, words, PEOPLE)
    groups = groups_matching(person, words, GROUPS + 1)
    return Found(
        words,
        _people(person, [hit.pk for hit in people.hits], words),
        [Hit(group, mark_words(group.name, words), mark_words(group.about, words)) for group in groups[:GROUPS]],
        [
            Hit(idea, mark_words(idea.title, words), mark_words(excerpt(idea.problem, _SHOWN), words))
            for idea in ideas_matching(person, words, IDEAS)
        ],
        [
            Hit(text, mark_words(text.heading, words), mark_words(text.short or excerpt(text.body, _SHOWN), words))
            for text in sections_matching(person, words, SECTIONS)
        ],
        _posts(person, [pk for pk, _version in posts_matching(person, words, POSTS).keys], words),
        more_people=people.count > PEOPLE,
        more_groups=len(groups) > GROUPS,
    )


def _people(person: Person, ids: Sequence[int], words: str) -> list[Hit]:
    rows = Person.objects.visible_to(person).for_line().in_bulk(ids)
    return [
        Hit(rows[pk], mark_words(rows[pk].name, words), mark_words(rows[pk].title, words)) for pk in ids if pk in rows
    ]


def _posts(person: Person, ids: Sequence[int], words: str) -> list[Hit]:
    """The one visibility rule is asked again with the text, so that no id alone opens anything."""
    if not ids:
        return []
    posts = Post.objects.visible_to(person).listed().filter(pk__in=ids).order_by("-pk")
    rows = posts.select_related("thread__group", "thread__author").annotate(
        marked_title=_marked("title", words), marked_text=_marked("text", words)
    )
    return [
        Hit(row, _as_marks(vars(row)["marked_title"]), _as_marks(_around_hit(vars(row)["marked_text"]))) for row in rows
    ]


def _marked(column: str, words: str) -> RawSQL:
    sql = f"ts_headline({_LANGUAGE}, feed_post.{column}, {_QUERY}, %s)"
    return RawSQL(sql, [words, words, _MARKS], output_field=TextField())  # noqa: S611


def _around_hit(marked: str) -> str:
    """The part of a Markdown text around its first hit as one plain line, cut at words."""
    line = excerpt(marked, len(marked) + 1)
    start = line.find(_OPEN)
    if start > _BEFORE:
        line = "… " + line[start - _BEFORE :].partition(" ")[2]
    return line if len(line) <= _SHOWN else line[:_SHOWN].rpartition(" ")[0] + " …"


def _as_marks(text: str) -> SafeString:
    """Escapes first; then the pairs that the database set become marks, and a half pair nothing."""
    marked = re.sub(f"{_OPEN}([^{_OPEN}{_SHUT}]*){_SHUT}", r"<mark>\1</mark>", escape(text))
    return mark_safe(marked.replace(_OPEN, "").replace(_SHUT, ""))  # noqa: S308


def mark_words(text: str, words: str) -> SafeString:
    """The text with every word marked that begins with or holds a searched one, however its letters are written."""
    wanted = tuple(re.findall(r"[^\W_]+", fold(words)))
    parts = re.split(r"(\w+)", text)
    marked = (f"<mark>{escape(part)}</mark>" if _holds(fold(part), wanted) else escape(part) for part in parts)
    return mark_safe("".join(marked))  # noqa: S308


def _holds(word: str, wanted: tuple[str, ...]) -> bool:
    return word.startswith(wanted) or any(len(part) > 1 and part in word for part in wanted)
