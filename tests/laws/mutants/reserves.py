"""Mistakes in reserves that their laws must notice."""

from laws.mutant import Mutant

FILE = "reserves.py"
MUTANTS = (
    Mutant("Who is sent stays in the reserve too.", FILE, "        join(state, actor, ground, -sent)\n", ""),
    Mutant("Men who are given back stay too.", FILE, "            state.men[place, actor] -= back\n", ""),
    Mutant("Reserves go to the least endangered place.", FILE, "danger > 100.0 + state.present_men[place]",
           "danger < 100.0 + state.present_men[place]"),
    Mutant("Reserves reach places that are cut off.", FILE,
           "state.holder[place] >= 0 and state.supply_road[place] >= 0.0 and danger",
           "state.holder[place] >= 0 and danger"),
    Mutant("Reserves go to the enemy.", FILE, "state.stance[actor, holder] != FRIENDLY",
           "state.stance[actor, holder] == FRIENDLY"),
    Mutant("Threatened places give men back first.", FILE,
           "max(0.0, 1.0 - state.threat[place] / state.present_men[place])",
           "min(1.0, state.threat[place] / state.present_men[place])"),
    Mutant("An actor's places thin out by one number.", FILE,
           "u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.place_key[place])",
           "u = draw(key, OFFENSIVE, day, world.actor_key[actor], world.actor_key[actor])"),
    Mutant("Garrisons may leave.", FILE,
           "state.men[place, actor] - given.offensive.garrison)", "state.men[place, actor])"),
    Mutant("Reserves reach places across the sea.", FILE, "if world.ground[place] != ground or not world.zone",
           "if not world.zone"),
    Mutant("Who passes to another theatre stays as well.", FILE, "            join(state, actor, source, -gone)\n", ""),
    Mutant("Who passes to another theatre comes back at once.", FILE, "join(state, actor, to, gone)",
           "join(state, actor, source, gone)"),
)  # fmt: skip
