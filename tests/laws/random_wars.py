"""Small wars at random, extremes among them: what hypothesis feeds to the laws.

Comes in: hypothesis.  Goes out: scenarios as plain data that pass the same validation as a file.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

CAMPS = ("blue", "red", "green")
ACTORS = ("army", "guard", "rebels", "bands", "patron")
PLACES = ("alpha", "beta", "gamma", "delta", "omega")
TERRAINS = ("plain", "desert", "urban", "mountain", "river")

men = st.sampled_from([2000, 9000, 3000, 300, 61, 1_000_000, 59, 1, 0])
few = st.sampled_from([40, 500, 12, 3, 1, 0])
share = st.sampled_from([0.0, 0.01, 0.3, 0.7, 1.0])
tempo = st.sampled_from([30, 60, 10, 1, 0])
day = st.integers(1, 28).map(lambda n: f"2000-01-{n:02d}")

# Bounds of mechanisms that a war may legally have; each is drawn now and then.
EXTREMES = {
    ("offensive", "required_ratio"): [0.0, 0.5, 100.0],
    ("offensive", "committed"): [0.0, 1.0],
    ("offensive", "garrison"): [0, 1, 500],
    ("offensive", "longest"): [0, 1, 60],
    ("offensive", "tolerated_loss"): [0.0, 1.0],
    ("offensive", "reinforcement"): [0.0, 1.0],
    ("offensive", "release"): [0.0, 1.0],
    ("combat", "attrition"): [0.0, 0.05, 1.0],
    ("combat", "law_attackers"): [0.0, 1.0],
    ("combat", "law_defenders"): [0.0, 1.0],
    ("combat", "tail"): [2.05, 6.0],
    ("combat", "killed"): [0.0, 1.0],
    ("combat", "recovery"): [0, 1],
    ("combat", "missing_air"): [0.0, 1.0],
    ("combat", "missile_kill"): [0.0, 1.0],
    ("control", "break_ratio"): [0.0, 0.5],
    ("control", "break_rate"): [0.0, 1.0],
    ("control", "escape"): [0.0, 1.0],
    ("control", "surrender"): [0.0, 10.0],
    ("supply", "resupply"): [0.0, 1.0],
    ("supply", "consumption"): [0.0, 1.0],
    ("supply", "smuggling"): [0.0, 1.0],
    ("supply", "least_strength"): [0.0, 1.0],
    ("air", "loss_rate"): [0.0, 1.0],
    ("air", "reliance_days"): [0, 1],
    ("air", "interdiction_kills"): [0.0, 10.0],
    ("attention", "weight"): [0.0, 50.0],
    ("attention", "error"): [0.0, 1.0],
    ("attention", "lag"): [0, 1],
    ("ceasefire", "compliance"): [0.0, 1.0],
    ("ceasefire", "erosion"): [0.0, 1.0],
    ("ceasefire", "breaks_below"): [0.0, 1.0],
    ("ceasefire", "rearming"): [1.0],
    ("civilians", "flight"): [0.0, 1.0],
    ("civilians", "killed_by_fighting"): [0.0, 1000.0],
    ("civilians", "weariness_days"): [0, 1],
    ("trust", "refused"): [0.0, 1.0],
    ("trust", "late"): [0.0, 1.0],
    ("trust", "honoured"): [0.0, 1.0],
    ("trust", "overridden"): [0.0, 1.0],
    ("trust", "solidarity"): [0.0, 1.0],
    ("trust", "loss_weight"): [1000.0],
    ("trust", "breaking_rate"): [0.0, 10.0],
    ("trust", "breaking_point"): [0.0, 1.0],
    ("trust", "breaking_width"): [0.0, 0.05],
    ("trust", "forgetting"): [0, 60],
    ("bargain", "volatility"): [0.0, 1.0],
    ("bargain", "yielding"): [0.0, 1.0],
    ("bargain", "linkage"): [0.0, 1.0],
}

RULES: list[dict[str, str]] = [
    {},
    {"choice": "drawn", "vote": "proportional_cubic", "victory": "square", "risk_range": "wide"},
    {"election": "markov_uniform", "influence": "capability", "risk_range": "neutral", "proposal": "both"},
    {"commitment": "none", "risk_adjustment": "full", "interpolation": "power_surplus", "proposal": "compromise"},
]


@st.composite
def _actor(draw: st.DrawFn, name: str, places: tuple[str, ...]) -> dict[str, Any]:
    camp = {"army": "blue", "guard": "blue", "patron": "blue", "rebels": "red"}.get(name)
    return {
        "title": name,
        "camp": camp or draw(st.sampled_from(CAMPS)),
        "sponsor": "patron" if name == "guard" else None,
        "strength": draw(men),
        "reserve": draw(st.sampled_from([0.15, 0.0, 0.5, 1.0])),
        "presence": draw(
            st.dictionaries(st.sampled_from(["near", *places]), st.sampled_from([1, 2, 5]), min_size=1, max_size=3)
        ),
        "quality": draw(st.sampled_from([1.0, 1.5, 0.05, 20.0])),
        "tempo": draw(tempo),
        "recruits": draw(st.sampled_from([0, 1, 300])),
        "armour": draw(few),
        "missiles": draw(few),
        "air_defence": draw(share),
        "reliance": draw(share),
        "autonomy": draw(share),
    }


@st.composite
def _theatre(draw: st.DrawFn, places: tuple[str, ...]) -> dict[str, Any]:
    spots = {}
    for row, place in enumerate(places):
        spots[place] = {
            "latitude": 35.0 + 0.3 * row,
            "longitude": 37.0,
            "population": draw(st.sampled_from([0, 1, 900, 80_000, 3_000_000])),
            "terrain": draw(st.sampled_from(TERRAINS)),
            "front": draw(st.sampled_from(["near", "near", "far", None])),
        }
    links = [{"between": [places[row - 1], places[row]], "road": 20 + 10 * row} for row in range(1, len(places))]
    if len(places) > 2 and draw(st.booleans()):
        links.append({"between": [places[0], places[-1]], "road": 200})
    return {"fronts": {"near": "Near", "far": "Far"}, "places": spots, "links": links}


@st.composite
def _decisions(draw: st.DrawFn) -> dict[str, Any]:
    possible: dict[str, Any] = {
        "leave": {"action": "withdraw_aircraft", "wings": ["jets"], "share": draw(share)},
        "come": {"action": "deploy_aircraft", "wing": "copters", "aircraft": draw(few)},
        "volunteers": {"action": "deploy_men", "actor": "guard", "men": draw(men)},
        "haggle": {
            "action": "change_command",
            "coalition": "pact",
            "command": draw(st.sampled_from(["bargained", "delegated"])),
        },
        "more": {"action": "change_flow", "flow": "aid", "factor": draw(st.sampled_from([0, 0.5, 100]))},
        "rush": {
            "action": "change_tempo",
            "actor": "rebels",
            "fronts": ["near"],
            "factor": draw(st.sampled_from([0, 10])),
        },
        "zeal": {"action": "change_effort", "patron": "patron", "factor": draw(st.sampled_from([0, 2]))},
        "truce": {
            "action": "ceasefire",
            "parties": ["patron", "army"],
            "bound": ["army", "guard", "rebels"],
            "excluded": ["bands"],
            "ground_aircraft": draw(st.sampled_from([0, 5])),
            "until": draw(st.sampled_from([None, "2000-02-05"])),
        },
    }
    chosen = draw(st.lists(st.sampled_from(sorted(possible)), unique=True, max_size=5))
    return {name: {"title": name, "date": draw(day), **possible[name]} for name in chosen}


@st.composite
def wars(draw: st.DrawFn, extremes: int = 8) -> dict[str, Any]:
    """Return a war of five actors on two to five places, 45 days long, with up to ``extremes`` numbers at a bound."""
    places = PLACES[: draw(st.integers(2, 5))]
    holders: dict[str, list[str]] = {}
    for row, place in enumerate(places):
        usual = ("army", "rebels", "guard", "bands", "rebels")[row]
        owner = draw(st.sampled_from([usual, usual, usual, "army", "rebels", None]))
        if owner:
            holders.setdefault(owner, []).append(place)
    mechanisms: dict[str, dict[str, Any]] = {"offensive": {"required_ratio": 0.3}, "combat": {"harassment": 0.0005}}
    for room, field in draw(st.lists(st.sampled_from(sorted(EXTREMES)), unique=True, max_size=extremes)):
        mechanisms.setdefault(room, {})[field] = draw(st.sampled_from(EXTREMES[room, field]))
    wing = {"patron": "patron", "clients": ["army", "guard"], "reach": draw(st.sampled_from([0, 60, 900]))}
    return {
        "polemos": 1,
        "name": "random",
        "title": "Random",
        "start": "2000-01-01",
        "days": 45,
        "theatre": draw(_theatre(places)),
        "camps": {camp: {"title": camp, "supply": [places[row % len(places)]]} for row, camp in enumerate(CAMPS)},
        "stances": [
            {"between": ["blue", "red"], "stance": "hostile"},
            {"between": ["red", "green"], "stance": draw(st.sampled_from(["hostile", "neutral"]))},
            {"between": ["blue", "green"], "stance": draw(st.sampled_from(["hostile", "friendly"]))},
        ],
        "actors": {name: draw(_actor(name, places)) for name in ACTORS},
        "holders": holders,
        "vital": {"army": [places[0]]},
        "coalitions": {
            "pact": {
                "title": "Pact",
                "lead": "army",
                "patron": "patron",
                "members": ["army", "guard", "patron"],
                "command": draw(st.sampled_from(["integrated", "delegated", "bargained"])),
                "focal": True,
            }
        },
        "patrons": {
            "patron": {
                "fronts_at_once": draw(st.sampled_from([0, 1, 1.5])),
                "interdiction": draw(share),
                "allocation": draw(st.sampled_from(["by_need", "by_favour", "first_come", "best_use"])),
            }
        },
        "wings": {
            "jets": {
                **wing,
                "kind": "attack",
                "client_fronts": {"guard": ["near"]} if len(holders) % 2 else {},
                "base": places[0],
                "aircraft": draw(few),
                "sorties": draw(st.sampled_from([0, 1, 12])),
            },
            "copters": {
                **wing,
                "kind": "helicopter",
                "base": {"latitude": 35, "longitude": 36},
                "aircraft": draw(few),
                "sorties": 2,
            },
        },
        "flows": {
            "aid": {
                "sponsor": "patron",
                "client": "guard",
                "men": 60,
                "missiles": 20,
                "armour": 9,
                "stores": draw(share),
                "through": draw(st.sampled_from([[], [places[0]]])),
            }
        },
        "bargaining": {
            "rules": RULES[len(holders) % len(RULES)],
            "issues": {
                "far": {
                    "title": "How far",
                    "zero": "no",
                    "one": "yes",
                    "reference": 0.5,
                    "efforts": {"patron": draw(st.sampled_from([-5, 1]))},
                },
                "near": {"title": "How near", "zero": "no", "one": "yes", "reference": 0.3, "flows": {"aid": 2}},
            },
            "stakeholders": {
                one: {
                    "title": one,
                    "capability": draw(share),
                    "issues": {issue: {"position": draw(share), "salience": draw(share)} for issue in ("far", "near")},
                }
                for one in ("hawks", "doves", "owls")
            },
        },
        "interventions": draw(_decisions()),
        "mechanisms": mechanisms,
    }


@cache
def some_wars(number: int) -> list[dict[str, Any]]:
    """Return this many random wars, the same ones every time."""
    found: list[dict[str, Any]] = []

    @settings(derandomize=True, database=None, deadline=None, max_examples=number, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(data=wars())
    def look(data: dict[str, Any]) -> None:
        found.append(data)

    look()
    return found
