using System.Diagnostics;
using System.Text;

namespace CircuitSim.Tests.Support;

/// <summary>NumPy as an oracle: a short script on the system's Python.</summary>
public static class NumPy
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Available = new(() => File.Exists(Python) && Start("import numpy", []).ExitCode == 0);

    private static readonly Lazy<bool> SciPyAvailable = new(() => File.Exists(Python) && Start("import scipy.sparse.linalg", []).ExitCode == 0);

    private static readonly Lazy<bool> PyTorchAvailable = new(() => File.Exists(Python) && Start("import torch", []).ExitCode == 0);

    private static readonly Lazy<bool> OnnxAvailable = new(() => File.Exists(Python) && Start("import onnx", []).ExitCode == 0);

    public static bool IsAvailable => Available.Value;

    /// <summary>Whether scripts may import SciPy besides.</summary>
    public static bool HasSciPy => SciPyAvailable.Value;

    /// <summary>Whether scripts may import PyTorch besides.</summary>
    public static bool HasPyTorch => PyTorchAvailable.Value;

    /// <summary>Whether scripts may import ONNX besides.</summary>
    public static bool HasOnnx => OnnxAvailable.Value;

    /// <summary>Runs a script that finds <c>np</c> and <c>sys.argv[1:]</c> and returns what it prints.</summary>
    public static string Run(string script, params string[] arguments)
    {
        var (code, output, error) = Start($"import sys\nimport numpy as np\n{script}", arguments);
        Assert.True(code == 0, error);
        return output;
    }

    private static (int ExitCode, string Output, string Error) Start(string script, string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Python, ["-c", script, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        process.Start();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
