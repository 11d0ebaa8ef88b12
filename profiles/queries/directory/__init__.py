"""Finding colleagues: what is asked, whom the words mean, who is shown, in which order, and what narrows it further."""

from profiles.queries.directory.counts import facets_of, tally_of
from profiles.queries.directory.facets import Choice, Facet, facet_fields
from profiles.queries.directory.pages import directory_page, matching, page_of, suggest_people, suggested
from profiles.queries.directory.search import Search
from profiles.queries.directory.wishes import Hit, HitPage, Wish

__all__ = [
    "Choice",
    "Facet",
    "Hit",
    "HitPage",
    "Search",
    "Wish",
    "directory_page",
    "facet_fields",
    "facets_of",
    "matching",
    "page_of",
    "suggest_people",
    "suggested",
    "tally_of",
]
