"""Pages placed on the sheets of an office printer: the booklet to fold."""

from layouts.impose.booklet import booklet

__all__ = ["booklet"]
