"""NumPy reads what the library writes, and the library reads what NumPy writes, bit for bit."""
import os
import subprocess
import sys
import tempfile

try:
    import numpy
except ImportError:
    print("NumPy is not installed")
    sys.exit(77)

peer = os.path.abspath(sys.argv[1])
EFORMAT = 8


def run(*arguments, status=0, says=""):
    done = subprocess.run([peer, *arguments], stdout=subprocess.PIPE, text=True)
    assert done.returncode == status, (arguments, done)
    assert says in done.stdout, (says, done.stdout)


def same(a, b):
    assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes(), (a, b)


def known(stride):
    """The path that `path_numpy write` writes."""
    k = numpy.arange(50.0)
    x = numpy.stack([k / 3, 1 / (k + 1), -k * k], axis=1)
    rows = numpy.union1d(numpy.arange(0, 50, stride), [49])
    steps = numpy.linalg.norm(numpy.diff(x, axis=0, prepend=x[:1]), axis=1)
    gradient = numpy.stack([3 * k, 4 * k, 0 * k], axis=1)
    return rows, x[rows], k[rows] / 7, 5 * k[rows], steps[rows], gradient[rows]


def check_known(table, stride):
    rows, x, loss, norm, length, gradient = known(stride)
    assert (table["step"] == rows).all()
    same(numpy.ascontiguousarray(table["x"]), x)
    same(numpy.ascontiguousarray(table["loss"]), loss)
    same(numpy.ascontiguousarray(table["gradient"]), gradient)
    assert numpy.allclose(table["gradient_norm"], norm, rtol=1e-15, atol=0)
    assert numpy.allclose(table["step_length"], length, rtol=1e-15, atol=0)


folder = tempfile.TemporaryDirectory(prefix="descent-numpy-")
os.chdir(folder.name)

for stride in 1, 7:
    run("write", "known.npy", str(stride))
    table = numpy.load("known.npy", allow_pickle=False)
    check_known(table, stride)
    # Text, by NumPy's own reader, holds the same numbers.
    run("write", "known.csv", str(stride))
    text = numpy.genfromtxt("known.csv", delimiter=",", names=True)
    for name in "loss", "gradient_norm", "step_length":
        same(text[name], numpy.ascontiguousarray(table[name]))
    for i in range(3):
        same(text[f"x{i + 1}"], numpy.ascontiguousarray(table["x"][:, i]))
        same(text[f"gradient_x{i + 1}"], numpy.ascontiguousarray(table["gradient"][:, i]))
    run("copy", "known.csv", "copy.npy")
    same(numpy.load("copy.npy"), table)

# The data begin at a multiple of 64 bytes.
with open("known.npy", "rb") as file:
    numpy.lib.format.read_magic(file)
    numpy.lib.format.read_array_header_1_0(file)
    assert file.tell() % 64 == 0

# Any bit patterns, in each version of the format; fields in another order are put in ours.
generator = numpy.random.default_rng(1)
bits = generator.integers(0, 2**64, size=(20, 3), dtype="u8")
points = bits.view("<f8")
for version in (1, 0), (2, 0), (3, 0):
    with open("points.npy", "wb") as file:
        numpy.lib.format.write_array(file, points, version=version)
    run("copy", "points.npy", "copy.npy")
    copy = numpy.load("copy.npy")
    same(numpy.ascontiguousarray(copy["x"]), points)
    assert (copy["step"] == numpy.arange(20)).all() and copy.dtype.names == ("step", "x")

fields = numpy.zeros(20, dtype=[("loss", "<f8"), ("gradient", "<f8", (3,)), ("step", "<u8")])
fields["step"] = numpy.arange(20, dtype="u8") + numpy.uint64(2**64 - 20)
fields["loss"] = points[:, 0]
fields["gradient"] = points
numpy.save("fields.npy", fields)
run("copy", "fields.npy", "copy.npy")
copy = numpy.load("copy.npy")
for name in fields.dtype.names:
    same(numpy.ascontiguousarray(copy[name]), numpy.ascontiguousarray(fields[name]))

# What is something else is refused, and said to be.
refused = {
    "big-endian": points.astype(">f8"),
    "<f4": numpy.zeros((4, 2), dtype="<f4"),
    "Fortran order": numpy.asfortranarray(numpy.zeros((4, 2))),
    "shape": numpy.zeros(4),
    "dimensions": numpy.zeros((4, 2, 2)),
    "\"<u8\"": numpy.zeros(4, dtype=[("step", "<i8"), ("loss", "<f8")]),
    "is none of a path's": numpy.zeros(4, dtype=[("step", "<u8"), ("cost", "<f8")]),
    "<c16": numpy.zeros((4, 2), dtype=complex),
}
for reason, array in refused.items():
    numpy.save("refused.npy", array)
    run("copy", "refused.npy", "copy.npy", status=EFORMAT, says=reason)
numpy.savez("archive.npz", points=points)
run("copy", "archive.npz", "copy.npy", status=EFORMAT, says="this is no .npy file")

os.chdir("/")
