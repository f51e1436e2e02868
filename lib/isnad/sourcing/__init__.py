"""Who is quoted, how, and through whom: measures over statements, each with its denominator and its interval.

`describe_quotes` makes the table of statements that every measure counts.
"""

from isnad.sourcing.carried import count_carried, most_carried
from isnad.sourcing.describe import describe_quotes, without_copies
from isnad.sourcing.diversity import diversity, hill, overlap
from isnad.sourcing.events import choose_event, count_events, link_events, most_covered, of_articles, of_event
from isnad.sourcing.findings import find_event, find_left_out, find_quoted, find_versions
from isnad.sourcing.limits import Limit, extractor_error, few_groups, limits, many_events, many_statements
from isnad.sourcing.matrix import coverage, list_alone, sample_absent, statement_matrix
from isnad.sourcing.named import in_words
from isnad.sourcing.shares import count_relays, log_odds, share
from isnad.sourcing.sides import read_sides

__all__ = [
    "Limit",
    "choose_event",
    "count_carried",
    "count_events",
    "count_relays",
    "coverage",
    "describe_quotes",
    "diversity",
    "extractor_error",
    "few_groups",
    "find_event",
    "find_left_out",
    "find_quoted",
    "find_versions",
    "hill",
    "in_words",
    "limits",
    "link_events",
    "list_alone",
    "log_odds",
    "many_events",
    "many_statements",
    "most_carried",
    "most_covered",
    "of_articles",
    "of_event",
    "overlap",
    "read_sides",
    "sample_absent",
    "share",
    "statement_matrix",
    "without_copies",
]
