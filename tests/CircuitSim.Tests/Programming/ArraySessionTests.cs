using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;
using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Programming;

public class ArraySessionTests
{
    [Theory]
    [InlineData(WriteDirection.Set, 1.66, 0.5)]
    [InlineData(WriteDirection.Reset, 0.45, 0.5)]
    public void Apply_ToOneDevice_MovesItAsTheClosedFormSays(WriteDirection direction, double amplitude, double x)
    {
        var array = ProgrammedArrays.Array(1, 1, CellStructure.Memristor, wire: 0, sigma: 0);
        var p = ProgrammedArrays.Nominal;
        var start = x * p.WOff;
        var session = new ArraySession(array, new ArrayDrive { Scheme = BiasScheme.Floating }, [start]);
        session.Apply(new WritePulse(direction, 0, [new ColumnPulse(0, amplitude, 20e-9)], 1e-9));
        var state = new double[1];
        session.CopyStates(state);
        var move = new PulseDose(new Vteam(p), 1e-9).Move(direction, amplitude, 20e-9);
        Close.Equal(direction == WriteDirection.Set ? -move : move, state[0] - start, 1e-5, where: "Δw");
        Close.Equal(22e-9, session.Time, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Read_OfARow_IsWhatTheArraySolverFinds(double wire)
    {
        var array = ProgrammedArrays.Array(5, 4, CellStructure.Memristor, wire);
        var states = Enumerable.Range(0, array.Count).Select(k => (0.05 + 0.04 * k) * ProgrammedArrays.Nominal.WOff).ToArray();
        var session = new ArraySession(array, new ArrayDrive { Scheme = BiasScheme.HalfVoltage }, states);
        var conductances = states.Select((w, k) => array.DeviceOf(k).Conductance(0, w)).ToArray();
        var read = new double[4];
        for (var i = 0; i < 5; i++)
        {
            session.Read(i, read);
            var voltages = new double[5];
            voltages[i] = 0.2;
            var expected = new double[4];
            var solver = new CrossbarSolver(array.Wiring);
            solver.Factor(conductances);
            solver.Solve(voltages, expected);
            Close.Equal(expected, read, 1e-6, where: $"row {i}");
        }

        Assert.Equal(states, States(session, array));
    }

    [Theory]
    [InlineData(CellStructure.Memristor, BiasScheme.HalfVoltage, null)]
    [InlineData(CellStructure.Memristor, BiasScheme.ThirdVoltage, 60e-6)]
    [InlineData(CellStructure.Selector, BiasScheme.HalfVoltage, null)]
    [InlineData(CellStructure.Transistor, BiasScheme.Select, null)]
    [InlineData(CellStructure.Transistor, BiasScheme.Select, 60e-6)]
    public void Energy_OfTheSources_IsDissipatedInTheElements(CellStructure structure, BiasScheme scheme, double? compliance)
    {
        var array = ProgrammedArrays.Array(4, 5, structure, wire: 5, compliance: compliance);
        var states = Enumerable.Range(0, array.Count).Select(k => (0.02 + 0.04 * k) * ProgrammedArrays.Nominal.WOff).ToArray();
        var netlist = MemristorArrayNetlist.Build(array, states);
        ArraySession session = null!;
        var (dissipated, lastPower, lastTime) = (0.0, 0.0, 0.0);
        session = new ArraySession(array, new ArrayDrive { Scheme = scheme }, states)
        {
            Stepped = (time, _) =>
            {
                var power = Dissipation(netlist, array, session);
                dissipated += 0.5 * (lastPower + power) * (time - lastTime);
                (lastPower, lastTime) = (power, time);
            },
        };
        var loss = structure == CellStructure.Selector ? 1.0 : 0;
        session.Apply(new WritePulse(WriteDirection.Set, 1, [new ColumnPulse(0, 1.66 + loss, 20e-9), new ColumnPulse(3, 1.7 + loss, 30e-9)], 1e-9));
        session.Apply(new WritePulse(WriteDirection.Reset, 2, [new ColumnPulse(1, 0.5 + loss, 20e-9), new ColumnPulse(2, 0.6 + loss, 35e-9)], 1e-9));
        session.Read(2, new double[5]);
        Assert.NotEqual(states, States(session, array));
        Assert.True(dissipated > 0);
        Close.Equal(dissipated, session.Energy, 1e-6, where: "energy");
    }

    [Fact]
    public void Apply_WithCompliance_NeverPassesItsCurrent()
    {
        const double Limit = 40e-6;
        var array = ProgrammedArrays.Array(1, 1, CellStructure.Memristor, wire: 0, sigma: 0, compliance: Limit);
        var largest = 0.0;
        ArraySession session = null!;
        session = new ArraySession(array, new ArrayDrive { Scheme = BiasScheme.HalfVoltage }, [0.5 * ProgrammedArrays.Nominal.WOff])
        {
            Stepped = (_, _) => largest = Math.Max(largest, Math.Abs(session.Sample(0).Current)),
        };
        session.Apply(new WritePulse(WriteDirection.Set, 0, [new ColumnPulse(0, 2.2, 100e-9)], 1e-9));
        // 1.5 V at the limit: the device stops where it no longer gets its threshold.
        Assert.InRange(largest, 0.98 * Limit, Limit * (1 + 1e-9));
        var resistance = 1 / array.DeviceOf(0).Conductance(0, States(session, array)[0]);
        Assert.InRange(resistance, 1.5 / Limit, 1.05 * 1.5 / Limit);
    }

    [Fact]
    public void Apply_WithALowGate_LimitsTheCurrentOfASet()
    {
        var array = ProgrammedArrays.Array(1, 1, CellStructure.Transistor, wire: 0, sigma: 0);
        double Resistance(double gate)
        {
            var session = new ArraySession(array, new ArrayDrive { Scheme = BiasScheme.Select, SetGateVoltage = gate }, [ProgrammedArrays.Nominal.WOff]);
            session.Apply(new WritePulse(WriteDirection.Set, 0, [new ColumnPulse(0, 2.2, 200e-9)], 1e-9));
            return 1 / array.DeviceOf(0).Conductance(0, States(session, array)[0]);
        }

        Assert.True(Resistance(2.15) > Resistance(2.3) && Resistance(2.3) > Resistance(3.3));
    }

    /// <summary>The same sequence as one netlist with piecewise linear sources is another path through the engine.</summary>
    [Theory]
    [InlineData(BiasScheme.HalfVoltage)]
    [InlineData(BiasScheme.ThirdVoltage)]
    public void DisturbMap_OfASequence_IsThatOfADirectTransient(BiasScheme scheme)
    {
        var array = ProgrammedArrays.Array(6, 5, CellStructure.Memristor, wire: 3);
        var states = ProgrammedArrays.Full(array.Count, 0.3 * ProgrammedArrays.Nominal.WOff);
        var drive = new ArrayDrive { Scheme = scheme, KeepsCourses = true };
        var session = new ArraySession(array, drive, states);
        // 0.9 V: half of it is above v_off, a third is not; 1.7 V: a third of it, turned round, is.
        session.Apply(new WritePulse(WriteDirection.Reset, 2, [new ColumnPulse(1, 0.9, 3e-9), new ColumnPulse(4, 0.8, 4e-9)], 0.5e-9));
        session.Read(2, new double[5]);
        session.Apply(new WritePulse(WriteDirection.Set, 4, [new ColumnPulse(0, 1.7, 5e-9)], 0.5e-9));
        var written = States(session, array);

        var netlist = MemristorArrayNetlist.Build(array, states, courses: session.Courses);
        var waveforms = new Waveforms();
        netlist = netlist with { Saves = [.. netlist.Elements.OfType<Memristor>().Select(m => new SaveRequest(new DeviceStateExpression(m.Name)))] };
        new BuiltInSimulator().RunTransient(netlist, drive.Analysis(session.Time), waveforms);
        var direct = netlist.Elements.OfType<Memristor>().Select(m => waveforms[$"w({m.Name})"][waveforms.Points - 1]).ToArray();
        Close.Equal(direct, written, 0, 2e-6 * ProgrammedArrays.Nominal.WOff, where: "w [m]");

        var moved = written.Zip(states, (w, w0) => w - w0).ToArray();
        Assert.True(moved.Count(d => d != 0) > 3, "no cell was disturbed");
        Assert.Contains(moved, d => d == 0);
    }

    /// <summary>Wires only take voltage away, so no cell moves further than the drive at its share of the amplitude allows.</summary>
    [Fact]
    public void Disturb_OfHalfSelectedCells_StaysBelowTheClosedFormAndNearsItWithoutWires()
    {
        var p = ProgrammedArrays.Nominal;
        const double Amplitude = 0.9, Width = 20e-9, Edge = 1e-9;
        // A pulse ends when its bit line goes to V/2: cells of that line then see nothing more, those of the word line half of it for one edge longer.
        var dose = new PulseDose(new Vteam(p), Edge);
        var onBitLine = dose.Move(WriteDirection.Reset, Amplitude / 2, Width);
        var onWordLine = dose.Move(WriteDirection.Reset, Amplitude / 2, Width + Edge);
        foreach (var (wire, least) in new[] { (0.0, 1 - 1e-5), (5.0, 0.5) })
        {
            var array = ProgrammedArrays.Array(8, 8, CellStructure.Memristor, wire, sigma: 0);
            var states = ProgrammedArrays.Full(array.Count, 0.1 * p.WOff);
            var session = new ArraySession(array, new ArrayDrive { Scheme = BiasScheme.HalfVoltage }, states);
            session.Apply(new WritePulse(WriteDirection.Reset, 3, [new ColumnPulse(5, Amplitude, Width)], Edge));
            var moved = States(session, array).Zip(states, (w, w0) => w - w0).ToArray();
            for (var k = 0; k < array.Count; k++)
            {
                var (i, j) = (k / 8, k % 8);
                if ((i == 3) != (j == 5))
                    Assert.InRange(moved[k], least * (i == 3 ? onWordLine : onBitLine), (i == 3 ? onWordLine : onBitLine) * (1 + 1e-5));
                else if (i != 3)
                    Assert.Equal(0, moved[k]);
            }
        }
    }

    private static double[] States(ArraySession session, MemristorArray array)
    {
        var states = new double[array.Count];
        session.CopyStates(states);
        return states;
    }

    /// <summary>Power in wires and cells; a cell's current is that of its memristor, its voltage that between its lines.</summary>
    private static double Dissipation(Netlist netlist, MemristorArray array, ArraySession session)
    {
        var sum = netlist.Elements.OfType<Resistor>().Sum(r => Math.Pow(session.Voltage(r.Positive) - session.Voltage(r.Negative), 2) / r.Resistance.Number);
        for (var k = 0; k < array.Count; k++)
        {
            var (i, j) = (k / array.Columns, k % array.Columns);
            sum += session.Sample(k).Current * (session.Voltage(new NodeId($"w_{i}_{j}")) - session.Voltage(new NodeId($"b_{i}_{j}")));
        }

        return sum;
    }
}
