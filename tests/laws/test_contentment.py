"""Who has no grievance does not break: a fissure has causes, it is not leakage of a smooth curve."""

from __future__ import annotations

from polemos.model.trust import willing
from worlds import after, world

# Nothing can hurt trust, and trust is six widths above the breaking point.
CONTENT = (
    *(f"mechanisms.trust.{name}=0" for name in ("refused", "late", "favour", "shared_loss", "exclusion", "overridden")),
    "mechanisms.trust.loss_weight=0",
    "mechanisms.trust.breaking_point=0.35",
    "mechanisms.trust.breaking_width=0.05",
    "trust.usual=0.65",
)


def test_contented_members_stay() -> None:
    """30 histories of 120 days, two members who may break: 0.6 / 30 * 6e-6 * 5 kinds a day make 0.004 in all."""
    war = world("two_fronts_one_air_force", *CONTENT)
    assert [after(war, 120, history).first_break[0] for history in range(30)] == [-1] * 30


def test_the_rate_falls_fast_above_the_breaking_point() -> None:
    assert willing(0.35, 0.35, 0.05) == 0.25
    assert willing(0.35, 0.35 + 5 * 0.05, 0.05) < 1 / 20_000
    assert willing(0.35, 0.0, 0.05) > 0.99
