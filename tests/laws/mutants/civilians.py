"""Mistakes in civilians that its laws must notice."""

from laws.mutant import Mutant

FILE = "civilians.py"
MUTANTS = (
    Mutant("Cities are safer than the open country.", FILE, "world.terrain[place] == URBAN",
           "world.terrain[place] != URBAN"),
    Mutant("The dead go on living there.", FILE, "state.people[place] -= dead", "state.people[place] -= 0"),
    Mutant("Weariness grows beyond 1.", FILE, "min(1.0, state.weary[place] + step)", "state.weary[place] + step"),
    Mutant("In peace people grow wearier.", FILE, "state.weary[place] -= step / 3.0",
           "state.weary[place] += step / 3.0"),
    Mutant("All places of a day share one number.", FILE, "draw(key, CIVILIANS, day, NOBODY, world.place_key[place])",
           "draw(key, CIVILIANS, day, NOBODY, NOBODY)"),
    Mutant("More can die than live there.", FILE, "min(rounded(harm * crowded, u.a), state.people[place])",
           "rounded(harm * crowded, u.a)"),
    Mutant("The fewer live there, the more die.", FILE, "state.people[place] / (state.people[place] + CROWDED)",
           "CROWDED / (state.people[place] + CROWDED)"),
    Mutant("The same number decides who dies and who flees.", FILE,
           "rounded(numbers.flight * state.people[place], u.b)",
           "rounded(numbers.flight * state.people[place], u.a)"),
    Mutant("People flee from raids too.", FILE, "        if attacked:\n            gone",
           "        if True:\n            gone"),
)  # fmt: skip
