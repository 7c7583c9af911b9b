"""Requests for aircraft as a system in which who finds no server is turned away.

Each of n towns is under attack today with the chance r, independently; its attacker asks once a day.  A patron that can
serve c requests a day serves min(K, c) of the K that come, K binomial: the share refused is E[(K - c)+] / E[K].  That
holds for attacks of a day and, by renewal theory, for attacks of any length, r being the share of time under attack.
Staffs that lose a request with the chance f thin it: served are min(K', c), K' binomial with r (1 - f).

It is not Erlang's loss formula, though a patron with c fronts looks like an exchange with c lines: in an exchange a
caller who is refused goes away, here the attack goes on and asks again tomorrow.  Nothing in the model waits in a line.
Erlang's formula has its place next door, in ``test_staffs``.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytic.sorties import requests
from polemos.dimensions import COMMAND_MODES
from polemos.model.chance import AIR, NOBODY, Key, geometric_delay, uniforms
from polemos.scenario.compile import War
from worlds import SEED, after

HONOURED, LATE, REFUSED = range(3)
HISTORIES, DAYS = 200, 360
LOOKS = DAYS // 3


def binomial(n: int, p: float) -> np.ndarray:
    """Return the chances of 0 .. n successes."""
    return np.array([math.comb(n, k) * p**k * (1.0 - p) ** (n - k) for k in range(n + 1)])


def served(n: int, p: float, c: int) -> tuple[float, float]:
    """Return mean and variance of min(K, c)."""
    chance, number = binomial(n, p), np.minimum(np.arange(n + 1), c)
    mean = float(chance @ number)
    return mean, float(chance @ number**2) - mean * mean


def answers(war: War, days: int = DAYS, histories: int = HISTORIES, before: int = 0) -> np.ndarray:
    """Return what the client was answered in each history [histories, 3], the days ``before`` left out."""
    found = np.zeros((histories, 3))
    for history in range(histories):
        found[history] = after(war, before + days, history).answered[0]
        if before:
            found[history] -= after(war, before, history).answered[0]
    return found


@pytest.mark.parametrize(("n", "r", "c"), [(10, 0.3, 2), (6, 0.5, 1), (12, 0.2, 5)])
@pytest.mark.parametrize("scarce", ["fronts", "sorties"])
def test_the_share_refused_is_that_of_a_binomial_loss_system(n: int, r: float, c: int, scarce: str) -> None:
    """Attacks of a day; c fronts and sorties without end, or c sorties for any front.

    24,000 looks a case; requests and served within 4 standard errors, six cases: false alarm 12 * 6e-5.
    """
    war = requests(n, r, 1, c if scarce == "fronts" else n, 1e3 if scarce == "fronts" else c, delay_delegated=0,
                   refusal_delegated=0)  # fmt: skip
    found = answers(war).sum(axis=0)
    mean, variance = served(n, r, c)
    looks = HISTORIES * LOOKS
    assert abs(found.sum() - looks * n * r) < 4.0 * math.sqrt(looks * n * r * (1.0 - r))
    assert abs(found[HONOURED] - looks * mean) < 4.0 * math.sqrt(looks * variance)
    assert found[LATE] == 0
    assert abs(found[REFUSED] / found.sum() - (1.0 - mean / (n * r))) < 0.01  # the share itself, for the reader


@pytest.mark.parametrize("mode", COMMAND_MODES)
def test_staff_and_delay_of_each_mode(mode: str) -> None:
    """The mode's staff loses a request with its chance, its mean delay makes a share exp(-1 / mean) of the served late.

    48,000 requests a mode; served and late within 4 standard errors: false alarm 6 * 6e-5.
    """
    n, r, chance, mean = 4, 0.5, 0.15 + 0.2 * COMMAND_MODES.index(mode), 0.5 + COMMAND_MODES.index(mode)
    war = requests(n, r, 1, n, mode=mode, **{f"delay_{mode}": mean, f"refusal_{mode}": chance})
    found = answers(war).sum(axis=0)
    asked, flown = found.sum(), found[HONOURED] + found[LATE]
    late = math.exp(-1.0 / mean)
    assert abs(flown - asked * (1.0 - chance)) < 4.0 * math.sqrt(asked * chance * (1.0 - chance))
    assert abs(found[LATE] - flown * late) < 4.0 * math.sqrt(flown * late * (1.0 - late))


def test_staff_and_scarcity_together() -> None:
    """What the staff loses takes nobody's place: served are min(K', c), K' thinned; 24,000 looks, 4 errors, 6e-5."""
    n, r, c, chance = 10, 0.3, 2, 0.4
    found = answers(requests(n, r, 1, c, refusal_delegated=chance)).sum(axis=0)
    mean, variance = served(n, r * (1.0 - chance), c)
    looks = HISTORIES * LOOKS
    assert abs(found[HONOURED] + found[LATE] - looks * mean) < 4.0 * math.sqrt(looks * variance)


@pytest.mark.parametrize(("looks", "chance"), [(1, 0.25), (3, 0.1), (7, 0.045454545454545456)])
def test_long_attacks_ask_as_often_as_the_share_of_time_says(looks: int, chance: float) -> None:
    """Of 12 towns each is under attack a quarter of the time, whether for 3, 9 or 21 days: the same share is refused.

    r = m P / (m P + 1 - P) for attacks that last m looks.  After 300 days in which the start is forgotten; requests and
    refused within 4 standard errors of the mean of 200 histories: false alarm 6 * 6e-5.
    """
    n, c = 12, 2
    r = looks * chance / (looks * chance + 1.0 - chance)
    assert math.isclose(r, 0.25, rel_tol=1e-9)
    found = answers(requests(n, chance, 3 * looks, c, refusal_delegated=0), before=300)
    for column, due in (
        (found.sum(axis=1), DAYS * n * r),
        (found[:, REFUSED], DAYS * (n * r - served(n, r, c)[0])),
    ):
        assert abs(column.mean() - due) < 4.0 * column.std(ddof=1) / math.sqrt(HISTORIES)


def test_refused_attackers_do_not_hang_up() -> None:
    """Erlang's loss formula would refuse over half where the model refuses four in ten: no exchange, as said above.

    Many towns, rarely attacked, 3 at a time on the mean, 2 served: K is nearly Poisson, as the formula supposes.
    """
    n, looks, c = 40, 3, 2
    r = 3.0 / n
    chance = r / (looks - looks * r + r)
    found = answers(requests(n, chance, 3 * looks, c, refusal_delegated=0), histories=60, before=300)
    share = found[:, REFUSED].sum() / found.sum()
    load = 3.0
    erlang = (load**c / math.factorial(c)) / sum(load**k / math.factorial(k) for k in range(c + 1))
    assert abs(share - (1.0 - served(n, r, c)[0] / (n * r))) < 0.02  # some 65,000 requests, in 60 independent parts
    assert erlang - share > 0.1


def test_the_wait_is_exponential() -> None:
    """20,000 waits: distance to the exponential law below the 99.99 % point of Kolmogorov, 2.23 / sqrt(n)."""
    number, mean = 20_000, 1.5
    u = np.empty((number, 4))
    uniforms(Key(np.uint64(SEED), np.uint64(0)), AIR, 0, NOBODY, np.arange(number, dtype=np.uint64), u)
    waits = np.sort([geometric_delay(value, mean) for value in u[:, 1]])
    law = 1.0 - np.exp(-waits / mean)
    steps = np.arange(number + 1) / number
    assert max((law - steps[:-1]).max(), (steps[1:] - law).max()) < 2.23 / math.sqrt(number)
