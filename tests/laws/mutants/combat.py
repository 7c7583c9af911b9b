"""Mistakes in combat that its laws must notice."""

from laws.mutant import Mutant

MUTANTS = (
    Mutant("Cover multiplies losses instead of dividing them.", "combat.py", "power(men / 1000.0, law) / protection",
           "power(men / 1000.0, law) * protection"),
    Mutant("Who misses its aircraft fights better.", "combat.py", "ready -= given.combat.missing_air",
           "ready += given.combat.missing_air"),
    Mutant("The dead are also sent to hospital.", "combat.py", "state.wounded[actor] += out - killed",
           "state.wounded[actor] += out"),
    Mutant("Attackers suffer by the defenders' law.", "combat.py", "casualties(rate, numbers.law_attackers, fire_d",
           "casualties(rate, numbers.law_defenders, fire_d"),
    Mutant("Casualties are drawn without the place: one chance for all of an actor's fights.", "combat.py",
           "u = draw(key, COMBAT, day, world.actor_key[actor], world.place_key[place])\n        out =",
           "u = draw(key, COMBAT, day, world.actor_key[actor], world.actor_key[actor])\n        out ="),
    Mutant("Every missile fired counts as a vehicle destroyed.", "combat.py", "state.armour_lost[owner] += hit",
           "state.armour_lost[owner] += fired"),
    Mutant("Surprise counts on every day but the first.", "combat.py", "state.since[place] == day:",
           "state.since[place] != day:"),
    Mutant("Entrenchment grows beyond its end.", "combat.py",
           "state.prepared[place] = min(1.0, state.prepared[place] + 1.0 / days)",
           "state.prepared[place] = state.prepared[place] + 1.0 / days"),
    Mutant("The first actor at a place takes all losses.", "combat.py", "min(rounded(lost * here / number, u.a), here)",
           "min(rounded(lost, u.a), here) if row == 0 else 0"),
)  # fmt: skip
