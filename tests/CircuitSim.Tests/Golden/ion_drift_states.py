"""States of a linear-ion-drift memristor straight across a source, by SciPy's Radau at 1e-10. Written from the equations of
Strukov et al. (Nature 453, 2008) and Joglekar and Wolf (Eur. J. Phys. 30, 2009), not from the C# code. Prints one line of
states w/D per drive, at 40 evenly spaced times."""
import numpy as np
import scipy
from scipy.integrate import solve_ivp

RON, ROFF, D, UV = 100.0, 16000.0, 10e-9, 10e-15
DRIVES = [
    # name, p, initial resistance, (time, voltage) points or (amplitude, frequency) of a sine, end
    ("sine-small", 1, 11000.0, (1.2, 1.0), 2.0),
    ("sine-large", 2, 11000.0, (2.5, 2.0), 1.0),
    ("triangle", 1, 8000.0, [(0, 0), (0.25, 1), (0.75, -1), (1.25, 1), (1.75, -1), (2, 0)], 2.0),
    ("pulses-small", 3, 14000.0, [(0, 0), (0.1, 0), (0.11, 1), (0.6, 1), (0.61, 0), (1, 0), (1.01, -1), (1.5, -1), (1.51, 0), (2, 0)], 2.0),
    ("pulses-large", 1, 12000.0, [(0, 0), (0.01, 4), (0.13, 4), (0.14, -3), (0.3, -3), (0.31, 5), (0.37, 5), (0.38, -2), (0.8, -2)], 0.8),
]


def states(p, resistance, drive, end):
    if isinstance(drive, tuple):
        amplitude, frequency = drive
        source = lambda t: amplitude * np.sin(2 * np.pi * frequency * t)
        corners = np.linspace(0, end, int(round(2 * frequency * end)) + 1)
    else:
        t, v = np.array(drive, dtype=float).T
        source = lambda at: np.interp(at, t, v)
        corners = t
    times = end * np.arange(1, 41) / 40
    slope = lambda at, x: UV * RON / D**2 * source(at) / (RON * x + ROFF * (1 - x)) * (1 - (2 * x - 1) ** (2 * p))
    x, result = (ROFF - resistance) / (ROFF - RON), []
    for start, stop in zip(corners[:-1], corners[1:]):
        asked = times[(times > start + 1e-12) & (times <= stop + 1e-12)]
        points = np.unique(np.append(asked[asked < stop - 1e-12], stop))
        solution = solve_ivp(slope, (start, stop), [x], "Radau", t_eval=points, rtol=1e-10, atol=1e-13, max_step=(stop - start) / 200)
        assert solution.success, solution.message
        result.extend(solution.y[0][: len(asked)])
        x = solution.y[0][-1]
    assert len(result) == 40
    return result


print(f"* SciPy {scipy.__version__} solve_ivp Radau, rtol 1e-10, atol 1e-13; Golden/ion_drift_states.py; w/D at 40 times of each drive")
for name, *drive in DRIVES:
    print(name, *(f"{x:.17g}" for x in states(*drive)))
