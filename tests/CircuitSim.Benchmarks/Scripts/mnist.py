"""MNIST through two wired arrays with SciPy: `mnist.py FILE images|adjoint COUNT`. Prints CPU seconds: fixed ones, then those per image.

FILE (NPZ): g1, g2 conductances [M x N]; d1, d2 decoding of column currents [outputs x N]; pixels [images x inputs];
wire_ohm, read_voltage. Assembly of the matrices is not timed. Classes of the first COUNT images to FILE.classes.
images   splu once and one right-hand side per image, the faster of one by one and blocks of 50
adjoint  splu once and one right-hand side per column, then one product with all images
"""
import sys
import time

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg

data = np.load(sys.argv[1])
task, count = sys.argv[2], int(sys.argv[3])
link, volts = 1 / float(data["wire_ohm"][0]), float(data["read_voltage"][0])
pixels = data["pixels"][:count]


class Array:
    def __init__(self, g):
        self.g = g
        self.rows, self.columns = g.shape
        cells = np.arange(g.size).reshape(g.shape)
        word, bit = g.copy(), g.copy()
        word[:, 1:] += link
        word[:, :-1] += link
        word[:, 0] += link
        bit[1:, :] += link
        bit[:-1, :] += link
        bit[-1, :] += link
        left, right = cells[:, :-1].ravel(), cells[:, 1:].ravel()
        upper, lower = cells[:-1, :].ravel() + g.size, cells[1:, :].ravel() + g.size
        u, v = cells.ravel(), cells.ravel() + g.size
        i = np.concatenate([u, v, left, right, upper, lower, u, v])
        j = np.concatenate([u, v, right, left, lower, upper, v, u])
        values = np.concatenate([
            word.ravel(), bit.ravel(), np.full(2 * left.size, -link), np.full(2 * upper.size, -link), -g.ravel(), -g.ravel()])
        self.matrix = sparse.csc_matrix((values, (i, j)), shape=(2 * g.size, 2 * g.size))
        self.inputs = cells[:, 0]
        self.outputs = g.size + cells[-1, :]

    def factor(self):
        self.lu = linalg.splu(self.matrix, permc_spec="MMD_AT_PLUS_A", options=dict(SymmetricMode=True), diag_pivot_thresh=0.0)

    def effective(self):
        b = np.zeros((self.matrix.shape[0], self.columns))
        b[self.outputs, np.arange(self.columns)] = link
        return link * self.lu.solve(b)[self.inputs]

    def currents(self, x, block):
        result = np.empty((len(x), self.columns))
        for first in range(0, len(x), block):
            part = x[first:first + block]
            b = np.zeros((self.matrix.shape[0], len(part)))
            b[self.inputs] = link * volts * part.T
            result[first:first + block] = link * self.lu.solve(b)[self.outputs].T
        return result


def with_bias(x):
    return np.hstack([x, np.ones((len(x), 1))])


def classify(x, first, second):
    hidden = 1 / (1 + np.exp(-(first(x) @ decode1.T) / volts))
    return np.argmax(second(with_bias(hidden)) @ decode2.T, axis=1)


arrays = [Array(data["g1"]), Array(data["g2"])]
decode1, decode2 = data["d1"], data["d2"]
x = with_bias(pixels)
start = time.process_time()
for array in arrays:
    array.factor()
if task == "adjoint":
    effective = [array.effective() for array in arrays]
fixed = time.process_time() - start
per_image = np.inf
for block in (1, 50) if task == "images" else (0,):
    start = time.process_time()
    if task == "images":
        classes = classify(x, *(lambda y, a=a: a.currents(y, block) for a in arrays))
    else:
        classes = classify(x, *(lambda y, g=g: volts * (y @ g) for g in effective))
    per_image = min(per_image, (time.process_time() - start) / count)
np.asarray(classes, dtype=np.float64).tofile(sys.argv[1] + ".classes")
print(repr(fixed), repr(per_image))
