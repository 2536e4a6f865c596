"""Questions kept for review: what may be kept of them, and which ones ask the same."""

from knowledge.review.entries import forget_reviews_before, review_entry, says_something, wrong_answer
from knowledge.review.masking import MASK, masked

__all__ = ["MASK", "forget_reviews_before", "masked", "review_entry", "says_something", "wrong_answer"]
