"""The open, read-only API: rights articles, and the directory of services as Open Referral HSDS 3.0 defines it."""

from knowledge.api.routes import api_routes

__all__ = ["api_routes"]
