using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>What <see cref="ZanottiBinary"/> found, as claims, tables and figures.</summary>
internal sealed record ZanottiBinaryResult(StudyRun Run, IReadOnlyList<ZanottiNetwork> Networks, double GOn, Claim Check, VariationCase[] Variations, ResetCase[] Resets, NeuronCase[] Neurons)
{
    private const string Paper = "Zanotti";

    public StudyResult Tell()
    {
        var subject = Networks[0];
        double LossOf(double percent) => subject.Percent(subject.IdealCorrect) - percent;
        var neurons = Neurons.OrderBy(n => n.Bias).ToArray();
        double[] Steps<T>(IReadOnlyList<T> cases, Func<T, double> value, Func<double, double, double> step) => [.. cases.Skip(1).Zip(cases, (b, a) => step(value(a), value(b)))];
        static double Change(double a, double b) => b - a;
        static double Growth(double a, double b) => b / a;
        ResetCase[] stated = [.. Resets.Where(r => r.Ratio != 30)];
        List<Claim> claims =
        [
            .. Networks.Select(n => new Claim(
                Invariant($"zanotti.{n.Name.ToLowerInvariant().Replace(' ', '-')}"), Paper, "excellent accuracy with binary weights and 4-bit activations", "test set, ideal cells", n.Percent(n.IdealCorrect), "%",
                n.Name switch { "Digits 64-64-10" => 88, "Digits 64-128-10" => 89, _ => 96 }, null)),
            .. Variations.Where(v => v.Sigma is 0.3 or 0.5).Select(v => new Claim(
                Invariant($"zanotti.lrs-dominates-{100 * v.Sigma:0}"), Paper, "accuracy losses are dominated by the variability of the LRS",
                Invariant($"loss of {LossOf(v.OnPercent):0.0} points at σ_LRS = {100 * v.Sigma:0} % less 3 × loss of {LossOf(v.OffPercent):0.0} at equal σ_HRS"), LossOf(v.OnPercent) - 3 * LossOf(v.OffPercent), "points", 0, null)),
            new("zanotti.reset-accuracy", Paper, "reset conditions maximize accuracy and efficiency together", "least step of the accuracy over the ratios 2, 3, 5, 10, 100, cells varied by 30 %, gain fixed",
                Steps(stated, r => r.Percent, Change).Min(), "points", 0, null),
            new("zanotti.reset-energy", Paper, "reset conditions maximize accuracy and efficiency together", "largest read energy over that of the ratio before, 2, 3, 5, 10, 100", Steps(stated, r => r.Energy, Growth).Max(), "", null, 0.999),
            new("zanotti.reset-saturates", Paper, "stronger is better up to a point", "accuracy at ratio 100 less that at 10, over the whole gain from 2 on", (At(100) - At(10)) / (At(100) - At(2)), "", null, 0.25),
            Check,
        ];
        if (neurons.Length > 1)
        {
            claims.Add(new("zanotti.neuron-power", Paper, "the neuron governs the trade of power for throughput", "least power over that of the bias before, from the transient circuit", Steps(neurons, n => n.Read.NeuronEnergy, Growth).Min(), "", 1.001, null));
            claims.Add(new("zanotti.neuron-delay", Paper, "the neuron governs the trade of power for throughput", "largest delay over that of the bias before, from the transient circuit", Steps(neurons, n => n.Read.Settled, Growth).Max(), "", null, 0.999));
        }

        claims.Add(new("zanotti.neuron-share", Paper, "the neuron governs power", "least share of the neuron in the energy of its read, over the biases", 100 * neurons.Min(n => n.Share), "%", null, null));
        claims.Add(new("zanotti.neuron-code", "CircuitSim", "the neuron's transistors give the activation", "largest distance of its code from the ideal one", neurons.Max(n => Math.Abs(n.Code - n.IdealCode)), "codes", null, null));

        var time = Run.Get(ZanottiBinary.ReadTime);
        var accuracy = ResultTable.Of("accuracy", Networks, ("network", n => n.Name), ("images", n => n.Test.Count), ("correct", n => n.IdealCorrect), ("accuracy_percent", n => n.Percent(n.IdealCorrect)));
        var variability = ResultTable.Of("variability", Variations, ("sigma_percent", v => 100 * v.Sigma), ("lrs_varied_percent", v => v.OnPercent), ("hrs_varied_percent", v => v.OffPercent));
        var reset = ResultTable.Of("reset", Resets, ("ratio", r => r.Ratio), ("accuracy_percent", r => r.Percent), ("accuracy_unvaried_percent", r => subject.Percent(r.Unvaried)), ("read_energy_j", r => r.Energy));
        var neuron = ResultTable.Of("neuron", neurons, ("bias_a", n => n.Bias), ("power_w", n => n.Read.NeuronEnergy / time), ("delay_s", n => n.Read.Settled), ("neuron_energy_j", n => n.Read.NeuronEnergy), ("array_energy_j", n => n.Read.ArrayEnergy),
            ("neuron_share", n => n.Share), ("code", n => n.Code), ("ideal_code", n => n.IdealCode));
        static FigureSeries Line(string name, ResultTable t, string x, string y, bool dashed = false) => new(name, [.. Enumerable.Range(0, t.Rows.Count).Select(k => (t.Number(k, x), t.Number(k, y)))], Dashed: dashed);
        static FigureAxis Accuracy() => new("images classified correctly", "%", Least: 0, Greatest: 100);
        var shown = ReadableTable.Of(neurons, ("neuron bias", n => $"{SiText.Format(n.Bias, "A")}"), ("power", n => $"{SiText.Format(n.Read.NeuronEnergy / time, "W")}"), ("delay to ½ LSB", n => $"{SiText.Format(n.Read.Settled, "s")}"),
            ("energy of neuron", n => $"{SiText.Format(n.Read.NeuronEnergy, "J")}"), ("of its cells", n => $"{SiText.Format(n.Read.ArrayEnergy, "J")}"), ("share of the neuron [%]", n => $"{100 * n.Share:0.00}"), ("code", n => $"{n.Code}"), ("ideal", n => $"{n.IdealCode}"));
        var report = new HtmlReport("Binary weights on pairs of cells, and the neuron behind them")
            .Paragraph(Invariant($"Binary weights, 4-bit activations, a pair of cells for each weight and an analog neuron for each pair of bit lines, after Zanotti, Pavan and Puglisi, of whom the abstract is public. {subject.Name} is right in {subject.Percent(subject.IdealCorrect):0.0} % with ideal cells. LRS {SiText.Format(1 / GOn, "Ω")}, read voltage {SiText.Format(ZanottiBinary.ReadVoltage, "V")}, seed {Run.Get(ZanottiBinary.Seed)}."))
            .Table("Networks", ReadableTable.Of(Networks, ("network", n => $"{n.Name}"), ("test images", n => $"{n.Test.Count}"), ("correct [%]", n => $"{n.Percent(n.IdealCorrect):0.00}")))
            .Table("Claims of the paper", Claim.Header, claims.Select(c => c.Row))
            .Heading("Which state's variability costs accuracy")
            .Figure(new LineFigure
            {
                Id = variability.Name,
                Description = "Accuracy against variability of LRS and of HRS.",
                XAxis = new FigureAxis("standard deviation of the conductance", "%"),
                YAxis = Accuracy(),
                Series = [Line("LRS cells vary", variability, "sigma_percent", "lrs_varied_percent"), Line("HRS cells vary", variability, "sigma_percent", "hrs_varied_percent")],
            }.ToSvg(), Invariant($"{subject.Name}, ratio {Run.Get(ZanottiBinary.Ratio):0.##}, mean of {Run.Get(ZanottiBinary.Samples)} samples. An LRS that varies moves more current than an HRS that does."))
            .Heading("Reset strength")
            .Figure(new LineFigure
            {
                Id = reset.Name,
                Description = "Accuracy against the ratio of conductances.",
                XAxis = new FigureAxis("conductance of the LRS over that of the HRS", Scale: FigureScale.Logarithmic),
                YAxis = Accuracy(),
                Series = [Line("all cells vary by 30 %", reset, "ratio", "accuracy_percent"), Line("no cell varies", reset, "ratio", "accuracy_unvaried_percent", dashed: true)],
            }.ToSvg(), "The gain of the neurons is fixed for an HRS that conducts nothing; what a weak reset leaves it to conduct is missing from every difference.")
            .Figure(new LineFigure
            {
                Id = "reset_energy",
                Description = "Read energy against the ratio of conductances.",
                XAxis = new FigureAxis("conductance of the LRS over that of the HRS", Scale: FigureScale.Logarithmic),
                YAxis = new FigureAxis("energy of the cells for an image", "J"),
                Series = [Line("all arrays", reset, "ratio", "read_energy_j")],
            }.ToSvg(), Invariant($"Mean over the test images, reads of {SiText.Format(time, "s")}."))
            .Heading("The neuron")
            .Table(Invariant($"A hidden neuron of {subject.Name} and its 2 × 64 cells with wires of 2 Ω and 1 fF a segment, reads of {SiText.Format(time, "s")}"), shown)
            .Figure(new LineFigure
            {
                Id = neuron.Name,
                Description = "Power of the neuron against its delay.",
                XAxis = new FigureAxis("delay to half a step of the quantizer", "s"),
                YAxis = new FigureAxis("power of the neuron", "W"),
                Series = [Line("by the bias of its clamps", neuron, "delay_s", "power_w")],
            }.ToSvg(), "Every point is another bias: less delay costs more power.")
            .Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Inputs = [("digits.csv.gz", DigitsFile.Sha256), .. Networks.Count > 2 ? new[] { (ImageSet.TrainImages, ImageSet.Mnist.File(ImageSet.TrainImages).Sha256), (ImageSet.TestImages, ImageSet.Mnist.File(ImageSet.TestImages).Sha256) } : []],
            Figures = [("g_on_s", GOn)],
            Claims = claims,
            Tables = [accuracy, variability, reset, neuron],
            Shown = [shown],
            Report = report,
            Timing = Run.Steps.Timing,
        };
    }

    private double At(double ratio) => Resets.Single(r => r.Ratio == ratio).Percent;
}

/// <summary>A trained network and the images that judge it.</summary>
internal sealed record ZanottiNetwork(string Name, Network Network, LabelledImages Test)
{
    public int IdealCorrect { get; init; }

    public double Percent(double correct) => 100 * correct / Test.Count;

    /// <summary>Test images that the network classifies correctly with other weights.</summary>
    public int Correct(IReadOnlyList<WeightMatrix> weights)
    {
        var outputs = Network.Apply(Test.ToTensor(), (matrix, count, x) => Network.Multiply(weights[matrix], count, x.Span)).Values.Span;
        return Predictions.Of(outputs, new ClassRule(1), Test).Correct;
    }
}

/// <summary>Accuracy with the cells of one state varied [%].</summary>
internal sealed record VariationCase(double Sigma, double OnPercent, double OffPercent);

/// <summary>Accuracy with all cells varied [%], images correct without, and energy of the cells for an image [J].</summary>
internal sealed record ResetCase(double Ratio, double Percent, int Unvaried, double Energy);

/// <summary>A neuron's read at one bias.</summary>
internal sealed record NeuronCase(double Bias, NeuronRead Read, int IdealCode, int Code)
{
    public double Share => Read.NeuronEnergy / (Read.NeuronEnergy + Read.ArrayEnergy);
}
