"""The offline site: executed notebooks as pages, an index with findings and search, one page an article."""

from isnad.site.build import build
from isnad.site.single import single

__all__ = ["build", "single"]
