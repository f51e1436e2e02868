"""Who is quoted, how, and through whom: measures over statements, each with its denominator and its interval.

`describe_quotes` makes the table of statements that every measure counts.
"""

from isnad.sourcing.describe import describe_quotes, without_copies
from isnad.sourcing.diversity import diversity, hill, overlap
from isnad.sourcing.shares import log_odds, share

__all__ = ["describe_quotes", "diversity", "hill", "log_odds", "overlap", "share", "without_copies"]
