"""What the document says of the coalition (c05 to c10), each in a small war that assumes it, and where it fails.

Every sign test compares the same histories with and without one thing and fails by mistake once in 100,000 times.
"""

from __future__ import annotations

import numpy as np

from worlds.signs import Lived, Values, clearly, moved, of

NAME = "two_fronts_one_air_force"
MODES = ("integrated", "delegated", "bargained")
OWN = ["army", "guard"]
ENEMIES = ["hill_bands", "sand_bands"]
ASKED = 'interventions.truce.parties=["patron", "army", "guard"]'
AFTER_THE_TRUCE = 6  # the week after that of 1 February
OUT_OF_REACH = "wings.jets.reach=5"


def led(mode: str, *edits: str, count: int = 300) -> Lived:
    return of(NAME, f"coalitions.alliance.command={mode}", *edits, without=("loosening",), count=count)


def joining(chance: float) -> tuple[str, ...]:
    return tuple(f"mechanisms.command.joint_{mode}={chance}" for mode in MODES)


# Who has won a place stays there whole, and it is no easier to take back than any other.  Otherwise those who lose
# more places retake more of them, which is easy, and so are repelled less often.
LASTING = (
    "mechanisms.offensive.holding=1",
    "mechanisms.control.break_rate=0.12",
    "mechanisms.control.break_rate_unprepared=0.12",
)


def in_a_hundred(part: Values, whole: Values) -> Values:
    return np.where(whole > 0, 100.0 * part / np.maximum(1, whole), np.nan)


def ever_broke(run: Lived, member: str) -> Values:
    return (np.asarray(run.measures["member_fissure_day"].sel(actor=member)) >= 0).any(axis=1).astype(int)


def test_c05_who_was_left_out_of_the_talks_trusts_less_and_breaks_more_often() -> None:
    """c05. Patron and enemy agreed on the truce over the heads of members.

    Assumption: the guard is bound, was not asked, and minds.  Sign: it trusts less than where it was asked, in every
    history; where trust is brittle it breaks in more of them.
    """
    assert (trust_of_guard(of(NAME)) < trust_of_guard(of(NAME, ASKED))).all()
    brittle = (
        "mechanisms.trust.breaking_point=0.5",
        "mechanisms.trust.breaking_rate=2",
        "mechanisms.trust.exclusion=0.3",
    )
    left_out, heard = of(NAME, *brittle), of(NAME, *brittle, ASKED)
    assert clearly(ever_broke(left_out, "guard"), ever_broke(heard, "guard"))


def trust_of_guard(run: Lived) -> Values:
    return np.asarray(run.measures["trust"].sel(actor="guard", week=AFTER_THE_TRUCE))


def test_c05_fails_where_nobody_minds_or_the_patron_did_not_agree() -> None:
    """c05, counter-worlds: who does not mind is not hurt; nor is it the patron's doing if the patron was no party."""
    careless = ("mechanisms.trust.exclusion=0", "mechanisms.ceasefire.spoiling=0")
    assert moved(of(NAME, *careless), of(NAME, *careless, ASKED)) == []
    without_patron = 'interventions.truce.parties=["army"]'
    assert moved(of(NAME, without_patron), of(NAME, without_patron, "mechanisms.trust.exclusion=0")) == []


def test_c06_an_integrated_command_fights_together_and_gains_more() -> None:
    """c06. One staff under the patron's generals made the early success.

    Assumption: who is ordered joins more often than who is asked, and help comes sooner.  Sign: a larger share of
    attacks is joint, more enemies fall, and more people are held at the end; where gains last, fewer are repelled.
    """
    integrated, bargained = led("integrated", count=1000), led("bargained", count=1000)
    assert clearly(joint_share(integrated), joint_share(bargained))
    assert clearly(*(repelled(led(mode, *LASTING, count=1000)) for mode in ("bargained", "integrated")))
    assert clearly(integrated.tally("killed_total", actor=ENEMIES), bargained.tally("killed_total", actor=ENEMIES))
    assert clearly(
        integrated.tally("population_held", camp="allies"), bargained.tally("population_held", camp="allies")
    )


def joint_share(run: Lived) -> Values:
    return in_a_hundred(run.tally("offensives_joint", actor=OWN), run.tally("offensives_started", actor=OWN))


def test_c06_fails_where_the_modes_differ_in_name_only() -> None:
    """c06, counter-world: with equal numbers, and trust that stays where it was, no mode is better than another."""
    numbers = {"joint": 0.5, "delay": 0.7, "refusal": 0.1}
    equal = [f"mechanisms.command.{key}_{mode}={value}" for key, value in numbers.items() for mode in MODES]
    still = ("mechanisms.trust.on=false", "mechanisms.command.adjustment=0")
    integrated = led("integrated", *equal, *still)
    assert (
        moved(integrated, led("delegated", *equal, *still)) == moved(integrated, led("bargained", *equal, *still)) == []
    )


def test_c07_a_patron_that_haggles_comes_late_or_not_at_all() -> None:
    """c07. On 20 February the staff gives way to haggling over each strike.

    Assumption: haggling takes longer and fails more often.  Sign: fewer requests honoured, more late, more refused.
    """
    since = slice(8, None)
    staff, haggling = of(NAME, "interventions.loosening.command=integrated"), of(NAME)
    for answer in ("late", "refused"):
        at = {"answer": answer, "week": since}
        assert clearly(haggling.tally("requests", **at), staff.tally("requests", **at))
    at = {"answer": "honoured", "week": since}
    assert clearly(staff.tally("requests", **at), haggling.tally("requests", **at))


def test_c07_fails_where_haggling_costs_nothing() -> None:
    """c07, counter-world: a lone client's requests do not notice a new name for a staff that works as before."""
    equal = [f"mechanisms.command.{key}={value}" for mode in MODES[::2] for key, value in
             ((f"delay_{mode}", 0.7), (f"refusal_{mode}", 0.1))]  # fmt: skip
    change = "{title: Haggling, date: 2000-01-20, action: change_command, coalition: pair, command: bargained}"
    before = of("lone_client", "coalitions.pair.command=integrated", *equal)
    after = of("lone_client", "coalitions.pair.command=integrated", *equal, f"interventions.haggling={change}")
    assert moved(before, after) == []


def test_c08_who_keeps_its_authority_joins_less_and_resents_orders() -> None:
    """c08. Members with sponsors of their own will not cede authority to the commander.

    Assumption: full autonomy cedes nothing, none cedes as far as trust goes; an order in spite of autonomy is minded.
    Sign: fewer joint attacks; less cohesion where being overridden is minded.
    """
    ceding, keeping = (led("integrated", *autonomy(level), count=600) for level in (0, 1))
    assert clearly(ceding.tally("offensives_joint", actor=OWN), keeping.tally("offensives_joint", actor=OWN))
    calm, minding = (led("integrated", f"mechanisms.trust.overridden={share}") for share in (0, 0.2))
    assert clearly(calm.last("cohesion"), minding.last("cohesion"))


def autonomy(level: float) -> tuple[str, ...]:
    return tuple(f"actors.{member}.autonomy={level}" for member in OWN)


def test_c08_fails_where_trust_is_whole_or_nobody_gives_orders() -> None:
    """c08, counter-worlds: who trusts fully joins unasked; without autonomy or orders nothing is overridden."""
    whole = ("trust.usual=1", "mechanisms.trust.on=false")
    assert moved(*(led("integrated", *whole, *autonomy(level)) for level in (0, 1))) == []
    assert moved(*(led("integrated", *autonomy(0), f"mechanisms.trust.overridden={share}") for share in (0, 0.2))) == []
    assert moved(*(led("delegated", f"mechanisms.trust.overridden={share}") for share in (0, 0.2))) == []


def test_c09_who_attacks_alone_is_repelled_more_often() -> None:
    """c09. Units begin operations alone.

    Assumption: nobody joins, against everybody who is asked does.  Sign: less ground is won, and where gains last a
    larger share of attacks is repelled.
    """
    together, alone = led("integrated", *joining(1), count=600), led("integrated", *joining(0), count=600)
    assert clearly(*(repelled(led("integrated", *joining(chance), *LASTING, count=600)) for chance in (0, 1)))
    assert clearly(together.tally("net_movement"), alone.tally("net_movement"))


def repelled(run: Lived) -> Values:
    return in_a_hundred(run.tally("offensives_repelled", actor=OWN), run.tally("offensives_started", actor=OWN))


def test_c09_who_gets_no_aircraft_in_time_loses_more_men() -> None:
    """c09. They get no aircraft, or too late, and lose men.

    Assumption: they rely on aircraft fully and late support is worth a tenth.  Sign: more of them are killed for each
    enemy, and fewer people held, where the jets come after five days on average instead of an hour, and where they are
    out of reach.  In all, who never gets aircraft loses no more men than who does: it dares less.
    """
    rely = ("actors.army.reliance=1", "actors.guard.reliance=1", "mechanisms.combat.missing_air=0.5",
            "mechanisms.air.late_effect=0.1", "patrons.patron.fronts_at_once=2")  # fmt: skip
    soon, late = (
        led("integrated", *rely, f"mechanisms.command.delay_integrated={days}", count=600) for days in (0.05, 5)
    )
    for worse in (late, led("integrated", *rely, OUT_OF_REACH, count=600)):
        assert clearly(worse.exchange(OWN, ENEMIES), soon.exchange(OWN, ENEMIES))
        assert clearly(soon.tally("population_held", camp="allies"), worse.tally("population_held", camp="allies"))


def test_c09_fails_where_nobody_could_join_or_aircraft_do_nothing() -> None:
    """c09, counter-worlds: without a neighbour all attack alone; aircraft that do nothing are not missed."""
    assert moved(of("lone_client", *joining(0)), of("lone_client", *joining(1))) == []
    idle = ("mechanisms.air.fire_per_sortie=0", "mechanisms.combat.missing_air=0", "patrons.patron.interdiction=0",
            "mechanisms.civilians.killed_by_sortie=0", "mechanisms.trust.on=false", "mechanisms.attention.on=false",
            "mechanisms.air.loss_rate=0")  # fmt: skip
    assert moved(led("integrated", *idle), led("integrated", *idle, OUT_OF_REACH), "requests", "front_sorties") == []


def test_c10_a_common_defeat_and_men_lost_without_help_cost_trust() -> None:
    """c10. A drive that failed for want of the patron's aircraft cost men, and left bitterness.

    Assumption: members attack together, the jets are out of reach, and losses without help are held against the
    patron.  Sign: less cohesion where defeats are shared out as blame; less trust of the army where its dead weigh.
    """
    forgiving, blaming = (of(NAME, *joining(1), f"mechanisms.trust.shared_loss={share}") for share in (0, 0.3))
    assert clearly(forgiving.last("cohesion"), blaming.last("cohesion"))
    light, heavy = (of(NAME, OUT_OF_REACH, f"mechanisms.trust.loss_weight={weight}") for weight in (0, 10))
    assert clearly(light.last("trust", actor="army"), heavy.last("trust", actor="army"))


def test_c10_fails_without_a_coalition_or_where_help_came() -> None:
    """c10, counter-worlds: who attacks alone has nobody to blame for it; who was helped does not blame the patron."""
    assert moved(*(of(NAME, *joining(0), f"mechanisms.trust.shared_loss={share}") for share in (0, 0.3))) == []
    assert moved(*(of("one_front", f"mechanisms.trust.shared_loss={share}") for share in (0, 0.3))) == []
    helped = ("patrons.patron.fronts_at_once=50", "wings.jets.aircraft=500", "wings.jets.serviceable=1",
              "mechanisms.command.refusal_integrated=0", "mechanisms.command.refusal_bargained=0",
              "interventions.leaving.share=0")  # fmt: skip
    assert moved(*(of(NAME, *helped, f"mechanisms.trust.loss_weight={weight}") for weight in (0, 10))) == []
