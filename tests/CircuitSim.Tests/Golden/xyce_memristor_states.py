"""States of memristors straight across a source, by SciPy's Radau at 1e-10. Written from the equations of the papers (TEAM:
Kvatinsky et al., IEEE TCAS-I 60, 2013; Yakopcic et al., IEEE TCAD 32, 2013; metastable switches: Nugent and Molter, PLoS ONE 9,
2014; PEM: Niroula et al., J. Comput. Electron. 16, 2017) and of Xyce's reference guide, not from the C# code. Prints one line of
states, as parts of their range, per drive, at 40 evenly spaced times."""
import numpy as np
import scipy
from scipy.integrate import solve_ivp

# In units of the model's own time and voltage: sine (amplitude, frequency) or points, and the end.
DRIVES = {
    "sine-small": ((0.8, 1.0), 2.0),
    "sine-large": ((1.5, 2.0), 1.0),
    "triangle": ([(0, 0), (0.25, 1), (0.75, -1), (1.25, 1), (1.75, -1), (2, 0)], 2.0),
    "pulses-small": ([(0, 0), (0.1, 0), (0.11, 0.9), (0.6, 0.9), (0.61, 0), (1, 0), (1.01, -0.9), (1.5, -0.9), (1.51, 0), (2, 0)], 2.0),
    "pulses-large": ([(0, 0), (0.01, 1.4), (0.13, 1.4), (0.14, -1.2), (0.3, -1.2), (0.31, 1.6), (0.37, 1.6), (0.38, -0.8), (0.8, -0.8)], 0.8),
}


def team(window, exponential=False):
    ron, roff, koff, kon, ioff, ion, a = 50.0, 1000.0, 6.6e-9, -2e-12, 115e-6, -8.9e-6, 3
    length = 3e-9
    windows = {  # of y, towards 1 and towards 0
        0: (lambda y: 1.0, lambda y: 1.0),
        1: (lambda y: 1 - (2 * y - 1) ** 4, lambda y: 1 - (2 * y - 1) ** 4),
        2: (lambda y: 1 - y**4, lambda y: 1 - (1 - y) ** 4),
        3: (lambda y: 0.8 * (1 - ((y - 0.5) ** 2 + 0.75) ** 3), lambda y: 0.8 * (1 - ((y - 0.5) ** 2 + 0.75) ** 3)),
        4: (lambda y: np.exp(-np.exp((y - 0.9) / 0.02)), lambda y: np.exp(-np.exp((0.1 - y) / 0.02))),
    }
    off, on = windows[window]

    def rate(v, y):
        y = min(max(y, 0.0), 1.0) if window != 4 else y
        r = ron * (roff / ron) ** y if exponential else ron + (roff - ron) * y
        i = v / r
        if i > ioff:
            return 0.0 if y >= 1 and window == 0 else koff * (i / ioff - 1) ** a * off(y) / length
        if i < ion:
            return 0.0 if y <= 0 and window == 0 else kon * (i / ion - 1) ** a * on(y) / length
        return 0.0

    return rate


def yakopcic(v, x):
    vp, vn, ap, an, xp, xn, alphap, alphan = 0.16, 0.15, 4000.0, 4000.0, 0.3, 0.5, 1.0, 5.0
    g = ap * (np.exp(v) - np.exp(vp)) if v > vp else -an * (np.exp(-v) - np.exp(vn)) if v < -vn else 0.0
    if v > 0:
        f = np.exp(-alphap * (x - xp)) * ((xp - x) / (1 - xp) + 1) if x >= xp else 1.0
    else:
        f = np.exp(alphan * (x + xn - 1)) * x / (1 - xn) if x <= 1 - xn else 1.0
    return g * f


def switches(v, x):
    von, voff, tau, thermal = 0.27, 0.2, 1e-4, 1.38064852e-23 * 310 / 1.6021766208e-19
    return ((1 - x) / (1 + np.exp(-(v - von) / thermal)) - x * (1 - 1 / (1 + np.exp(-(v + voff) / thermal)))) / tau


FORWARD = [(0.1, 0.6), (0.3, 0.6), (0.5, 0.5), (0.7, 0.2), (0.9, 0.03), (1.0, 0.0)]
BACKWARD = [(0.1, 0.0), (0.3, -0.03), (0.6, -0.2), (0.8, -0.2), (1.0, -0.02)]


def empirical(v, x):
    vp, vn, d1, d2, c1, c2 = 0.1, -0.12, 3.0, -2.0, 300.0, 900.0
    g = np.exp(d1 * (v - vp)) - 1 if v >= vp else np.exp(d2 * (v - vn)) - 1 if v <= vn else 0.0
    xs, fs = np.array(FORWARD if v >= 0 else BACKWARD).T
    if x < xs[0]:
        f = fs[0] + (fs[1] - fs[0]) / (xs[1] - xs[0]) * (x - xs[0])
    else:
        f = np.interp(x, xs, fs)
    return (c1 if v >= 0 else c2) * g * f


# rate, start, volt, second, and where a drive's rate or its slope jumps [V]
CASES = {f"team-{d}": (team(w, e), 0.5, 0.5, 2e-3) for (d, w, e) in
         (("sine-small", 0, False), ("sine-large", 1, False), ("triangle", 2, True), ("pulses-small", 3, False), ("pulses-large", 4, False))}
CASES |= {f"yakopcic-{d}": (yakopcic, 0.11, 0.5, 10e-3) for d in DRIVES}
CASES |= {f"switches-{d}": (switches, 0.2, 0.4, 5e-3) for d in DRIVES}
CASES |= {f"empirical-{d}": (empirical, 0.3, 0.5, 20e-3) for d in DRIVES}


def states(rate, x, volt, second, drive, end):
    if isinstance(drive, tuple):
        amplitude, frequency = drive
        source = lambda t: volt * amplitude * np.sin(2 * np.pi * frequency * t / second)
        corners = np.linspace(0, end, int(round(4 * frequency * end)) + 1) * second
    else:
        t, v = np.array(drive, dtype=float).T
        source = lambda at: volt * np.interp(at / second, t, v)
        corners = t * second
    corners = corners[corners <= end * second * (1 + 1e-12)]
    # Also where the voltage passes zero, and between.
    corners = np.unique(np.concatenate([np.linspace(a, b, 5) for a, b in zip(corners[:-1], corners[1:])]))
    times = second * end * np.arange(1, 41) / 40
    result = []
    for start, stop in zip(corners[:-1], corners[1:]):
        asked = times[(times > start * (1 + 1e-12)) & (times <= stop * (1 + 1e-12))]
        points = np.unique(np.append(asked[asked < stop * (1 - 1e-12)], stop))
        solution = solve_ivp(lambda at, y: [rate(source(at), y[0])], (start, stop), [x], "Radau", t_eval=points, rtol=1e-9, atol=1e-12, max_step=(stop - start) / 20)
        assert solution.success, solution.message
        result.extend(np.clip(solution.y[0][: len(asked)], 0, 1))
        x = min(max(solution.y[0][-1], 0.0), 1.0)
    assert len(result) == 40, len(result)
    return result


print(f"* SciPy {scipy.__version__} solve_ivp Radau, rtol 1e-9, atol 1e-12; Golden/xyce_memristor_states.py; states at 40 times of each drive")
for name, case in CASES.items():
    print(name, *(f"{x:.12g}" for x in states(*case, *DRIVES[name.split('-', 1)[1]])))
