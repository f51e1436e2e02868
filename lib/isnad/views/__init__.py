"""What a notebook shows: tables, figures with their data, findings, the article reader. HTML, escaped, right to left."""

from isnad.views.output import figure, finding, parameters, table, together
from isnad.views.reader import reader

__all__ = ["figure", "finding", "parameters", "reader", "table", "together"]
