using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A test that needs ONNX's own Python package and test data: skipped where they are not installed, unless
/// CIRCUITSIM_REQUIRE_ORACLES=1 says that they must be.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxFactAttribute : FactAttribute
{
    /// <summary>Models with their inputs and outputs, as Debian installs them.</summary>
    public const string TestModels = "/usr/share/libonnx-testdata/data";

    public OnnxFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") != "1" && !(NumPy.HasOnnx && Directory.Exists(TestModels)))
            Skip = "ONNX is not installed for /usr/bin/python3 (apt install python3-onnx libonnx-testdata)";
    }
}
