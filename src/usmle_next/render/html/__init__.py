"""One page of HTML that stands alone: no script, no request, made for paper and for a phone."""

from .page import page

__all__ = ["page"]
