namespace CircuitSim.Netlists.Spice;

/// <summary>Finds the texts that <c>.include</c> and <c>.lib</c> name; <see cref="NetlistFile"/> reads them from files.</summary>
public interface IIncludeResolver
{
    /// <param name="path">As written in the netlist.</param>
    /// <param name="includedFrom">Identity of the text that names it; null for a text that came without a file.</param>
    /// <exception cref="NetlistException">It is not there or not allowed; without a place, which the reader adds.</exception>
    IncludedText Read(string path, string? includedFrom);
}
