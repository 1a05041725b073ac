using CircuitSim.Cosimulation;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Long, She and Mukhopadhyay's networks on binary cells that vary: the baseline (one fixed-point format for all layers), dynamic fixed
/// point (DFP: one for each), and DFP with variation-aware training (DVA: noise on the weights of every step), for an MLP, a CNN, a
/// recurrent network and an LSTM. Noise is put on the bits of cells, and the network runs by the weights that these then hold
/// (<see cref="LongBits"/> has why that is the read of the arrays).
/// </summary>
public sealed class LongDva : Study
{
    private const string Paper = "Long";
    private const int Bits = 8;
    private const double HighRatio = 1000, LowRatio = 10, TrainingSigma = 0.25, ReadVoltage = 0.2, GOn = 1e-4;

    /// <summary>Epochs of variation-aware training over those without.</summary>
    private const int MoreEpochs = 3;

    private static readonly double[] Sigmas = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
    private static readonly double[] TrainingSigmas = [0, 0.1, TrainingSigma, 0.4];
    private static readonly double[] InputSigmas = [0, 0.1, 0.2, 0.3, 0.4];

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 20, Reduced = 10, Description = "Samples of varied cells at each σ." };

    public static IntegerOption TrainImages { get; } = new() { Name = "--train-images", Key = "train_images", Subject = "training images", Standard = 10000, Rule = new NumberRule("from 100 to 60000", n => n is >= 100 and <= 60000), Description = "Images of MNIST and of Fashion-MNIST to train with." };

    public static IntegerOption TestImages { get; } = new() { Name = "--test-images", Key = "test_images", Subject = "test images", Standard = 1000, Reduced = 500, Rule = new NumberRule("from 10 to 10000", n => n is >= 10 and <= 10000), Description = "Images of MNIST and of Fashion-MNIST to test with." };

    public static OptionalIntegerOption Epochs { get; } = new() { Name = "--epochs", Key = "epochs", Subject = "epochs", Standard = null, Description = "Epochs of every training without noise; three times as many with it. Default: 60 (RNN), 40 (LSTM), 10 (MLP), 3 (CNN)." };

    public static ChoiceOption<bool> RecurrentOnly { get; } = new() { Name = "--networks", Key = "networks", Standard = false, Choices = [("all", "all", false), ("recurrent", "recurrent", true)], Description = "All four networks, or the two recurrent ones, whose images are inside." };

    public static SeedOption Seed { get; } = SeedOption.Of(1);

    public override string Name => "long-dva";

    public override string Description => """
        What dynamic fixed point and variation-aware training save of an MLP, a CNN, a recurrent network and an LSTM whose weights are bits of cells that vary; with the mismatch of training and evaluation, log-normal cells and noisy inputs.

        The images come from circuitsim data get mnist and circuitsim data get fashion-mnist.

        Examples:
          circuitsim validate long-dva
          circuitsim validate long-dva --networks recurrent --samples 5
          circuitsim validate long-dva --networks recurrent --stages tia,adc --read-samples 10
        """;

    public override IReadOnlyList<StudyOption> Options { get; } = [RecurrentOnly, Epochs, Samples, TrainImages, TestImages, .. ReadOutOptions.OfNetworks, DataFolderOption.Instance, SizeOption.Instance, Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run)
    {
        ReadOutOptions.Check(run.Values, hasSubtractor: false, run.Get(ReadOutOptions.ConverterBits));
        if (run.Get(Epochs) is { } epochs)
            InvalidParameterException.RequireAtLeast(epochs, 1, Epochs.Subject);
    }

    protected override StudyResult Find(StudyRun run)
    {
        var subjects = run.Steps.Run("Images", _ => (SubjectsOf(run), run.Get(RecurrentOnly) ? "Digits" : "Digits, MNIST, Fashion-MNIST"));
        var recurrent = subjects[0];
        // Every network with the view that it is trained by: without noise, with it, and what the recurrent one needs besides.
        (Subject Subject, WeightView? View, int Epochs)[] plan =
        [
            .. subjects.Reverse().SelectMany(s => new (Subject, WeightView?, int)[] { (s, WeightViews.Normal(TrainingSigma), MoreEpochs), (s, null, 1) }),
            .. TrainingSigmas.Where(t => t != TrainingSigma).Select(t => (recurrent, (WeightView?)WeightViews.Normal(t), MoreEpochs)),
            (recurrent, WeightViews.LogNormal(TrainingSigma), MoreEpochs),
        ];
        var trained = run.Steps.Run("Training", step => (run.Each(plan.Length, step, k => Train(run, plan[k].Subject, plan[k].View, plan[k].Epochs)), $"{plan.Length} trainings"));
        (Network Clean, Network Aware) Of(Subject s) => (trained[2 * (subjects.Length - 1 - Array.IndexOf(subjects, s)) + 1], trained[2 * (subjects.Length - 1 - Array.IndexOf(subjects, s))]);
        var others = trained[(2 * subjects.Length)..];

        var curves = new List<Curve>();
        foreach (var s in subjects)
        {
            var (clean, aware) = Of(s);
            foreach (var ratio in s.Name == "MLP" ? new[] { HighRatio, LowRatio } : [HighRatio])
            {
                curves.Add(Vary(run, s, clean, new Curve(s.Name, "baseline", ratio), Variability.Normal));
                curves.Add(Vary(run, s, clean, new Curve(s.Name, "DFP", ratio), Variability.Normal));
                curves.Add(Vary(run, s, aware, new Curve(s.Name, "DFP+DVA", ratio), Variability.Normal));
            }
        }

        Curve[] logNormal =
        [
            Vary(run, recurrent, Of(recurrent).Clean, new Curve(recurrent.Name, "baseline", HighRatio), Variability.LogNormal),
            Vary(run, recurrent, Of(recurrent).Clean, new Curve(recurrent.Name, "DFP", HighRatio), Variability.LogNormal),
            Vary(run, recurrent, others[^1], new Curve(recurrent.Name, "DFP+DVA", HighRatio), Variability.LogNormal),
        ];
        Network[] mismatched = [.. TrainingSigmas.Select((t, k) => t == TrainingSigma ? Of(recurrent).Aware : others[k > Array.IndexOf(TrainingSigmas, TrainingSigma) ? k - 1 : k])];
        Curve[] mismatch = [.. mismatched.Select((n, k) => Vary(run, recurrent, n, new Curve(recurrent.Name, Invariant($"trained at {100 * TrainingSigmas[k]:0} %"), HighRatio), Variability.Normal))];
        var noisy = run.Steps.Run("Noisy inputs", step => (
            run.Each(mismatched.Length * InputSigmas.Length, step, k => WithNoisyInputs(run, recurrent, mismatched[k / InputSigmas.Length], InputSigmas[k % InputSigmas.Length])), $"{mismatched.Length} × {InputSigmas.Length}"));
        var oneFormat = run.Steps.Run("One format", _ => (ChangedByOneFormat(run, recurrent, Of(recurrent).Clean), "the recurrent matrix alone on cells"));
        // Read with the pairs' HRS, which cancels; inputs are scaled to the read voltage.
        var network = Of(recurrent).Clean;
        var mapped = MappedNetwork.Of(
            network, (_, w) => BitSliced.Covering([w], Bits, GOn, GOn / HighRatio).Encode(w), ReadVoltage, MappedNetwork.ScalesFor(MappedNetwork.InputsOf(network, recurrent.Test)));
        var check = run.Steps.Run("Arrays without wires", _ =>
        {
            var all = DigitsFile.ReadEmbedded();
            var claim = EmulatorCheck.Claim(mapped, all.ToTensor().Reshaped(all.Count, 8, 8)) with { Id = "long.circuit-is-emulator" };
            return (claim, $"outputs within {SiText.Scientific(claim.Value)}");
        });
        var result = Tell(run, subjects, curves, logNormal, mismatch, noisy, oneFormat, check);
        var read = Math.Min(run.Get(ReadOutOptions.Samples), recurrent.Labels.Length);
        return NetworkReadOutReport.Run(
            run, result, new NetworkReadOutCase(mapped, recurrent.Test, new Tensor([read, 8, 8], recurrent.Test.Values[..(read * 64)]), recurrent.Labels[..read], run.Get(ReadOutOptions.ConverterBits)), new RandomStream(run.Get(Seed))).Result;
    }

    /// <summary>The recurrent network first.</summary>
    private static Subject[] SubjectsOf(StudyRun run)
    {
        // The last 297 images of Digits are harder than the others, so they are shuffled; lines are the steps.
        var digits = DigitsFile.ReadEmbedded();
        var order = Enumerable.Range(0, digits.Count).ToArray();
        new RandomStream(run.Get(Seed)).Child("split").Shuffle<int>(order);
        (Tensor, int[]) Pick(int[] images) => (new Tensor([images.Length, 8, 8], images.SelectMany(i => digits.Input(i).ToArray()).ToArray()), [.. images.Select(i => (int)digits.Labels[i])]);
        var ((lines, labels), (test, testLabels)) = (Pick(order[..1500]), Pick(order[1500..]));
        var set = TrainingSet.Of(lines, labels, digits.Classes);
        var rnn = new Subject("RNN", set, test, testLabels, 60, 16, 0.01, v => [new RnnPlan(20) { View = v }, new DensePlan(10) { View = v }]);
        var lstm = new Subject("LSTM", set, test, testLabels, 40, 16, 0.02, v => [new LstmPlan(24) { View = v }, new DensePlan(10) { View = v }]);
        if (run.Get(RecurrentOnly))
            return [rnn, lstm];
        (LabelledImages Train, LabelledImages Test) Read(ImageSet images)
        {
            var folder = Path.Combine(run.Get(DataFolderOption.Instance), images.Name);
            return (MnistFile.ReadTrain(folder, images).Slice(0, run.Get(TrainImages)), MnistFile.ReadTest(folder, images).Slice(0, run.Get(TestImages)));
        }

        static int[] LabelsOf(LabelledImages images) => [.. images.Labels.ToArray().Select(l => (int)l)];
        var (mnist, fashion) = (Read(ImageSet.Mnist), Read(ImageSet.FashionMnist));
        return
        [
            rnn, lstm,
            new Subject("MLP", TrainingSet.Of(mnist.Train), mnist.Test.ToTensor(), LabelsOf(mnist.Test), 10, 32, 0.1, v => [new DensePlan(32) { View = v }, ActivationPlan.Sigmoid, new DensePlan(10) { View = v }]),
            new Subject("CNN", TrainingSet.Of(fashion.Train, 1, 28, 28), fashion.Test.ToPictures(), LabelsOf(fashion.Test), 3, 32, 0.02, v =>
            [
                new ConvolutionPlan(8, 5) { View = v }, ActivationPlan.Relu, new PoolingPlan(2), new ConvolutionPlan(16, 5) { View = v }, ActivationPlan.Relu, new PoolingPlan(2), new DensePlan(10) { View = v },
            ]),
        ];
    }

    private static Network Train(StudyRun run, Subject subject, WeightView? view, int times)
    {
        var training = new NetworkTraining(subject.Train.Shape, subject.Plan(view), new RandomStream(run.Get(Seed)).Child(subject.Name));
        var epochs = times * (run.Get(Epochs) ?? subject.Epochs);
        training.Run(subject.Train, new DescentOptions { Epochs = epochs, BatchSize = subject.Batch, LearningRate = subject.Rate, Decay = Math.Pow(0.05, 1.0 / epochs), GradientLimit = 1 }, null, run.CancellationToken);
        return training.ToNetwork();
    }

    /// <summary>The paper's read-out: what zero bits conduct stays in the result.</summary>
    private static BitSliced FormatOf(Network network, int matrix, bool isDynamic, double ratio)
    {
        var sharing = isDynamic ? [network.Matrices[matrix].Weights] : network.Matrices.Select(m => m.Weights);
        return new BitSliced(Bits, BitSliced.Covering(sharing, Bits, 1, 0).IntegerBits, 1, 1 / ratio) { LeavesTwinUnformed = true };
    }

    /// <summary>A curve with its accuracies over σ [%].</summary>
    private static Curve Vary(StudyRun run, Subject subject, Network network, Curve curve, Func<double, Variability> law) => run.Steps.Run(Invariant($"{curve.Network}, {curve.Configuration}, ratio {curve.Ratio:0}, {(law(0).Law == VariabilityLaw.LogNormal ? "log-normal" : "normal")}"), step =>
    {
        EncodedWeights[] encoded = [.. network.Matrices.Select((m, k) => FormatOf(network, k, curve.Configuration != "baseline", curve.Ratio).Encode(m.Weights))];
        var random = new RandomStream(run.Get(Seed)).Child("cells");
        (double Sigma, int Sample)[] points = [.. Sigmas.SelectMany(s => Enumerable.Range(0, s == 0 ? 1 : run.Get(Samples)).Select(k => (s, k)))];
        var correct = run.Each(points.Length, step, p =>
        {
            var held = encoded.Select((e, layer) =>
            {
                var cells = new double[e.Conductances.Length];
                law(points[p].Sigma).Apply(e.Conductances, random.Child("sample", points[p].Sample).Child("layer", layer), cells);
                return e.ToWeights(cells);
            }).ToList();
            return subject.Correct(network, held, subject.Test);
        });
        var found = curve with { Percent = [.. Sigmas.Select(s => points.Index().Where(p => p.Item.Sigma == s).Average(p => 100.0 * correct[p.Index] / subject.Labels.Length))] };
        return (found, Invariant($"{found.Percent[0]:0.0} % to {found.Percent[^1]:0.0} %, {found.Average:0.0} % on average"));
    });

    /// <summary>Accuracy with normal noise on the inputs, cells as they should be [%].</summary>
    private static double WithNoisyInputs(StudyRun run, Subject subject, Network network, double sigma)
    {
        var noise = new RandomStream(run.Get(Seed)).Child("inputs");
        var inputs = new Tensor(subject.Test.Shape, Array.ConvertAll(subject.Test.Values.ToArray(), x => x + sigma * noise.NextNormal()));
        return 100.0 * subject.Correct(network, [.. network.Matrices.Select((m, k) => FormatOf(network, k, isDynamic: true, HighRatio).Encode(m.Weights).ToWeights())], inputs) / subject.Labels.Length;
    }

    /// <summary>Outputs that differ between DFP and the baseline where one matrix alone is on cells, so that there is one format.</summary>
    private static int ChangedByOneFormat(StudyRun run, Subject subject, Network network)
    {
        var weights = network.Matrices[0].Weights;
        double[] Outputs(BitSliced format)
        {
            var encoded = format.Encode(weights);
            var cells = new double[encoded.Conductances.Length];
            Variability.Normal(TrainingSigma).Apply(encoded.Conductances, new RandomStream(run.Get(Seed)).Child("one format"), cells);
            var held = encoded.ToWeights(cells);
            return network.Apply(subject.Test, (matrix, count, x) => Network.Multiply(matrix == 0 ? held : network.Matrices[matrix].Weights, count, x.Span)).Values.ToArray();
        }

        // The baseline's format of a network that has this matrix alone.
        var alone = Network.InARow(("matrix", new DenseOperator(weights)));
        return Outputs(FormatOf(alone, 0, isDynamic: false, HighRatio)).Zip(Outputs(FormatOf(network, 0, isDynamic: true, HighRatio)), (a, b) => a == b).Count(same => !same);
    }

    private static StudyResult Tell(StudyRun run, Subject[] subjects, List<Curve> curves, Curve[] logNormal, Curve[] mismatch, double[] noisy, int oneFormat, Claim check)
    {
        Curve Find(string network, string configuration, double ratio = HighRatio) => curves.Single(c => (c.Network, c.Configuration, c.Ratio) == (network, configuration, ratio));
        double Gain(string network, string configuration, double ratio = HighRatio) => Find(network, configuration, ratio).Average - Find(network, "baseline", ratio).Average;
        double Drop(Curve c) => c.Percent[0] - c.Percent[^1];
        double Noisy(int training) => noisy.Skip(training * InputSigmas.Length).Take(InputSigmas.Length).Average();
        const string OverSigma = "mean over σ = 0 … 50 %, less that of the baseline";
        List<Claim> claims = [];
        if (!run.Get(RecurrentOnly))
        {
            claims.AddRange(
            [
                new("long.mlp-dfp-ratio-10", Paper, "dynamic fixed point helps where the ratio is small", $"MLP at ratio 10, DFP, {OverSigma}", Gain("MLP", "DFP", LowRatio), "points", 2, null),
                new("long.cnn-average", Paper, "variation-aware training raises the accuracy of CNNs", $"CNN, DFP+DVA, {OverSigma}", Gain("CNN", "DFP+DVA"), "points", 3, null),
                new("long.cnn-drop", Paper, "less than 7 % are lost at 50 % of variation", "CNN, DFP+DVA, accuracy at σ = 0 less that at 50 %", Drop(Find("CNN", "DFP+DVA")), "points", null, 7),
            ]);
        }

        claims.AddRange(
        [
            new("long.dfp-ratio-1000", Paper, "dynamic fixed point never harms", $"least over the networks, DFP, ratio 1000, {OverSigma}", subjects.Min(s => Gain(s.Name, "DFP")), "points", -0.5, null),
            new("long.rnn-average", Paper, "variation-aware training raises the accuracy of recurrent networks", $"RNN, DFP+DVA, {OverSigma}", Gain("RNN", "DFP+DVA"), "points", 6, null),
            new("long.lstm-average", Paper, "variation-aware training raises the accuracy of LSTMs", $"LSTM, DFP+DVA, {OverSigma}", Gain("LSTM", "DFP+DVA"), "points", null, null),
            new("long.rnn-one-format", Paper, "with one matrix, dynamic fixed point is the baseline", "outputs that differ, the recurrent matrix alone on cells", oneFormat, "outputs", null, 0),
            new("long.mismatch-robust", Paper, "trained with more noise, less is lost to variation (Fig. 9: 2 against 46 %)", "RNN, loss from σ = 0 to 50 %, trained at the largest noise over trained without", Drop(mismatch[^1]) / Drop(mismatch[0]), "", null, 0.5),
            new("long.mismatch-price", Paper, "at the price of a few points without variation (Fig. 9: 4)", "RNN, accuracy at σ = 0, trained without noise less trained at the largest", mismatch[0].Percent[0] - mismatch[^1].Percent[0], "points", null, null),
            new("long.log-normal", Paper, "the same with log-normal cells (table I: 15 points)", $"RNN, log-normal in cells and in training, DFP+DVA, {OverSigma}", logNormal[2].Average - logNormal[0].Average, "points", 0, null),
            new("long.input-noise", Paper, "trained with noise, networks stand noisy inputs better (Fig. 10)", "RNN, mean over the noise of inputs, trained at 25 % less trained without", Noisy(Array.IndexOf(TrainingSigmas, TrainingSigma)) - Noisy(0), "points", null, null),
            check,
        ]);

        IEnumerable<(Curve Curve, double Sigma, double Percent)> Rows(IEnumerable<Curve> from) => from.SelectMany(c => Sigmas.Select((s, k) => (c, s, c.Percent[k])));
        ResultTable Table(string name, IEnumerable<Curve> from) => ResultTable.Of(name, Rows(from),
            ("network", r => r.Curve.Network), ("configuration", r => r.Curve.Configuration), ("ratio", r => r.Curve.Ratio), ("sigma_percent", r => 100 * r.Sigma), ("accuracy_percent", r => r.Percent));
        var inputs = ResultTable.Of("input_noise", noisy.Index(), ("training_sigma_percent", r => 100 * TrainingSigmas[r.Index / InputSigmas.Length]), ("input_sigma", r => InputSigmas[r.Index % InputSigmas.Length]), ("accuracy_percent", r => r.Item));
        static LineFigure Lines(string id, string what, IEnumerable<(string Name, double[] Percent)> lines, double[] over, string axis, string unit) => new()
        {
            Id = id,
            Description = what,
            XAxis = new FigureAxis(axis, unit),
            YAxis = new FigureAxis("samples classified correctly", "%", Least: 0, Greatest: 100),
            Series = [.. lines.Select(l => new FigureSeries(l.Name, [.. over.Zip(l.Percent)]))],
        };
        double[] percents = Array.ConvertAll(Sigmas, s => 100 * s);
        LineFigure OverCells(string id, string what, IEnumerable<Curve> of) => Lines(id, what, of.Select(c => (c.Configuration, c.Percent)), percents, "standard deviation of the cells", "%");
        static ReadableTable Readable(IEnumerable<Curve> of) => new(["network", "cells", "ratio", .. Sigmas.Select(s => Invariant($"σ = {100 * s:0} %")), "mean"],
            [.. of.Select(c => (IReadOnlyList<string>)[c.Network, c.Configuration, Invariant($"{c.Ratio:0}"), .. c.Percent.Select(p => Invariant($"{p:0.0}")), Invariant($"{c.Average:0.0}")])]);
        var shown = Readable(curves);
        var report = new HtmlReport("Bits that vary: dynamic fixed point and variation-aware training")
            .Paragraph(Invariant($"Weights in {Bits} bits, a binary cell each; the baseline has one fixed-point format for a network, DFP one for each matrix, DVA is trained with {100 * TrainingSigma:0} % of normal noise on the weights for {MoreEpochs} times as many epochs. Mean of {run.Get(Samples)} samples of cells; seed {run.Get(Seed)}."))
            .Table("Accuracy [%]", shown)
            .Table("Claims of the paper", Claim.Header, claims.Select(c => c.Row))
            .Heading("Networks");
        foreach (var group in curves.GroupBy(c => (c.Network, c.Ratio)))
            report.Figure(OverCells(Invariant($"{group.Key.Network.ToLowerInvariant()}_{group.Key.Ratio:0}"), $"Accuracy of the {group.Key.Network} over the variation of cells.", group).ToSvg(), Invariant($"{group.Key.Network}, ratio {group.Key.Ratio:0}."));
        report.Heading("Mismatch of training and evaluation").Table("Accuracy [%] over noise of training (rows) and of evaluation (Fig. 9)", Readable(mismatch))
            .Figure(OverCells("mismatch", "Accuracy over the variation of cells for networks trained at other noise.", mismatch).ToSvg(), "RNN, DFP. Who does not know how much cells vary trains with more noise rather than less.")
            .Heading("Log-normal cells").Figure(OverCells("log_normal", "Accuracy over log-normal variation.", logNormal).ToSvg(), "RNN, cells and noise of training log-normal.")
            .Heading("Noisy inputs")
            .Figure(Lines("input_noise", "Accuracy over noise of the inputs.", TrainingSigmas.Select((t, k) => (Invariant($"trained at {100 * t:0} %"), noisy.Skip(k * InputSigmas.Length).Take(InputSigmas.Length).ToArray())), InputSigmas, "standard deviation of the inputs' noise, white is 1", "").ToSvg(), "RNN, cells as they should be.")
            .Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Inputs = [("digits.csv.gz", DigitsFile.Sha256), .. (run.Get(RecurrentOnly) ? [] : new[] { ImageSet.Mnist, ImageSet.FashionMnist }).SelectMany(s => s.Files.Select(f => ($"{s.Name}/{f.Name}", f.Sha256)))],
            Claims = claims,
            Tables = [Table("accuracy", curves), Table("mismatch", mismatch), Table("log_normal", logNormal), inputs],
            Shown = [shown],
            Report = report,
            Timing = run.Steps.Timing,
        };
    }

    /// <summary>A network before its training, and the samples that judge it.</summary>
    private sealed record Subject(string Name, TrainingSet Train, Tensor Test, int[] Labels, int Epochs, int Batch, double Rate, Func<WeightView?, LayerPlan[]> Plan)
    {
        /// <summary>Samples that a network classifies correctly with the weights that its cells hold.</summary>
        public int Correct(Network network, List<WeightMatrix> held, Tensor samples)
        {
            var outputs = network.Apply(samples, (matrix, count, x) => Network.Multiply(held[matrix], count, x.Span)).Values;
            var (rule, classes) = (new ClassRule(1), outputs.Length / Labels.Length);
            return Labels.Index().Count(l => rule.Classify(outputs.Span.Slice(l.Index * classes, classes)) == l.Item);
        }
    }

    /// <summary>Accuracy over <see cref="Sigmas"/> [%].</summary>
    private sealed record Curve(string Network, string Configuration, double Ratio)
    {
        public double[] Percent { get; init; } = [];

        public double Average => Percent.Average();
    }
}
