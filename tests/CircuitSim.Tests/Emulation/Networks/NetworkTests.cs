using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Emulation.Networks;

public class NetworkTests
{
    [Fact]
    public void Network_OfADenseNetwork_GivesTheSameBits()
    {
        var stream = new RandomStream(3);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => stream.NextUniform(-1, 1))];
        var dense = new DenseNetwork([new DenseLayer(7, 5, Draw(35), Draw(5)), new DenseLayer(5, 3, Draw(15), Draw(3))]);
        var inputs = Draw(4 * 7);

        var outputs = dense.ToNetwork().Apply(new Tensor([4, 7], inputs));

        Assert.Equal([4, 3], outputs.Shape);
        Assert.Equal(Enumerable.Range(0, 4).SelectMany(n => dense.Apply(inputs.AsSpan(7 * n, 7))), outputs.Values.ToArray());
    }

    [Fact]
    public void Product_OfTheCaller_ComputesEveryMatrix()
    {
        var network = Network.InARow(("first", new DenseOperator(new WeightMatrix(3, 2, [1, 2, 3, 4, 5, 6]))), ("relu", ActivationOperator.Relu), ("second", new DenseOperator(new WeightMatrix(3, 1, [1, -1, 0]))));
        var asked = new List<(int, int)>();

        var outputs = network.Apply(new Tensor([2, 2], new double[] { 1, 0, 0, 1 }), (matrix, count, x) =>
        {
            asked.Add((matrix, count));
            return network.ExactProduct(matrix, count, x);
        });

        Assert.Equal([(0, 2), (1, 2)], asked);
        Assert.Equal(["first", "second"], network.Matrices.Select(m => m.Name));
        // (1 + 5) − (2 + 6) and (3 + 5) − (4 + 6)
        Assert.Equal([-2.0, -2], outputs.Values.ToArray());
    }

    [Fact]
    public void Node_WithAShapeThatDoesNotFit_IsNamed()
    {
        var network = Network.InARow(("hidden", new DenseOperator(new WeightMatrix(3, 2, new double[6]))));
        var fault = Assert.Throws<InvalidParameterException>(() => network.Apply(new Tensor([4, 5], new double[20])));
        Assert.Contains("node 'hidden' (Gemm)", fault.Message);
        Assert.Contains("[4 × 5]", fault.Message);
    }

    [Fact]
    public void Graph_WithATensorThatNobodyGives_IsRefused()
    {
        NetworkNode Node(string input) => new("n", ActivationOperator.Relu, [input], ["y"]);
        var none = new Dictionary<string, Tensor>();
        Assert.Contains("'z'", Assert.Throws<InvalidParameterException>(() => new Network(["x"], none, [Node("z")], ["y"])).Message);
        Assert.Contains("'q'", Assert.Throws<InvalidParameterException>(() => new Network(["x"], none, [Node("x")], ["q"])).Message);
        Assert.Contains("already", Assert.Throws<InvalidParameterException>(() => new Network(["x"], none, [Node("x"), Node("x")], ["y"])).Message);
    }
}
