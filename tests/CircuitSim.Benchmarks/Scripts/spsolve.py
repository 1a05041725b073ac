"""Operating point of an array with SciPy: assemble the nodal matrix once, then time spsolve. Prints the median CPU seconds."""
import sys
import time

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import spsolve

data = np.load(sys.argv[1])
g, wire, volts = data["conductances"], float(data["wire_ohm"][0]), data["row_voltages"]
m, n = g.shape
u = np.arange(m * n).reshape(m, n)
v = u + m * n
gw = 1 / wire
rows, columns, values = [], [], []


def branch(a, b, conductance):
    a, b = a.ravel(), b.ravel()
    conductance = np.broadcast_to(conductance, a.shape).ravel()
    rows.extend([a, b, a, b])
    columns.extend([a, b, b, a])
    values.extend([conductance, conductance, -conductance, -conductance])


branch(u, v, g.ravel())
branch(u[:, :-1], u[:, 1:], gw)
branch(v[:-1, :], v[1:, :], gw)
diagonal = np.zeros(2 * m * n)
diagonal[u[:, 0]] += gw
diagonal[v[-1, :]] += gw
matrix = sp.csc_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))) + sp.diags(diagonal)
matrix = matrix.tocsc()
b = np.zeros(2 * m * n)
b[u[:, 0]] = gw * volts
times = []
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    x = spsolve(matrix, b)
    times.append(time.process_time() - start)
print(np.median(times))
np.savez(sys.argv[3], currents=gw * x[v[-1, :]])
