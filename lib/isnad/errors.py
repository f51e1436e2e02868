"""One family of errors: each says what was found, where, and what to do."""


class IsnadError(Exception):
    """Base of every error that isnad raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        # Asked for by IPython: a notebook shows the sentence, not the path through the library.
        return [f"{type(self).__name__}: {self}"]


class LoadError(IsnadError):
    """A corpus that cannot be read at all (no such path, nothing in it)."""


class SchemaError(IsnadError):
    """A table lacks a column, or a column holds what it must not."""


class ParameterError(IsnadError):
    """A notebook or command was given a parameter it cannot use."""


class LexiconError(IsnadError):
    """A shipped or user-given word list has a row that cannot be read."""
