"""Prints the file of the BLAS library that SciPy loads."""
import scipy.linalg.blas

with open("/proc/self/maps") as maps:
    files = {line.split()[-1] for line in maps if "blas" in line.rsplit("/", 1)[-1] and "libblas" in line}
print(", ".join(sorted(files)) or scipy.linalg.blas.__file__)
