"""Mistakes in offensives that their laws must notice."""

from laws.mutant import Mutant

FILE = "offensive.py"
PLAN = "planning.py"
MUTANTS = (
    Mutant("The worse the odds, the more attacks.", "attack.py", "odds * odds / (odds * odds + even * even)",
           "even * even / (odds * odds + even * even)"),
    Mutant("A truce binds nobody.", PLAN,
           "inviting * seen * freedom(world, state, actor, state.holder[place], place)", "inviting * seen"),
    Mutant("Men who attack also stay where they were.", FILE, "        state.men[beside, actor] -= sent\n", ""),
    Mutant("The spearhead does not leave the reserve.", FILE,
           "        reserves.join(state, actor, world.ground[place], -sent)\n", ""),
    Mutant("Staffs look at every place every day.", PLAN,
           "% PLANNING != np.uint64(0)", "% np.uint64(1) != np.uint64(0)"),
    Mutant("Places share the clocks of an actor.", PLAN,
           "u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.place_key[place])",
           "u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])"),
    Mutant("The place that is listed last is attacked by who rings last.", PLAN, "if time < state.ring[place]:",
           "if time < 1.0:"),
    Mutant("Openings deter.", PLAN, "1.0 + given.attention.weight * gap", "1.0 - given.attention.weight * gap"),
    Mutant("Actors attack on fronts that are not theirs.", PLAN, "world.zone[actor, front] == 1 and", "True and"),
    Mutant("Being overridden is felt although trust is switched off.", FILE,
           "    if not world.switches[10]:\n        return\n",
           ""),
    Mutant("Staffs without aircraft to count on expect more of their units.", PLAN,
           "= 1.0 - missing", "= 1.0 + missing"),
    Mutant("Staffs misjudge anew every day.", PLAN, "day - day % ASSESSED_DAYS", "day"),
    Mutant("A staff begins as many attacks as it likes.", FILE, "    state.underway[leader] += 1\n", ""),
    Mutant("Allies count against a leader's odds.", PLAN, "strength += chance", "strength -= chance"),
    Mutant("Any number of men finds room on a road.", FILE,
           "min(1.0, frontage(world, given, state, place) / max(1, offered))", "1.0"),
    Mutant("Who is listed first finds room first.", FILE, "place, holder, fitting)\n        if one",
           "place, holder, fitting if one > 0 else 1.0)\n        if one"),
    Mutant("Staffs plan with men for whom there is no room.", PLAN,
           "strength * min(1.0, frontage(world, given, state, place) / max(1.0, men))", "strength"),
    Mutant("Roads from the holder's friends serve its enemies.", PLAN,
           "owner >= 0 and state.stance[owner, holder] == HOSTILE:\n            roads",
           "owner >= 0:\n            roads"),
)  # fmt: skip
