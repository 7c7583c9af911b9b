"""People are killed, flee, and come to want an end of the fighting.

Comes in: who fell where today, sorties over places.  Goes out: people left, killed and displaced, and ``State.weary``,
which lowers recruitment (``supply``) and shortens sieges (``control``).  Claim c23.
"""

from __future__ import annotations

from polemos.model import events
from polemos.model.chance import CIVILIANS, NOBODY, Key, draw, rounded
from polemos.model.combat import URBAN
from polemos.model.compiled import compiled
from polemos.model.parameters import Parameters
from polemos.model.state import CIVILIANS_KILLED, DISPLACED, State, World

CROWDED = 10000.0


@compiled
def act(world: World, given: Parameters, state: State, key: Key, day: int) -> None:
    """Count the day's harm at every place that was fought over or bombed.

    killed = (killed_by_fighting * men killed * (1 in a city, 0.5 elsewhere) + killed_by_sortie * sorties) * people /
    (people + 10,000); flight = ``flight`` * people per day of attack; weariness rises to 1 over ``weariness_days`` of
    attack and fades three times more slowly.  Nobody can be killed or flee twice.
    """
    numbers = given.civilians
    step = 1.0 / max(1.0, numbers.weariness_days)
    for place in range(state.people.shape[0]):
        attacked = state.leader[place] >= 0
        if attacked:
            state.weary[place] = min(1.0, state.weary[place] + step)
        else:
            state.weary[place] -= step / 3.0 * state.weary[place]
        if state.people[place] <= 0 or (state.fallen[place] == 0 and state.bombed[place] <= 0.0 and not attacked):
            continue
        crowded = state.people[place] / (state.people[place] + CROWDED)
        city = 1.0 if world.terrain[place] == URBAN else 0.5
        harm = numbers.killed_by_fighting * state.fallen[place] * city + numbers.killed_by_sortie * state.bombed[place]
        u = draw(key, CIVILIANS, day, NOBODY, world.place_key[place])
        dead = min(rounded(harm * crowded, u.a), state.people[place])
        state.people[place] -= dead
        state.civilians_fallen[place] += dead
        if attacked:
            gone = min(rounded(numbers.flight * state.people[place], u.b), state.people[place])
            state.people[place] -= gone
            if world.main[place]:
                state.counted[DISPLACED] += gone
        if dead > 0:
            if world.main[place]:
                state.counted[CIVILIANS_KILLED] += dead
            fought = events.of_day(state, state.place_rows[place, events.FIGHTING_AT], day)
            flown = events.of_day(state, state.place_rows[place, events.FLIGHT_AT], day)
            attack = state.place_rows[place, events.OFFENSIVE_AT] if attacked else -1
            events.note(state, day, events.CIVILIANS_KILLED, place, -1, state.holder[place], 0, 0, dead, fought, flown,
                        attack, 0)  # fmt: skip
