"""Rivals know their window and nothing else, have the laws they claim, and beat each other where they should."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import polemos as pm
from polemos.errors import BadInput
from polemos.experiments.prediction.autoregression import (
    Autoregression,
    fit_autoregression,
    log_likelihood,
    simulate_autoregression,
)
from polemos.experiments.prediction.change_rivals import CHANGE_RIVALS, chance_of_change
from polemos.experiments.prediction.rivals import RIVALS, rival_forecast

RECORDS = Path(__file__).resolve().parents[4] / "shared" / "records" / "fronts_weekly.csv"


def source(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def made(key: int, mean: float, memory: float, size: float, periods: int, series: int) -> np.ndarray:
    """Return counts [periods, series] of an autoregression that has run for 30 periods."""
    law = Autoregression(np.full(series, mean), np.full(series, memory), np.full(series, size), (True,) * series)
    start = np.full(series, round(mean))
    return simulate_autoregression(law, start, periods + 30, 1, source(key))[0, 30:]


PANEL = made(1, 8.0, 0.4, 1.5, 40, 4)


@pytest.mark.parametrize("rival", list(RIVALS))
def test_what_lies_outside_the_window_changes_no_forecast(rival: str) -> None:
    inside = rival_forecast(rival, PANEL, (5, 30), 6, draws=50, seed=3)
    assert inside.shape == (50, 6, 4)
    assert inside.dtype == np.int64
    assert inside.min() >= 0
    for other in (0.0, 1e6, math.nan, -1.0):
        panel = PANEL.astype(np.float64)
        panel[:5], panel[30:] = other, other
        assert (rival_forecast(rival, panel, (5, 30), 6, draws=50, seed=3) == inside).all()
    assert (rival_forecast(rival, PANEL[5:30], (0, 25), 6, draws=50, seed=3) == inside).all()


@pytest.mark.parametrize("rival", list(RIVALS))
def test_every_period_of_the_window_counts(rival: str) -> None:
    inside = rival_forecast(rival, PANEL, (5, 30), 6, draws=400, seed=3)
    for period in (5, 17, 29):
        panel = PANEL.copy()
        panel[period] += 500
        assert (rival_forecast(rival, panel, (5, 30), 6, draws=400, seed=3) != inside).any(), period


@pytest.mark.parametrize("rival", list(RIVALS))
def test_the_seed_decides_and_the_horizon_adds_on(rival: str) -> None:
    one = rival_forecast(rival, PANEL, (0, 30), 6, draws=50, seed=3)
    assert (one == rival_forecast(rival, PANEL, (0, 30), 6, draws=50, seed=3)).all()
    assert (one != rival_forecast(rival, PANEL, (0, 30), 6, draws=50, seed=4)).any()
    assert (rival_forecast(rival, PANEL, (0, 30), 3, draws=50, seed=3) == one[:, :3]).all()


@pytest.mark.parametrize("rival", list(RIVALS))
def test_a_war_without_deaths_is_forecast(rival: str) -> None:
    found = rival_forecast(rival, np.zeros((20, 2)), (0, 20), 4, draws=200)
    # The autoregression allows for half a case in twenty periods.
    assert found.mean() < 0.5
    assert rival == "autoregression" or not found.any()


def test_persistence_is_the_last_count_plus_a_change_that_was_seen() -> None:
    draws = rival_forecast("persistence", PANEL, (0, 30), 4, draws=3_000)
    window = PANEL[:30]
    for step in range(1, 5):
        seen = np.maximum(window[-1] + window[step:] - window[:-step], 0)
        allowed = {tuple(row) for row in seen.tolist()}
        assert {tuple(row) for row in draws[:, step - 1].tolist()} == allowed
        # Each of 30 - h pairs alike: 3,000 draws, 5 standard deviations of a mean.
        error = seen.std(axis=0) / math.sqrt(3_000)
        assert (np.abs(draws[:, step - 1].mean(axis=0) - seen.mean(axis=0)) < 5.0 * error + 1e-9).all()


def test_persistence_grows_no_further_where_too_few_pairs_are_left() -> None:
    draws = rival_forecast("persistence", PANEL, (0, 12), 9, draws=20)
    # Of 12 periods, 8 pairs are 4 apart.
    for step in range(4, 9):
        assert (draws[:, step] == draws[:, 3]).all()
    assert (draws[:, 2] != draws[:, 3]).any()


def test_climatology_is_the_window_read_on_from_any_period() -> None:
    draws = rival_forecast("climatology", PANEL, (0, 30), 3, draws=4_000)
    window = PANEL[:30]
    allowed = {window[np.arange(start, start + 3) % 30].tobytes() for start in range(30)}
    assert {draw.tobytes() for draw in draws} == allowed
    error = window.std(axis=0) / math.sqrt(4_000)
    assert (np.abs(draws[:, 2].mean(axis=0) - window.mean(axis=0)) < 5.0 * error).all()


def test_the_likelihood_is_that_of_the_negative_binomial_law() -> None:
    from scipy.stats import nbinom

    expected = 8.0 * 0.6 + 0.4 * PANEL[:-1]
    whole = nbinom.logpmf(PANEL[1:], 1.5, 1.5 / (1.5 + expected)).sum()
    assert log_likelihood(PANEL, np.full(4, 8.0), 0.4, 1.5) == pytest.approx(whole, rel=1e-12)


def test_simulated_series_have_the_moments_of_the_law() -> None:
    # Mean m; variance of mu + mu^2 / s: (m + m^2 / s) / (1 - a^2 - a^2 / s); autocorrelation a.  400 series of 500:
    # their mean is good to sqrt(var (1 + a) / (1 - a) / n) = 0.016; the others to about 1 % as fourth moments go.
    series = made(2, 8.0, 0.4, 3.0, 500, 400).astype(np.float64)
    variance = (8.0 + 64.0 / 3.0) / (1.0 - 0.16 - 0.16 / 3.0)
    assert abs(series.mean() - 8.0) < 5.0 * math.sqrt(variance * 1.4 / 0.6 / 200_000)
    assert series.var() == pytest.approx(variance, rel=0.05)
    assert np.corrcoef(series[1:].ravel(), series[:-1].ravel())[0, 1] == pytest.approx(0.4, abs=0.02)


def test_forecasts_come_back_to_the_mean_as_the_memory_says() -> None:
    law = Autoregression(np.array([5.0]), np.array([0.5]), np.array([4.0]), (True,))
    draws = simulate_autoregression(law, np.array([45]), 4, 20_000, source(3))[:, :, 0]
    expected = 5.0 + 40.0 * 0.5 ** np.arange(1, 5)
    assert (np.abs(draws.mean(axis=0) - expected) < 5.0 * draws.std(axis=0) / math.sqrt(20_000)).all()


@pytest.mark.parametrize("memory", [0.1, 0.6])
def test_mean_memory_and_dispersion_are_found_again(memory: float) -> None:
    # 12 series of 400: scatter of single estimates 0.06 (memory), 0.08 (log size), 6 % (mean), so 5 standard errors of
    # the mean of 12; with small biases of likelihood below a tenth of that.
    found = fit_autoregression(made(4, 12.0, memory, 2.0, 400, 12))
    assert found.memory.mean() == pytest.approx(memory, abs=0.09)
    assert np.log(found.size).mean() == pytest.approx(math.log(2.0), abs=0.12)
    assert found.mean.mean() == pytest.approx(12.0, rel=0.12)
    assert all(found.own)


def test_a_short_or_empty_series_has_the_memory_of_the_others() -> None:
    counts = np.hstack([made(5, 12.0, 0.5, 2.0, 60, 5), np.zeros((60, 1), dtype=np.int64)])
    found = fit_autoregression(counts)
    assert found.own == (True,) * 5 + (False,)
    assert found.mean[5] == pytest.approx(0.5 / 60)
    assert found.memory[:5].min() < found.memory[5] < found.memory[:5].max()
    short = fit_autoregression(counts[:5])
    assert not any(short.own)
    assert len(set(short.memory)) == len(set(short.size)) == 1


def test_short_series_are_drawn_towards_the_others() -> None:
    counts = made(6, 12.0, 0.5, 2.0, 22, 10)
    together = fit_autoregression(counts).memory
    alone = [fit_autoregression(counts[:, [place]]).memory[0] for place in range(10)]
    assert np.std(together) < np.std(alone)


def mean_scores(counts: np.ndarray, start: int, rival: str) -> np.ndarray:
    """Return the mean fair CRPS [periods] one step ahead, with all periods before as the window."""
    scores = []
    for now in range(start, len(counts)):
        draws = rival_forecast(rival, counts, (0, now), 1, draws=400, seed=now)
        scores.append(pm.theory.crps_ensemble(draws[:, 0], counts[now]).mean())
    return np.array(scores)


@pytest.mark.statistical
def test_the_autoregression_wins_where_counts_remember_and_only_there() -> None:
    # 12 series, 30 forecasts.  Memory 0.7: one step ahead the scatter falls to 0.6 of climatology's.  Memory 0: what is
    # left is that a law of three numbers fits a distribution better than its n values do, which cost 1 / n of the score
    # (2 % with 40 to 70 periods); the mean over 12 series of 30 is good to 1 %.
    remembering = made(7, 15.0, 0.7, 4.0, 70, 12)
    one, other = (mean_scores(remembering, 40, rival) for rival in ("autoregression", "climatology"))
    assert one.mean() < 0.85 * other.mean()
    assert pm.theory.compare_scores(one, other).verdict == "better"
    forgetful = made(8, 15.0, 0.0, 4.0, 70, 12)
    one, other = (mean_scores(forgetful, 40, rival) for rival in ("autoregression", "climatology"))
    assert one.mean() == pytest.approx(other.mean(), rel=0.05)


@pytest.mark.statistical
def test_intervals_of_the_autoregression_hold_nearly_what_they_claim() -> None:
    # Windows of 25 weeks, four weeks ahead, 300 series: fitted numbers are taken as known, so 90 % intervals may hold
    # some percent less, and counts a little more: 83 to 95 %.
    counts = made(9, 12.0, 0.4, 2.0, 29, 300)
    draws = rival_forecast("autoregression", counts, (0, 25), 4, draws=999)
    low, high = pm.theory.ensemble_interval(draws, 0.9)
    found = pm.theory.interval_coverage(low, high, counts[25:], 0.9)
    assert 0.83 < found.share < 0.95


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rival": "climatolgy"}, r"^rival: there is no rival 'climatolgy', did you mean \"climatology\"\?$"),
        ({"counts": [1.0, 2.0]}, r"^counts: needs numbers \[periods, series\], not the shape \(2,\)$"),
        ({"counts": [["a"]]}, r"^counts: needs numbers \[periods, series\]$"),
        ({"counts": [[1.0], [2.5], [3.0]]}, r"^counts: 2.5 in period 1, series 0 is no count, counts are whole"),
        ({"window": (0, 4)}, r"^window: \[0, 4\) holds no 2 periods of the 3 that there are$"),
        ({"window": (1, 2)}, r"^window: \[1, 2\) holds no 2 periods"),
        ({"horizon": 0}, r"^horizon: needs at least 1, not 0$"),
        ({"draws": 0}, r"^draws: needs at least 1, not 0$"),
        ({"seed": -1}, r"^seed: needs a whole number from 0"),
    ],
)
def test_what_no_rival_can_work_on_is_refused(change: dict[str, object], message: str) -> None:
    good = {"rival": "climatology", "counts": [[1.0], [2.0], [3.0]], "window": (0, 3), "horizon": 1}
    with pytest.raises(BadInput, match=message):
        rival_forecast(**{**good, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize("rival", list(RIVALS))
def test_rivals_of_the_recorded_fronts(rival: str) -> None:
    if not RECORDS.exists():
        pytest.skip(f"{RECORDS} is not there")
    import csv

    with RECORDS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    weeks, fronts = sorted({row["week"] for row in rows}), sorted({row["front"] for row in rows})
    counts = np.zeros((len(weeks), len(fronts)), dtype=np.int64)
    for row in rows:
        counts[weeks.index(row["week"]), fronts.index(row["front"])] = int(row["best"])
    after = weeks.index("2016-06-06")
    draws = rival_forecast(rival, counts, (1, after), 8, draws=200, seed=1)
    assert draws.shape == (200, 8, len(fronts))
    # A week's deaths on all fronts together, in the window and forecast: within a factor of two.
    ratio = draws.sum(axis=2).mean() / counts[1:after].sum(axis=1).mean()
    assert 0.5 < ratio < 2.0


CHANGED = (source(10).random((24, 30)) < np.linspace(0.0, 0.2, 30)).astype(np.int64)


def test_chances_of_change_by_hand() -> None:
    changed = np.zeros((10, 4), dtype=np.int64)
    changed[2, 0], changed[5, 0], changed[7, 1] = 1, 2, 1
    # Three changes in 40 place-periods: A = 3.5, B = 37.5; two periods ahead.
    base = chance_of_change("base_rate", changed, (0, 10), 2)
    assert base == pytest.approx(np.full(4, 1.0 - 37.5 / 41.0 * 38.5 / 42.0))
    still = chance_of_change("nothing_changes", changed, (0, 10), 2)
    assert still == pytest.approx(np.full(4, 1.0 - 10.5 / 11.0 * 11.5 / 12.0))


@pytest.mark.parametrize("rival", list(CHANGE_RIVALS))
def test_chances_grow_with_time_and_are_never_certain(rival: str) -> None:
    contested = np.arange(30) >= 20
    chances = [chance_of_change(rival, CHANGED, (0, 24), ahead, contested) for ahead in (1, 4, 16)]
    assert (np.diff(chances, axis=0) > 0.0).all()
    assert ((chances[0] > 0.0) & (chances[2] < 1.0)).all()
    none = chance_of_change(rival, np.zeros((24, 30)), (0, 24), 4, contested)
    assert ((none > 0.0) & (none < 0.1)).all()


@pytest.mark.parametrize("rival", list(CHANGE_RIVALS))
def test_what_lies_outside_the_window_changes_no_chance(rival: str) -> None:
    chances = chance_of_change(rival, CHANGED, (4, 20), 3)
    panel = CHANGED.astype(np.float64)
    panel[:4], panel[20:] = math.nan, 7.0
    assert (chance_of_change(rival, panel, (4, 20), 3) == chances).all()
    panel[19] = 1.0 - panel[19]
    assert rival == "nothing_changes" or (chance_of_change(rival, panel, (4, 20), 3) != chances).any()


def test_a_places_own_past_counts_where_places_differ() -> None:
    changed = np.zeros((24, 20), dtype=np.int64)
    changed[::3, :4] = 1
    chances = chance_of_change("own_past", changed, (0, 24), 4)
    assert chances[0] > 0.6
    assert chances[-1] < 0.1
    alike = np.zeros((24, 24), dtype=np.int64)
    np.fill_diagonal(alike, 1)
    even = chance_of_change("own_past", alike, (0, 24), 4)
    assert even == pytest.approx(chance_of_change("base_rate", alike, (0, 24), 4), rel=0.05)
    # As alike as can be: the group's rate counts as 10,000 periods, and one of 24 changed.
    rate = 24.5 / 577
    yes, no = 10_000 * rate + 1, 10_000 * (1 - rate) + 23
    step = np.arange(4)
    assert even[0] == pytest.approx(1.0 - ((no + step) / (yes + no + step)).prod(), rel=1e-12)


def test_contested_places_are_a_group_of_their_own() -> None:
    contested = np.arange(30) >= 15
    chances = chance_of_change("own_past", CHANGED, (0, 24), 4, contested)
    calm = CHANGED.sum(axis=0) == 0
    assert calm[:15].any()
    alone = chance_of_change("own_past", CHANGED, (0, 24), 4)
    assert (chances[:15][calm[:15]] < alone[:15][calm[:15]]).all()
    with pytest.raises(BadInput, match=r"^contested: needs True or False for each of 30 places$"):
        chance_of_change("own_past", CHANGED, (0, 24), 4, contested[:5])


@pytest.mark.statistical
def test_chances_of_change_come_true() -> None:
    # 200 windows of 24 periods, 40 places with chances of their own (beta law): the mean forecast within 4.5 standard
    # errors of how often it came, counted by window; and own past beats the base rate.  Once in 100,000 each.
    chance = source(11)
    off, gain = [], []
    for _ in range(200):
        rate = chance.beta(0.5, 9.5, 40)
        changed = (chance.random((28, 40)) < rate).astype(np.int64)
        came = changed[24:].any(axis=0).astype(np.float64)
        own = chance_of_change("own_past", changed, (0, 24), 4)
        base = chance_of_change("base_rate", changed, (0, 24), 4)
        off.append((own - came).mean())
        gain.append((pm.theory.brier_score(base, came) - pm.theory.brier_score(own, came)).mean())
    for values in (off,):
        assert abs(np.mean(values)) < 4.5 * np.std(values) / math.sqrt(200)
    assert np.mean(gain) > 4.5 * np.std(gain) / math.sqrt(200)
