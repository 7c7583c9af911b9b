"""Mistakes in control that its laws must notice."""

from laws.mutant import Mutant

FILE = "control.py"
MUTANTS = (
    Mutant("The weaker the attack, the sooner a defence breaks.", FILE, "u.a < chance:", "u.a > chance:"),
    Mutant("Those who got away are prisoners too.", FILE, "state.prisoners[actor] += number - saved",
           "state.prisoners[actor] += number"),
    Mutant("Survivors whose base was lost vanish.", FILE,
           "            join(state, actor, world.ground[place], number)\n        state.attack",
           "            pass\n        state.attack"),
    Mutant("A siege that is lifted goes on counting where it stopped.", FILE,
           "        state.siege[place] = 0\n        return", "        return"),
    Mutant("Men retreat to whoever is nearest, the enemy included.", FILE,
           "if owner >= 0 and (owner == actor or state.stance[actor, owner] == FRIENDLY) and world",
           "if owner >= 0 and world"),
    Mutant("Captured vehicles are not booked.", FILE, "state.armour_captured[leader] += wheels",
           "state.armour_captured[leader] += 0"),
    Mutant("Nobody remembers who held the place.", FILE,
           "state.previous[place], state.changed[place] = taker, loser, day",
           "state.previous[place], state.changed[place] = taker, taker, day"),
    Mutant("Surrender is decided by the same number as the assault.", FILE, "u.b >= chance", "u.a >= chance"),
    Mutant("The weary hold out longer.", FILE, "(0.5 + state.weary[place])", "(1.5 - state.weary[place])"),
    Mutant("Who surrenders is taken prisoner as well.", FILE,
           "        left += state.men[place, actor]\n",
           "        left += state.men[place, actor]\n        state.prisoners[actor] += state.men[place, actor]\n"),
)  # fmt: skip
