"""What can be wrong with an article: a code for each problem, its English sentence for files, and what it is about.

Pages that people edit articles on have sentences of their own for the codes, in their languages.
"""

from dataclasses import dataclass, field

from knowledge.content_check.values import ADDRESS_WANTED, YEAR_WANTED

SENTENCES = {
    "no_fields": "the file must hold fields such as key: and languages:",
    "field_missing": "the field {field}: is missing",
    "field_unknown": "unknown field {field}:",
    "key_misplaced": "key and topic must match the file's folder and name",
    "key_letters": "folder and file may be named with the letters a to z, digits and _ only",
    "not_one_of": "{field} must be one of {allowed}",
    "as_of_wrong": f"as_of must be {YEAR_WANTED}",
    "review_by_wrong": "review_by must be a date such as 2027-05-31",
    "verified_on_wrong": "verified_on must be a date such as 2026-12-01, and not in the future",
    "verified_by_missing": "verified_on needs verified_by: who verified it?",
    "verified_by_wrong": "verified_by must be a text of at most {most} characters",
    "verified_on_missing": "verified_by needs verified_on: on which day?",
    "no_text_list": "{field} must be a list of texts",
    "stands_twice": "{field}: {item} stands twice",
    "too_many_entries": "{field} may have at most {most} entries",
    "no_list": "{field} must be a list",
    "rests_on_nothing": "the article rests on nothing: name facts: or sources:",
    "source_fields": ("sources: each must have title: and year:, may have locator:, url: and fact:, and nothing else"),
    "source_length": "sources: {field} must be a text of at most {most} characters",
    "source_year": f"sources: year must be {YEAR_WANTED}",
    "source_url": f"sources: url must be {ADDRESS_WANTED}",
    "source_fact": "sources: the fact {fact} must stand under facts:, too",
    "language_unknown": "unknown language {language}",
    "language_missing": "the language {language} is missing",
    "text_field_missing": "{language}: field {field}: is missing",
    "text_field_unknown": "{language}: field {field}: is unknown",
    "no_text": "{language}: {field} must be a text; put it in quotation marks",
    "text_length": "{language}: {field} has {length} characters, allowed are {least} to {most}",
    "text_address": "{language}: {field}: {address} is no whole web address",
    "no_texts": "{language}: {field} must be a list of texts; put numbers, dates, yes and no in quotation marks",
    "empty_item": "{language}: {field}: an item is empty",
    "no_samples": "{language}: no sample questions",
    "too_many_items": "{language}: {field} may have at most {most} items",
    "item_length": "{language}: {field}: an item has {length} characters, allowed are {most}",
    "numbers_without": "{language}: the numbers are not those of fr: without {without}",
    "numbers_in_excess": "{language}: the numbers are not those of fr: in excess {excess}",
    "numbers_differ": "{language}: the numbers are not those of fr: without {without}; in excess {excess}",
    "no_topic": "there is no topic {topic} in topics.yml",
    "no_category": "there is no category {category} in categories.yml",
    "related_itself": "related must not name the article itself",
    "no_article": "there is no article {article}",
    "no_fact": "there is no fact {fact} in facts.yml",
    "risk_too_low": "risk must be {risk}, the highest of the facts used",
    "sample_elsewhere": "{sample!r} is a sample of {article}, too",
    "sample_twice": "{sample!r} is a sample of this article already",
}
"""Code → sentence."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; as a text it is its English sentence."""

    code: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence."""
        return SENTENCES[self.code].format(**self.values)


def problem(code: str, **values: object) -> Problem:
    """A problem with what its sentence needs."""
    return Problem(code, values)
