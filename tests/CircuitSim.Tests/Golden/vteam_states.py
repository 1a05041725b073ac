"""States of single VTEAM devices behind a resistor, by SciPy's Radau at 1e-10. Written from the equations of the paper
(IEEE TCAS-II 62(8), 2015), not from the C# code. Arguments: a JSON file of cases; prints one line of states per case."""
import json
import sys

import numpy as np
import scipy
from scipy.integrate import solve_ivp


def window(card, x, off):
    kind, p = card["window"], card["p"]
    if kind == "joglekar":
        return 1 - (2 * x - 1) ** (2 * p)
    if kind == "biolek":
        return 1 - (x if off else 1 - x) ** (2 * p)
    if kind == "prodromakis":
        return card["j"] * (1 - ((x - 0.5) ** 2 + 0.75) ** p)
    if kind == "exponential":
        return np.exp(-np.exp(((x - card["aoff"]) if off else (card["aon"] - x)) / card["wc"]))
    return 1.0


def resistance(card, x):
    if card["iv"] == "exponential":
        return card["ron"] * (card["roff"] / card["ron"]) ** x
    return card["ron"] + (card["roff"] - card["ron"]) * x


def rate(card, series, source, x):
    x = min(max(x, 0.0), 1.0)
    r = resistance(card, x)
    v = source * r / (r + series)
    if v > card["voff"]:
        return card["koff"] / card["range"] * (v / card["voff"] - 1) ** card["alphaoff"] * window(card, x, True)
    if v < card["von"]:
        return card["kon"] / card["range"] * (v / card["von"] - 1) ** card["alphaon"] * window(card, x, False)
    return 0.0


def states(case):
    card, series, times = case["card"], case["series"], np.array(case["times"])
    if "sine" in case:
        amplitude, frequency = case["sine"]
        source = lambda t: amplitude * np.sin(2 * np.pi * frequency * t)
        corners = np.arange(0, times[-1] * (1 + 1e-12), 0.5 / frequency)
    else:
        t, v = np.array(case["points"]).T
        source = lambda at: np.interp(at, t, v)
        corners = t
    corners = np.unique(np.append(corners[corners < times[-1]], times[-1]))
    result = np.empty(len(times))
    result[times <= corners[0]] = case["x0"]
    x = case["x0"]
    # The source has one sign between two corners, so the state goes one way and may stop at one limit.
    for start, end in zip(corners[:-1], corners[1:]):
        slope = lambda at, y: [rate(card, series, source(at), y[0])]
        limit = 1.0 if source(0.5 * (start + end)) > 0 else 0.0
        hit = lambda at, y: y[0] - limit
        hit.terminal = True
        asked = times[(times > start) & (times <= end)]
        if x == limit:
            result[(times > start) & (times <= end)] = x
            continue
        points = np.unique(np.append(asked, end))
        solution = solve_ivp(slope, (start, end), [x], "Radau", t_eval=points, rtol=1e-10, atol=1e-12, events=hit, max_step=(end - start) / 200)
        assert solution.success, solution.message
        found = np.full(len(points), limit)
        if len(solution.t) > 0:
            found[: len(solution.t)] = solution.y[0]
        result[(times > start) & (times <= end)] = found[: len(asked)]
        x = min(max(found[-1], 0.0), 1.0)
    return np.clip(result, 0, 1)


print(f"* SciPy {scipy.__version__} solve_ivp Radau, rtol 1e-10, atol 1e-12; Golden/vteam_states.py; normalized states at the times of each case")
for case in json.load(open(sys.argv[1])):
    print(case["name"], *(f"{x:.17g}" for x in states(case)))
