"""Filters as directories really send them, as a question to the database; every other one is refused."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import AttrPath, CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator, ValuePath

from network.openness.queries.scim.said import is_text, number_of
from profiles.terms import address_of

LONGEST = 1000  # characters
Question = Callable[[Any, CompareOperator], Q]


def asked(text: str, answers: Mapping[str, Question]) -> Q:
    """The rows that a filter asks for; raises InvalidFilterException for what is not among the answers."""
    if not text.strip():
        return Q()
    if len(text) > LONGEST:
        raise InvalidFilterException(detail=f"The filter is longer than {LONGEST} characters")
    try:
        node = ScimFilter(text).ast
    except (ValueError, RecursionError):
        raise InvalidFilterException(detail="The filter cannot be read") from None
    return _asked(node, answers)


def _asked(node: FilterNode, answers: Mapping[str, Question]) -> Q:
    if isinstance(node, LogicalExpr) and node.op == LogicalOperator.and_:
        found = Q()
        for term in node.terms:
            found &= _asked(term, answers)
        return found
    name, compared = _named(node)
    if compared is None or name not in answers or not is_text(str(compared.value)):
        known = ", ".join(sorted(answers))
        raise InvalidFilterException(detail=f"Filters here compare one of {known} by eq, joined by and")
    return answers[name](compared.value, compared.op)


def _named(node: FilterNode) -> tuple[str, Comparison | None]:
    """The attribute as it is listed among the answers, in lower case, and the comparison."""
    if isinstance(node, Comparison):
        return _path(node.attr_path), node
    if isinstance(node, ValuePath) and isinstance(node.val_filter, LogicalExpr):
        kind, value, *more = node.val_filter.terms
        if not more and isinstance(kind, Comparison) and isinstance(value, Comparison) and _is_equal(kind):
            asked_for = f"{_path(node.attr_path)}[{_path(kind.attr_path)}={str(kind.value).lower()}]"
            return f"{asked_for}.{_path(value.attr_path)}", value
    if isinstance(node, ValuePath) and isinstance(node.val_filter, Comparison) and not node.sub_attr:
        return f"{_path(node.attr_path)}.{_path(node.val_filter.attr_path)}", node.val_filter
    return "", None


def _is_equal(node: Comparison) -> bool:
    return node.op == CompareOperator.eq


def _path(path: AttrPath) -> str:
    return f"{path.attr}.{path.sub_attr}".lower() if path.sub_attr else path.attr.lower()


def _equal(kind: type, question: Callable[[Any], Q]) -> Question:
    """A comparison by eq with a value of one kind."""

    def ask(value: Any, op: CompareOperator) -> Q:
        if op != CompareOperator.eq or not isinstance(value, kind):
            raise InvalidFilterException(detail=f"This attribute is compared by eq, with a {kind.__name__}")
        return question(value)

    return ask


def _since(value: Any, op: CompareOperator) -> Q:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if op not in (CompareOperator.gt, CompareOperator.ge) or not isinstance(moment, datetime):
        raise InvalidFilterException(detail="meta.lastModified is compared by gt or ge, with a moment")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Q(**{"changed_at__gt" if op == CompareOperator.gt else "changed_at__gte": moment})


def _truth(value: Any, op: CompareOperator) -> Q:
    """Some write true as a text."""
    words = {"true": True, "false": False}
    truth = words.get(value.lower(), value) if isinstance(value, str) else value
    return _equal(bool, lambda wanted: Q(record__person__is_active=wanted))(truth, op)


PEOPLE: dict[str, Question] = {
    "id": _equal(str, lambda text: Q(record__person=number_of(text))),
    "username": _equal(str, lambda text: Q(login=address_of(text))),
    "externalid": _equal(str, lambda text: Q(record__external_id=text) & ~Q(record__external_id__startswith="scim:")),
    "displayname": _equal(str, lambda text: Q(words__displayName__iexact=text)),
    "emails": _equal(str, lambda text: Q(addresses__contains=[f":{address_of(text)}"])),
    "emails.value": _equal(str, lambda text: Q(addresses__contains=[f":{address_of(text)}"])),
    "emails[type=work].value": _equal(str, lambda text: Q(addresses__contains=[f"work:{address_of(text)}"])),
    "active": _truth,
    "meta.lastmodified": _since,
}
GROUPS: dict[str, Question] = {
    "id": _equal(str, lambda text: Q(pk=number_of(text))),
    "displayname": _equal(str, lambda text: Q(folded=fold_name(text))),
    "externalid": _equal(str, lambda text: Q(external_id=text) & ~Q(external_id="")),
    "members": _equal(str, lambda text: Q(members__person=number_of(text))),
    "members.value": _equal(str, lambda text: Q(members__person=number_of(text))),
    "meta.lastmodified": _since,
}


def fold_name(text: str) -> str:
    """A name as it is compared: whatever the case and the spaces."""
    return address_of(" ".join(text.split()))


__all__ = ["GROUPS", "PEOPLE", "asked", "fold_name"]
