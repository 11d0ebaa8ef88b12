"""Text that people write: Markdown to safe HTML, @mentions, #topics, folding for search, guessing the language."""

import re
import unicodedata
from collections.abc import Mapping, Set
from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MENTION = re.compile(r"(?<![\w@./-])@([a-z0-9][a-z0-9_.-]{0,38}[a-z0-9]|[a-z0-9])", re.IGNORECASE)
_LINKED = re.compile(r'<a class="mention" href="/people/([^"/]+)/"[^>]*>[^<]*</a>')  # as _render_mention writes it
RULE = re.compile(r"(?<![\w§])§([a-z][a-z0-9-]{1,39})(?![\w/-])")  # a section of the rules by its name; § 4-3 is a law
TOPIC = re.compile(r"(?<![\w&#/])#([^\W\d_][\w-]{1,38})")
MAX_MENTIONS = 50

_TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "class", "data-person"}, "code": {"class"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
    parser.enable(["linkify", "strikethrough", "table"])
    parser.disable(["image", "html_block", "html_inline", "reference", "lheading"])
    parser.inline.ruler.before("link", "mention", _mention_rule)
    parser.inline.ruler.before("link", "topic", _topic_rule)
    parser.core.ruler.after("inline", "rule", _link_rules)
    # A heading in a post may not compete with the page's own headings.
    parser.add_render_rule("heading_open", lambda self, tokens, i, o, e: "<h3>" if tokens[i].tag < "h3" else "<h4>")
    parser.add_render_rule("heading_close", lambda self, tokens, i, o, e: "</h3>" if tokens[i].tag < "h3" else "</h4>")
    parser.add_render_rule("mention", _render_mention)
    parser.add_render_rule("rule", lambda self, tokens, i, o, e: _rule_link(tokens[i].content))
    parser.add_render_rule("topic", lambda self, tokens, i, o, e: topic_link(tokens[i].content))
    return parser


def _inside_link(state: StateInline) -> bool:
    return state.linkLevel > 0


def _token_rule(state: StateInline, silent: bool, name: str, pattern: "re.Pattern[str]") -> bool:
    found = pattern.match(state.src, state.pos)
    if found is None or _inside_link(state):
        return False
    if not silent:
        token = state.push(name, "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _mention_rule(state: StateInline, silent: bool) -> bool:
    return state.src[state.pos] == "@" and _token_rule(state, silent, "mention", MENTION)


def _topic_rule(state: StateInline, silent: bool) -> bool:
    return state.src[state.pos] == "#" and _token_rule(state, silent, "topic", TOPIC)


def _link_rules(state: StateCore) -> None:
    """After the rest, in text that is in no link: the sign ends no text of CommonMark, so no inline rule meets it."""
    for block in state.tokens:
        depth, children = 0, list[Token]()
        for token in block.children or ():
            depth += (token.type == "link_open") - (token.type == "link_close")
            children += _split_rules(token) if token.type == "text" and not depth else [token]
        block.children = children if block.children else block.children


def _split_rules(token: Token) -> list[Token]:
    parts = RULE.split(token.content)  # text, name, text, name, text
    kinds = ["text", "rule"] * len(parts)
    return [Token(kind, "", 0, content=part) for kind, part in zip(kinds, parts, strict=False) if part]


def _rule_link(slug: str) -> str:
    return f'<a class="rule-link" href="/policy/section/{slug}/">§{slug}</a>'


def _render_mention(self: object, tokens: list, i: int, options: object, env: dict) -> str:  # type: ignore[type-arg]
    handle = tokens[i].content
    name = env.get("people", {}).get(handle.lower())
    if name is None:
        return escape(f"@{handle}")
    return f'<a class="mention" href="/people/{escape(handle.lower())}/">@{escape(name)}</a>'


def topic_link(name: str) -> str:
    """The link of a #topic; its page lists what the reader may see of it."""
    return f'<a class="topic" href="/topics/{escape(topic_slug(name))}/">#{escape(name)}</a>'


def render_markdown(text: str, people: Mapping[str, str] | None = None) -> str:
    """Markdown to HTML that is safe on every surface; `people` maps known handles to names.

    Raw HTML is text, images are not fetched, links are http(s), mailto or tel, opened without a referrer.
    """
    html = _parser().render(text, {"people": people or {}})
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")


def mentioned_handles(text: str) -> list[str]:
    """The distinct handles a text mentions, lower case, at most MAX_MENTIONS."""
    return list(dict.fromkeys(handle.lower() for handle in MENTION.findall(_without_code(text))))[:MAX_MENTIONS]


def without_mentions(written: str, handles: Set[str], instead: str) -> str:
    """A Markdown text, or its HTML, in which whoever is mentioned by one of these handles is called `instead`."""
    linked = _LINKED.sub(lambda found: instead if found[1] in handles else found[0], written)
    return MENTION.sub(lambda found: instead if found[1].lower() in handles else found[0], linked)


def mentioned_topics(text: str) -> dict[str, str]:
    """The topics a text names: slug to the spelling used first."""
    topics: dict[str, str] = {}
    for name in TOPIC.findall(_without_code(text)):
        topics.setdefault(topic_slug(name), name)
    return topics


def topic_slug(name: str) -> str:
    """The URL form of a topic: lower case, folded letters."""
    return fold(name).replace(" ", "-")


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", " ", text, flags=re.DOTALL)


_FOLDS = str.maketrans(
    {"ø": "o", "æ": "ae", "å": "a", "ö": "o", "ä": "a", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"}
    | {"ŋ": "n", "ŧ": "t", "ħ": "h", "œ": "oe"}
)


def fold(text: str) -> str:
    """Lower case without accents, so that ø/o/ö, å/aa and æ/ae/ä find each other (double a counts as one)."""
    plain = text.lower().translate(_FOLDS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(plain.replace("aa", "a").split())


def clean_line(text: str) -> str:
    """One line of plain text: normalised, without control characters, direction overrides or runs of spaces."""
    if text.isascii() and text.isprintable():  # nothing to mend but spaces
        return " ".join(text.split())
    kept = (
        c if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") else " "
        for c in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(c for c in kept if c not in _DIRECTION).split())


def clean_text(text: str) -> str:
    """Several lines of plain text: normalised, line ends as \\n, other control characters removed."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in unified if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(c for c in kept if c not in _DIRECTION).strip()


_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")

_NORWEGIAN = frozenset(
    [
        "og",
        "i",
        "det",
        "er",
        "på",
        "som",
        "en",
        "et",
        "av",
        "til",
        "for",
        "med",
        "har",
        "ikke",
        "vi",
        "jeg",
        "du",
        "de",
        "den",
        "om",
        "at",
        "så",
        "men",
        "kan",
        "skal",
        "var",
        "fra",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "is",
        "it",
        "that",
        "we",
        "you",
        "for",
        "on",
        "with",
        "are",
        "have",
        "not",
        "this",
        "be",
        "can",
        "from",
        "was",
        "but",
        "at",
        "they",
    ]
)


def guess_language(text: str, fallback: str) -> str:
    """ "nb" or "en" by the commonest small words; the fallback when neither leads clearly."""
    words = re.findall(r"[a-zæøå]+", text.lower())[:200]
    norwegian = sum(word in _NORWEGIAN for word in words) + sum(c in "æøå" for c in text[:1000])
    english = sum(word in _ENGLISH for word in words)
    if norwegian == english:
        return fallback
    return "nb" if norwegian > english else "en"


def only_shortens(before: str, after: str) -> bool:
    """Every word of the second stands in the first, in that order: something is taken away and nothing said anew."""
    left = iter(before.split())
    return all(word in left for word in after.split())


def excerpt(text: str, length: int = 120) -> str:
    """The start of a Markdown text as one plain line of at most `length` characters, cut between words if it can."""
    bare = re.sub(r"^\s*(?:[-+*>]|\d+[.)])\s+", "", text, flags=re.M)
    line = " ".join(re.sub(r"[*_`>#\[\]]|\(https?://[^)]*\)", "", bare).split())
    if len(line) <= length:
        return line
    start = line[: length - 1]
    whole = start.rpartition(" ")[0]
    return (whole if len(whole) > length // 2 else start).rstrip(" .,:;–-") + "…"
