using System.Numerics;
using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>Conductances many decades apart: what is said about the error is true, and elimination loses no digit.</summary>
public class CrossbarRangeTests
{
    private const int Side = 8;

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-6)]
    [InlineData(2)]
    [InlineData(1e4)]
    [InlineData(1e8)]
    [Trait("Category", "slow")]
    public void Read_AnyRangeOfConductances_IsWithinItsBoundAndWithin1EMinus12(double wire)
    {
        foreach (var cell in new[] { 1e-15, 1e-4 })
        {
            foreach (var odd in new[] { 1e-15, 1e3, 1e6, 1e9, 1e12, 1e15 })
                AssertRight(wire, cell, odd);
        }
    }

    private static void AssertRight(double wire, double cell, double odd)
    {
        var wiring = CrossbarWiring.Uniform(Side, Side, wire);
        var cells = Cells(cell, odd);
        double[] voltages = [.. Enumerable.Range(0, Side).Select(i => 0.1 + 0.02 * i)];
        var exact = SubtractionFreeArray.ColumnCurrents(wiring, cells, voltages);
        var effective = SubtractionFreeArray.EffectiveConductances(wiring, cells);
        foreach (var method in new[] { CrossbarMethod.Automatic, CrossbarMethod.Dissection })
        {
            var solver = new CrossbarSolver(wiring, new CrossbarSolverOptions { Method = method });
            solver.Factor(cells);
            var currents = new double[Side];
            var outcome = solver.Solve(voltages, currents);
            AssertWithin(Math.Min(1e-10, outcome.CurrentErrorBound), exact, currents);
            if (outcome.Method == CrossbarMethod.Dissection)
                AssertWithin(1e-12, exact, currents);

            // By elimination every entry is right by itself, not only beside the largest.
            var matrix = new double[Side * Side];
            Assert.InRange(solver.SolveEffective(matrix).CurrentErrorBound, 1e-16, 1e-11);
            for (var k = 0; k < matrix.Length; k++)
                Close.Equal((double)effective[k / Side, k % Side], matrix[k], rtol: 1e-13, where: $"entry {k}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_CellsAndWiresOverThirtyDecades_IsWithinItsBound(int group)
    {
        for (var seed = 25 * group; seed < 25 * group + 25; seed++)
        {
            var random = new RandomStream((ulong)seed).Child("decades");
            double Draw(double low, double high) => Math.Pow(10, random.NextUniform(low, high));
            var (rows, columns) = (1 + random.NextInt32(6), 1 + random.NextInt32(6));
            double[] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => Draw(-12, 8))];
            var wiring = new CrossbarWiring
            {
                Rows = rows,
                Columns = columns,
                WordLineSegments = ResistanceMap.PerPlace(Many(rows * (columns + 1))),
                BitLineSegments = ResistanceMap.PerPlace(Many((rows + 1) * columns)),
                Drivers = Draw(-12, 8),
                SenseInputs = Draw(-12, 8),
                Drive = seed % 2 == 0 ? WordLineDrive.BothEnds : WordLineDrive.OneEnd,
                Sensing = seed % 3 == 0 ? BitLineSensing.BothEnds : BitLineSensing.OneEnd,
            };
            double[] cells = [.. Enumerable.Range(0, rows * columns).Select(_ => Draw(-15, 15))];
            double[] voltages = [.. Enumerable.Range(0, rows).Select(_ => random.NextUniform(seed % 5 == 0 ? -0.5 : 0.1, 0.5))];
            var exact = SubtractionFreeArray.ColumnCurrents(wiring, cells, voltages);
            foreach (var method in new[] { CrossbarMethod.Automatic, CrossbarMethod.Dissection })
            {
                var solver = new CrossbarSolver(wiring, new CrossbarSolverOptions { Method = method });
                solver.Factor(cells);
                var currents = new double[columns];
                var outcome = solver.Solve(voltages, currents);
                AssertWithin(Math.Min(1e-10, outcome.CurrentErrorBound), exact, currents, seed);
                if (outcome.Method == CrossbarMethod.Dissection)
                    AssertWithin(1e-14, exact, currents, seed);
            }
        }
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e15)]
    public void Write_ShortBetweenHeldAndFloatingLines_IsWithinItsBound(double odd)
    {
        var wiring = CrossbarWiring.Uniform(Side, Side, 2, 5, 5, WordLineDrive.BothEnds);
        var cells = Cells(1e-4, odd);
        LineBias[] wordLines = [1, LineBias.Floating, -0.5, 0.25, 0, LineBias.Floating, 0.5, 0.5];
        LineBias[] bitLines = [0, 0.5, 0.5, LineBias.Floating, 0.1, -1, 0.5, 0.25];
        var exact = SubtractionFreeArray.ColumnCurrents(wiring, cells, wordLines, bitLines);
        foreach (var method in new[] { CrossbarMethod.Automatic, CrossbarMethod.Dissection })
        {
            var solver = new CrossbarSolver(wiring, new CrossbarSolverOptions { Method = method });
            solver.Factor(cells);
            var currents = new double[Side];
            var outcome = solver.Solve(wordLines, bitLines, currents);
            Assert.Equal(CrossbarMethod.Dissection, outcome.Method);
            AssertWithin(outcome.CurrentErrorBound, exact, currents);
            AssertWithin(1e-12, exact, currents);
            // The floating bit line lies at its word line's voltage, through the short.
            Assert.Equal(0, currents[3]);
        }
    }

    [Fact]
    public void Dissection_AgainstRationalNumbers_IsWithinItsBoundAndSoIsTheOracle()
    {
        const int Rows = 3, Columns = 2;
        var wiring = CrossbarWiring.Uniform(Rows, Columns, 0.5, 1.5, 1.5);
        double[] cells = [1e-4, 1e15, 1e-15, 2e-4, 1e9, 1e-12], voltages = [0.25, 0.5, -0.75];
        var exact = Rational.ColumnCurrents(Rows, Columns, cells, voltages);
        var solver = new CrossbarSolver(wiring, new CrossbarSolverOptions { Method = CrossbarMethod.Dissection });
        solver.Factor(cells);
        var currents = new double[Columns];
        AssertWithin(solver.Solve(voltages, currents).CurrentErrorBound, exact, currents);
        AssertWithin(1e-15, exact, SubtractionFreeArray.ColumnCurrents(wiring, cells, voltages));
    }

    [Theory]
    [InlineData(CrossbarMethod.Lines, 1e12)]
    [InlineData(CrossbarMethod.CoarseCorrection, 1e15)]
    public void Read_MethodThatLosesTheDigits_IsNoAnswer(CrossbarMethod method, double odd)
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(Side, Side, 2), new CrossbarSolverOptions { Method = method });
        solver.Factor(Cells(1e-4, odd));
        var error = Assert.Throws<ConvergenceException>(() => solver.Solve(Enumerable.Repeat(0.2, Side).ToArray(), new double[Side]));
        Assert.Contains("choose dissection", error.Message, StringComparison.Ordinal);
        Assert.True(!(error.Residual <= CrossbarOutcome.GreatestBound));
    }

    [Fact]
    public void Read_WiresOfZeroAndAShort_CountsWhatTheSubstituteWouldChange()
    {
        // The short alone carries current that counts: 0.2 V over 1e-15 Ω, and 1e-18 Ω for each segment would be 1.4 % of that.
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(Side, Side, 0));
        solver.Factor(Cells(1e-4, 1e15));
        var currents = new double[Side];
        var outcome = solver.Solve(Enumerable.Repeat(0.2, Side).ToArray(), currents);
        Assert.Equal(CrossbarMethod.Dissection, outcome.Method);
        Close.Equal(0.2e15, currents[4], rtol: outcome.CurrentErrorBound, where: "column 4");
        Close.Equal(0.2 * Side * 1e-4, currents[0], rtol: 1e-13, where: "column 0");
    }

    [Fact]
    public void Read_FiguresOutOfRange_AreNamed()
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(1, 2, 1));
        Assert.Equal("conductance of cell (0, 1)", Assert.Throws<InvalidParameterException>(() => solver.Factor([1, 1e300])).Parameter);
        solver.Factor([1, CrossbarRange.GreatestConductance]);
        var e = Assert.Throws<InvalidParameterException>(() => solver.Solve([1e200], new double[2]));
        Assert.EndsWith("must be between -1e30 V and 1e30 V.", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidParameterException>(() => LineBias.At(-1e31));
        Assert.Throws<InvalidParameterException>(() => CrossbarWiring.Uniform(1, 1, 1e31));
        var currents = new double[2];
        solver.Solve([CrossbarRange.GreatestVoltage], currents);
        Assert.All(currents, current => Assert.True(double.IsFinite(current) && current > 0));
    }

    private static double[] Cells(double cell, double odd) =>
        [.. Enumerable.Range(0, Side * Side).Select(k => k == 3 * Side + 4 ? odd : cell)];

    private static void AssertWithin(double bound, double[] exact, double[] actual, int seed = 0)
    {
        var error = actual.Zip(exact, (a, e) => Math.Abs(a - e)).Max() / exact.Max(Math.Abs);
        Assert.True(error <= bound, $"seed {seed}: error {error:E3}, bound {bound:E3}");
    }

    /// <summary>p/q, in full: every wire 0.5 Ω, at the ends 2 Ω in all.</summary>
    private readonly record struct Rational(BigInteger P, BigInteger Q)
    {
        public static double[] ColumnCurrents(int rows, int columns, double[] cells, double[] rowVoltages)
        {
            var nodes = 2 * rows * columns;
            var size = nodes + rows + columns;
            var between = new Rational[size, size];
            for (var k = 0; k < size * size; k++)
                between[k / size, k % size] = new Rational(0, 1);
            void Join(int a, int b, Rational conductance) => between[a, b] = between[b, a] = conductance;
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var (u, v) = (i * columns + j, rows * columns + i * columns + j);
                    Join(u, v, Of(cells[u]));
                    Join(j > 0 ? u - 1 : nodes + i, u, j > 0 ? new Rational(2, 1) : new Rational(1, 2));
                    if (i > 0)
                        Join(v - columns, v, new Rational(2, 1));
                    if (i == rows - 1)
                        Join(nodes + rows + j, v, new Rational(1, 2));
                }
            }

            SubtractionFreeArray.TakeOutNodes(between, nodes, Add, Multiply, (a, b) => Reduced(a.P * b.Q, a.Q * b.P));
            return [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows)
                .Select(i => Multiply(between[nodes + i, nodes + rows + j], Of(rowVoltages[i]))).Aggregate(Add).ToDouble())];
        }

        private static Rational Add(Rational a, Rational b) => Reduced(a.P * b.Q + b.P * a.Q, a.Q * b.Q);

        private static Rational Multiply(Rational a, Rational b) => Reduced(a.P * b.P, a.Q * b.Q);

        private static Rational Reduced(BigInteger p, BigInteger q)
        {
            var divisor = BigInteger.GreatestCommonDivisor(p, q);
            return new Rational(p / divisor, q / divisor);
        }

        /// <summary>The double itself, not the decimal that it is written as.</summary>
        private static Rational Of(double x)
        {
            var bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
            var exponent = (int)(bits >> 52) - 1075;
            BigInteger mantissa = (bits & ((1L << 52) - 1)) | (1L << 52);
            var (p, q) = exponent >= 0 ? (mantissa << exponent, BigInteger.One) : (mantissa, BigInteger.One << -exponent);
            return Reduced(Math.Sign(x) * p, q);
        }

        private double ToDouble()
        {
            var shift = (int)(Q.GetBitLength() - P.GetBitLength()) + 80;
            return Math.ScaleB((double)(shift >= 0 ? (P << shift) / Q : P / (Q << -shift)), -shift);
        }
    }
}
