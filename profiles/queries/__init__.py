"""What pages ask about people; the parts are split by noun."""

from profiles.queries.directory import Hit, HitPage, Wish, directory_page, facets, matching, suggest_people
from profiles.queries.people import (
    active_by_handles,
    asked_to_confirm,
    chart_of,
    declared_by,
    demo_person,
    demo_personas,
    department_and_below,
    is_anybody_here,
    is_following,
    person_for,
    photo_for,
    skill_names,
)

__all__ = [
    "Hit",
    "HitPage",
    "Wish",
    "active_by_handles",
    "asked_to_confirm",
    "chart_of",
    "declared_by",
    "demo_person",
    "demo_personas",
    "department_and_below",
    "directory_page",
    "facets",
    "is_anybody_here",
    "is_following",
    "matching",
    "person_for",
    "photo_for",
    "skill_names",
    "suggest_people",
]
