namespace CircuitSim.Tests.Support;

/// <summary>
/// A user who presses Ctrl-C when some words appear. A timer would come late when all tests run, and then nothing is
/// left to interrupt.
/// </summary>
public sealed class InterruptingWriter(string words) : StringWriter
{
    private readonly CancellationTokenSource interrupt = new();

    public CancellationToken Token => interrupt.Token;

    public override void Write(char value)
    {
        base.Write(value);
        InterruptIfSaid();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        InterruptIfSaid();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        InterruptIfSaid();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            interrupt.Dispose();
        base.Dispose(disposing);
    }

    private void InterruptIfSaid()
    {
        if (!interrupt.IsCancellationRequested && ToString().Contains(words, StringComparison.Ordinal))
            interrupt.Cancel();
    }
}
