namespace CircuitSim.Crossbars;

// From sources that are set to voltages that are right: iterate, correct, and bound what is left.
public sealed unsafe partial class CrossbarSolver
{
    private CrossbarOutcome SolveVoltages()
    {
        (wordLineVoltages, bitLineVoltages) = (null, null);
        var isWarm = options.StartsWarm && isSolved;
        isSolved = true;
        if (isWarm)
            sources.Recount(a.WordVoltages, areBitLines: false);
        else
            StartFromZero();
        if (choice.Method == CrossbarMethod.Dissection)
            return SolveDirectly(0);
        var (outcome, isEnd) = Iterate(isWarm);
        var isEnough = isEnd && outcome.Converged && outcome.CurrentErrorBound <= Math.Max(options.Tolerance, 2 * EliminationBound());
        return isEnough || !choice.MayEliminate ? outcome : SolveDirectly(outcome.Iterations);
    }

    /// <summary>About what the bound of an elimination would be.</summary>
    private double EliminationBound()
    {
        var largest = LargestCurrent();
        return largest > 0 ? choice.EliminationChange * Math.Sqrt(sources.Power) * Math.Sqrt(sources.LargestPort) / largest : 0;
    }

    private void StartFromZero() => lines.StartFromZero(bitLinesAreDriven: sources.CountsFromRest || sources.DrivenColumn >= 0);

    /// <summary>Conjugate gradients until the goal is reached, which is the end, or they get no further.</summary>
    private (CrossbarOutcome Outcome, bool IsEnd) Iterate(bool isWarm)
    {
        var method = lines.Method;
        var (iterations, best, mustIterate) = (0, double.PositiveInfinity, !isWarm);
        // Σ g |z| ≤ √(Σg · zᵀR z), since R ≥ D; how much smaller it is, the first closing tells.
        var share = FirstShare;
        while (true)
        {
            while (mustIterate && iterations < mostIterations && share * EnergyLimit() > MissingAllowed())
            {
                lines.Step();
                iterations++;
            }

            var missing = lines.Close();
            if (missing <= MissingAllowed())
                return (Finished(missing, iterations, method), true);
            var isDrifted = !mustIterate || missing > EnergyLimit();
            if ((isDrifted && missing > 0.5 * best) || iterations >= mostIterations)
                return (Finished(missing, iterations, method), false);
            if (!isDrifted)
            {
                share = missing / EnergyLimit();
                continue;
            }

            // A warm start, or rounding has carried z away from R⁻¹ (b − S u).
            lines.Restart();
            iterations++;
            (best, mustIterate) = (missing, true);
        }
    }

    /// <summary>Currents and voltages by elimination, whose bound is its own.</summary>
    private CrossbarOutcome SolveDirectly(int iterations)
    {
        dissection ??= kernel.Dissection(Wiring);
        if (!Knows(Known.Elimination))
            dissection.Factor();
        known |= Known.Elimination;
        dissection.Solve(sources.TerminalVoltages);
        dissection.Currents.AsSpan(rows).CopyTo(lines.BitCurrents);
        var (first, count) = sources.DrivenColumn < 0 ? (rows, columns) : (0, rows);
        var largest = Largest(dissection.Currents.AsSpan(first, count));
        var error = Largest(dissection.CurrentErrors.AsSpan(first, count));
        var bound = largest > 0 ? error / largest : error;
        return new CrossbarOutcome(CrossbarMethod.Dissection, iterations, bound, IsAcceptable(bound));
    }

    /// <summary>What rounding leaves above the tolerance is said and no more; above this it is no answer.</summary>
    private bool IsAcceptable(double bound) => bound <= Math.Max(options.Tolerance, CrossbarOutcome.GreatestBound);

    /// <summary>û becomes u.</summary>
    private CrossbarOutcome Finished(double missing, int iterations, CrossbarMethod method)
    {
        a.ExchangeWorkAndWordVoltages();
        var largest = LargestCurrent();
        var (goal, rounding) = (Goal(largest), Rounding(largest));
        var bound = largest > 0 ? missing / largest : missing;
        return new CrossbarOutcome(method, iterations, bound + rounding, bound <= Math.Max(goal, rounding) && IsAcceptable(bound + rounding));
    }

    private double EnergyLimit() => Math.Sqrt(totalConductance * lines.LineEnergy);

    /// <summary>Σ g (û − u)⁺ or Σ g (u − û)⁺ at which the present iterate is good enough [A].</summary>
    private double MissingAllowed()
    {
        var largest = LargestCurrent();
        return Goal(largest) * largest;
    }

    /// <summary>What the iteration may leave of the tolerance, or all that rounding lets it reach: û − u is itself a difference of rounded voltages.</summary>
    private double Goal(double largest)
    {
        var rounding = Rounding(largest);
        var noise = largest > 0 ? 2 * UnitRoundoff * totalConductance * sources.LargestVoltage / largest : 0;
        return Math.Max(options.Tolerance - rounding, Math.Max(rounding / 8, noise));
    }

    /// <summary>The bound's second term, relative to the largest current.</summary>
    private double Rounding(double largest)
    {
        var lineLengths = rows + columns;
        var change = UnitRoundoff * (lineLengths + 8) + (a.HasZeroSegments ? LineSystem.ZeroResistance * lineLengths * totalConductance : 0);
        var network = change * Math.Sqrt(sources.Power) * Math.Sqrt(sources.LargestPort);
        var products = UnitRoundoff * 8 * Math.Sqrt(squares) * sources.LargestVoltage;
        return largest > 0 ? (network + products) / largest : 0;
    }

    /// <summary>The largest port current of the present iterate [A].</summary>
    private double LargestCurrent()
    {
        double largest = 0;
        if (sources.DrivenColumn < 0)
        {
            foreach (var current in lines.BitCurrents)
                largest = Math.Max(largest, Math.Abs(current));
        }
        else
        {
            for (var i = 0; i < rows; i++)
                largest = Math.Max(largest, Math.Abs(RowCurrent(i)));
        }

        return largest;
    }

    /// <summary>Current from word line i into its sources, which are at ground [A].</summary>
    private double RowCurrent(int i) =>
        a.NearEnds[i] * a.WordVoltages[a.Layout.Index(i, 0)] + a.FarEnds[i] * a.WordVoltages[a.Layout.Index(i, columns - 1)];
}
