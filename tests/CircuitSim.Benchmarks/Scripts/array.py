"""One linear array on SciPy: `array.py FILE solve|adjoint RUNS`. Prints the median CPU seconds, then writes the result.

FILE holds float64: M, N, wire, driver, sense resistance; conductances [M x N]; row voltages [M]. Assembly is not timed.
solve    spsolve, the faster of COLAMD and minimum degree on A'+A; column currents to FILE.result
adjoint  splu once and one right-hand side per column; effective conductances [M x N] to FILE.result
"""
import statistics
import sys
import time

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg

path, task, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
data = np.fromfile(path)
rows, columns = int(data[0]), int(data[1])
wire, driver, sense = data[2:5]
g = data[5:5 + rows * columns].reshape(rows, columns)
voltages = data[5 + rows * columns:]
link, near, far = 1 / wire, 1 / (driver + wire), 1 / (sense + wire)
size = rows * columns
cell = np.arange(size).reshape(rows, columns)

word, bit = g.copy(), g.copy()
word[:, :-1] += link
word[:, 1:] += link
word[:, 0] += near
bit[:-1, :] += link
bit[1:, :] += link
bit[-1, :] += far
left, right = cell[:, :-1].ravel(), cell[:, 1:].ravel()
upper, lower = cell[:-1, :].ravel() + size, cell[1:, :].ravel() + size
u, v = cell.ravel(), cell.ravel() + size
i = np.concatenate([u, v, left, right, upper, lower, u, v])
j = np.concatenate([u, v, right, left, lower, upper, v, u])
values = np.concatenate([
    word.ravel(), bit.ravel(), np.full(2 * left.size, -link), np.full(2 * upper.size, -link), -g.ravel(), -g.ravel()])
matrix = sparse.csc_matrix((values, (i, j)), shape=(2 * size, 2 * size))
outputs = size + (rows - 1) * columns + np.arange(columns)


def solve(ordering):
    b = np.zeros(2 * size)
    b[cell[:, 0]] = near * voltages
    return far * linalg.spsolve(matrix, b, permc_spec=ordering)[outputs]


def adjoint():
    factor = linalg.splu(matrix, permc_spec="MMD_AT_PLUS_A", options=dict(SymmetricMode=True), diag_pivot_thresh=0.0)
    b = np.zeros((2 * size, columns))
    b[outputs, np.arange(columns)] = far
    return near * factor.solve(b)[cell[:, 0]]


def median(work):
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


if task == "solve":
    seconds, result = min((median(lambda: solve(o)) for o in ("COLAMD", "MMD_AT_PLUS_A")), key=lambda pair: pair[0])
else:
    seconds, result = median(adjoint)
result.tofile(path + ".result")
print(repr(seconds))
