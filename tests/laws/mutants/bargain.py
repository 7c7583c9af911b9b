"""Mistakes in the bargain that its laws must notice."""

from laws.mutant import Mutant

FILE = "bargain.py"
MUTANTS = (
    Mutant("Stakeholders vote for the outcome that is farther from their own.", FILE,
           "(to_k * to_k - to_j * to_j)", "(to_j * to_j - to_k * to_k)"),
    Mutant("Who does not care votes like who does.", FILE, "capability[i] * salience[i] *", "capability[i] *"),
    Mutant("Distances count once, not squared.", FILE, "(to_k * to_k - to_j * to_j)", "(abs(to_k) - abs(to_j))"),
    Mutant("The standing position is replaced by the one it beats.", FILE,
           "(weight[j] + weight[k]) * ballot[j, k]", "(weight[j] + weight[k]) * ballot[k, j]"),
    Mutant("The bargain stops after one round, long before it settles.", FILE, "range(ROUNDS)", "range(1)"),
    Mutant("Who cares most yields most.", FILE, "(1.0 - care)", "care"),
    Mutant("Stakeholders move away from the settlement.", FILE, "(state.settled[issue] - held)",
           "(held - state.settled[issue])"),
    Mutant("A patron's effort counts the settlement itself, not its move since the first day.", FILE,
           "given.effort_gain[issue, actor] * (state.settled[issue] - state.settled_first[issue])",
           "given.effort_gain[issue, actor] * state.settled[issue]"),
    Mutant("Positions drift beyond the ends of the issue.", FILE, "min(1.0, max(0.0, moved))", "moved"),
    Mutant("A sponsor that wants no more takes weapons back.", FILE, "state.flow[flow] = max(0.0, 1.0 + change)",
           "state.flow[flow] = 1.0 + change"),
    Mutant("A week's move is made every day.", FILE, "if day % PERIOD != 0 or", "if"),
    Mutant("The first settlement is forgotten every week.", FILE, "if day == 0:", "if day >= 0:"),
    Mutant("A stakeholder drifts alike on all issues: one number for all of them.", FILE, "world.issue_key[issue])",
           "world.issue_key[0])"),
    Mutant("Linked issues push apart.", FILE, "moved += numbers.linkage", "moved -= numbers.linkage"),
    Mutant("An issue is linked to itself instead of to the others.", FILE, "others += (state.settled[other] - "
           "state.settled_first[other])", "others += (state.settled[issue] - state.settled_first[issue])"),
    Mutant("The drift goes one way: half of the chance is left out.", FILE, "numbers.volatility * normal(u)",
           "numbers.volatility * abs(normal(u))"),
    Mutant("The sponsors' flows follow the last issue alone.", FILE, "            change += given.flow_gain",
           "            change = given.flow_gain"),
)  # fmt: skip
