"""Mistakes in attention that its laws must notice."""

from laws.mutant import Mutant

FILE = "attention.py"
MUTANTS = (
    Mutant("Camps watch their friends' aircraft.", FILE,
           "if world.camp[actor] == camp and state.stance[actor, patron] == HOSTILE:",
           "if world.camp[actor] == camp and state.stance[actor, patron] != HOSTILE:"),
    Mutant("Neutral aircraft are feared too.", FILE,
           "if world.camp[actor] == camp and state.stance[actor, patron] == HOSTILE:",
           "if world.camp[actor] == camp and state.stance[actor, patron] <= 0:"),
    Mutant("A patron that is hostile to three of a camp is seen three times.", FILE,
           "                break\n    return total", "    return total"),
    Mutant("The longer the lag, the faster the picture follows.", FILE, "1.0 / max(1.0, given.attention.lag)",
           "min(1.0, given.attention.lag / 10.0)"),
    Mutant("A lag below one day is more than the whole picture.", FILE, "1.0 / max(1.0, given.attention.lag)",
           "1.0 / max(0.1, given.attention.lag)"),
    Mutant("The picture adds up all that ever flew and forgets nothing.", FILE,
           "speed * (flown - state.seen[camp, front])", "speed * flown"),
    Mutant("Watchers can see fewer than no aircraft.", FILE, "max(0.0, 1.0 + given.attention.error * z)",
           "1.0 + given.attention.error * z"),
    Mutant("Watchers always see too few.", FILE, "1.0 + given.attention.error * z",
           "1.0 - given.attention.error * abs(z)"),
    Mutant("One error for all fronts of a day.", FILE, "world.camp_key[camp], world.front_key[front]",
           "world.camp_key[camp], world.front_key[0]"),
    Mutant("All camps make the same error.", FILE, "world.camp_key[camp], world.front_key[front]",
           "world.front_key[front], world.front_key[front]"),
    Mutant("The most ever seen is forgotten.", FILE, "max(state.seen_peak[camp], state.seen[camp, front])",
           "state.seen[camp, front]"),
    Mutant("Yesterday's sum over the fronts is added to today's.", FILE, "        state.seen_all[camp] = 0.0\n", ""),
    Mutant("Idle aircraft are an opening.", FILE, "min(1.0, elsewhere / peak) * (1.0", "1.0 * (1.0"),
    Mutant("They attack where the aircraft are.", FILE, "(1.0 - min(1.0, here / peak))", "min(1.0, here / peak)"),
    Mutant("What flies here counts as flying elsewhere.", FILE, "max(0.0, state.seen_all[camp] - here)",
           "state.seen_all[camp]"),
    Mutant("An opening is measured by what is seen today, not by the most ever seen.", FILE,
           "peak = state.seen_peak[camp]", "peak = state.seen_all[camp]"),
)  # fmt: skip
