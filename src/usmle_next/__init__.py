"""A checklist of what comes after the USMLE: what next, by when, at what cost and on whose authority."""

__version__ = "0.1.0"
