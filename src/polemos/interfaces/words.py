"""Sentences that the report and the live page share."""

SCOPE = "Strategic and academic level; not for targeting."
