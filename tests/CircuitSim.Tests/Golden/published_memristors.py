"""States and currents of the circuits in netlists/memristors by SciPy's Radau. Written from the equations of the papers that the files
name, not from the files. Prints two lines per circuit, states and currents at 41 evenly spaced times."""
import numpy as np
import scipy
from scipy.integrate import solve_ivp


def biolek(v, x):
    ron, roff, d, uv, k = 100.0, 16e3, 10e-9, 10e-15, 2
    i = v / (ron * x + roff * (1 - x))
    return i, uv * ron / d**2 * i * (1 - (x - (0 if i >= 0 else 1)) ** (2 * k))


def pershin(v, x):
    ron, roff, beta, vt = 1.0, 10.0, 50.0, 0.6
    f = beta * (v - 0.5 * (abs(v + vt) - abs(v - vt)))
    return v / (1e3 * x), f if (v > 0 and x < roff) or (v < 0 and x > ron) else 0.0


def yakopcic(v, x):
    a, b, vp, vn, ap, an, xp, xn, alphap, alphan = 0.17, 0.05, 0.16, 0.15, 4000.0, 4000.0, 0.3, 0.5, 1.0, 5.0
    g = ap * (np.exp(v) - np.exp(vp)) if v > vp else -an * (np.exp(-v) - np.exp(vn)) if v < -vn else 0.0
    if v > 0:
        f = np.exp(-alphap * (x - xp)) * ((xp - x) / (1 - xp) + 1) if x >= xp else 1.0
    else:
        f = np.exp(alphan * (x + xn - 1)) * x / (1 - xn) if x <= 1 - xn else 1.0
    return a * x * np.sinh(b * v), g * f


def triangle(t):
    return np.interp(t, [0, 0.25, 0.75, 1.25, 1.75, 2], [0, 1.2, -1.2, 1.2, -1.2, 0])


CIRCUITS = {
    "biolek-drift": (biolek, lambda t: 1.5 * np.sin(2 * np.pi * t), 0.1, 2.0, (0.0, 1.0)),
    "pershin-threshold": (pershin, triangle, 5.0, 2.0, (1.0, 10.0)),
    "yakopcic": (yakopcic, lambda t: 0.45 * np.sin(200 * np.pi * t), 0.11, 20e-3, (0.0, 1.0)),
}

print(f"* SciPy {scipy.__version__} solve_ivp Radau, rtol 1e-9; Golden/published_memristors.py; states and currents at 41 times")
for name, (model, source, x, end, (low, high)) in CIRCUITS.items():
    times = np.linspace(0, end, 41)
    states = [x]
    for start, stop in zip(times[:-1], times[1:]):
        s = solve_ivp(lambda t, y: [model(source(t), y[0])[1]], (start, stop), [x], "Radau", rtol=1e-9, atol=1e-12, max_step=(stop - start) / 100)
        assert s.success, s.message
        x = min(max(s.y[0][-1], low), high)
        states.append(x)
    print(name, "state", *(f"{s:.10g}" for s in states))
    print(name, "current", *(f"{model(source(t), s)[0]:.10g}" for t, s in zip(times, states)))
