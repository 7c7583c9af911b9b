"""A figure is what the dataset says, whatever way its ids were named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from polemos.engine.figures import MEASURES, NAMED, Named, Row, changed_hands, figure, means, quantiles
from polemos.engine.uncertainty import monte_carlo_error
from polemos.errors import BadInput
from small_run import HISTORIES, small_run

WEEK = 9


def only(measure: str, *of: str, week: int | None = WEEK, history: int | None = None) -> Row | Named:
    (row,) = figure(small_run(), measure, week, of, history).rows
    return row


def numbers(measure: str, *of: str, week: int | None = WEEK) -> Row:
    row = only(measure, *of, week=week)
    assert isinstance(row, Row)
    return row


def test_mean_error_and_percentiles_are_those_of_the_histories() -> None:
    values = small_run().measures["men"].sel(week=WEEK, actor="guard").to_numpy().astype(np.float64)
    row = numbers("men", "guard")
    assert row.mean == values.mean()
    assert row.error == monte_carlo_error(values)
    assert list(row.percentiles) == np.percentile(values, [10, 25, 50, 75, 90]).tolist()
    assert (row.known, row.week, row.of) == (HISTORIES, WEEK, {"actor": "guard"})


def test_what_a_history_does_not_know_does_not_count() -> None:
    values = small_run().measures["joint_share"].sel(week=WEEK).to_numpy().astype(np.float64)
    known = values[np.isfinite(values)]
    assert 2 < len(known) < HISTORIES
    row = numbers("joint_share")
    assert row.known == len(known)
    # Sums in another order: off by a few units in the last place.
    assert row.mean == pytest.approx(known.mean(), rel=1e-12)
    assert row.error == pytest.approx(monte_carlo_error(known), rel=1e-12)
    assert list(row.percentiles) == pytest.approx(np.percentile(known, [10, 25, 50, 75, 90]).tolist(), rel=1e-12)


def test_a_day_that_never_comes_is_not_known() -> None:
    days = small_run().measures["fissure_day"].to_numpy()
    assert (days < 0).any()
    row = numbers("fissure_day", week=None)
    assert row.known == (days > 0).sum() > 0
    assert row.mean == pytest.approx(days[days > 0].mean(), rel=1e-12)


def test_nothing_known_is_nan_and_no_warning() -> None:
    row = numbers("pair_trust", "guard", "guard")
    assert row.known == 0
    assert all(math.isnan(value) for value in (row.mean, row.error, *row.percentiles))
    one = means(np.array([[1.0, 2.0], [np.nan, 4.0]]))
    assert [part.tolist() for part in (one[0], one[2])] == [[1.0, 3.0], [1, 2]]
    assert math.isnan(one[1][0])
    assert one[1][1] == monte_carlo_error(np.array([2.0, 4.0]))
    assert np.isnan(quantiles(np.full((3, 2), np.nan))).all()


def test_ids_may_come_in_any_order() -> None:
    assert only("requests", "guard", "refused") == only("requests", "refused", "guard")
    assert only("requests", "answer=refused", "guard") == only("requests", "guard", "refused")


def test_the_first_of_two_members_is_the_one_who_trusts() -> None:
    measures = small_run().measures["pair_trust"].sel(week=WEEK)
    one, other = numbers("pair_trust", "guard", "patron"), numbers("pair_trust", "patron", "guard")
    assert one.of == {"truster": "guard", "trusted": "patron"}
    assert one == numbers("pair_trust", "trusted=patron", "truster=guard")
    assert one.mean == pytest.approx(float(measures.sel(truster="guard", trusted="patron").astype("f8").mean()))
    assert one.mean != other.mean


def test_what_is_left_open_gives_a_row_for_each() -> None:
    rows = figure(small_run(), "requests", None, ["guard"]).rows
    weeks, answers = small_run().measures.sizes["week"], ["honoured", "late", "refused"]
    assert [(row.week, row.of["answer"]) for row in rows] == [(w, a) for w in range(weeks) for a in answers]
    single, listed = numbers("requests", "guard", "refused"), rows[3 * WEEK + 2]
    assert isinstance(listed, Row)
    assert (listed.mean, listed.percentiles) == (single.mean, single.percentiles)
    assert listed.error == pytest.approx(single.error, rel=1e-12)  # sums in another order


def test_shares_by_camp_and_actor_are_those_of_the_holders() -> None:
    row = only("holder", "mill")
    assert isinstance(row, Named)
    measures = small_run().measures
    holder = measures["holder"].sel(week=WEEK, place="mill").to_numpy()
    names = measures["actor"].to_numpy()
    assert {share.id: share.share for share in row.by["actor"]} == {
        names[held]: (holder == held).mean() for held in np.unique(holder)
    }
    camps = measures["camp_of"].to_numpy()[holder]
    assert {share.id: share.share for share in row.by["camp"]} == {
        camp: (camps == camp).mean() for camp in np.unique(camps)
    }
    for shares in row.by.values():
        assert len(shares) > 1
        assert [share.share for share in shares] == sorted((share.share for share in shares), reverse=True)
        for share in shares:
            happened = np.arange(HISTORIES) < round(share.share * HISTORIES)
            assert share.error == pytest.approx(monte_carlo_error(happened, "share"), rel=1e-12)


def test_endings_are_shares_by_name() -> None:
    row = only("ending", week=None)
    assert isinstance(row, Named)
    assert sum(share.share for share in row.by["kind"]) == pytest.approx(1.0)
    assert row.by["kind"][0].id == "ongoing"
    broke = only("fissure_actor", week=None)
    assert isinstance(broke, Named)
    assert "nobody" in {share.id for share in broke.by["camp"]}


def test_one_history_is_its_number() -> None:
    found = figure(small_run(), "men", WEEK, ["guard"], 7)
    row = found.rows[0]
    assert isinstance(row, Row)
    assert row.mean == small_run().measures["men"].sel(history=7, week=WEEK, actor="guard").item()
    assert (found.history, found.histories) == (7, 1)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_has_figures(measure: str) -> None:
    found = figure(small_run(), measure, WEEK if "week" in MEASURES[measure].axes else None)
    axes = [axis for axis in MEASURES[measure].axes if axis not in ("history", "week")]
    assert len(found.rows) == math.prod(small_run().measures.sizes[axis] for axis in axes)
    assert all(isinstance(row, Named if measure in NAMED else Row) for row in found.rows)
    assert all(list(row.of) == axes for row in found.rows)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("trusst",), "measure: there is no measure 'trusst', did you mean \"trust\"?"),
        (("trust", 99), "week: there is no week 99, this war has weeks 0 (the eve) to 17"),
        (("trust", -1), "week: there is no week -1, this war has weeks 0 (the eve) to 17"),
        (("fissure_day", 1), "week: fissure_day has no weeks, leave it out"),
        (("trust", 3, ["gard"]), "of: trust has no actor 'gard', did you mean \"guard\"?"),
        (("cohesion", 3, ["guard"]), "of: cohesion has no ids 'guard', leave it out"),
        (
            ("pair_trust", 3, ["guard"]),
            "of: guard may be the truster or the trusted of pair_trust, write truster=guard or trusted=guard, or name "
            "both",
        ),
        (("pair_trust", 3, ["truster=gard"]), "of: pair_trust has no truster 'gard', did you mean \"guard\"?"),
        (
            ("requests", 3, ["refused", "late"]),
            "of: refused and late are on the same axis of requests, name one of each of actor and answer",
        ),
        (
            ("requests", 3, ["refused", "late", "guard"]),
            "of: requests takes 2 ids, not 3, it has actor and answer",
        ),
        (("trust", 3, [], 120), "history: the run has no history 120, it holds 120, counted from 0"),
    ],
)
def test_what_cannot_be_answered_is_said(asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        figure(small_run(), *asked)
    assert str(refused.value) == said


def test_a_place_changes_hands_in_as_many_histories_as_its_camp_differs() -> None:
    run = small_run()
    camps = np.append(run.war.world.camp, -1)[run.measures["holder"].to_numpy()]
    places = list(run.war.legend.places)
    moved = (camps[:, 1:] != camps[:, :-1]).mean(axis=0)
    assert moved.max() > 0
    week, place = (int(row) for row in np.unravel_index(moved.argmax(), moved.shape))
    assert changed_hands(run, places[place], week + 1)[0] == moved[week, place]
    assert changed_hands(run, places[place], 0)[0] == 0
