using System.Text.Json.Nodes;

namespace CircuitSim.LookupTables;

/// <summary>Where tables come from. All of it is the same for the same options and seed.</summary>
public sealed record TableProvenance
{
    /// <summary>Of the program that made them.</summary>
    public required string Version { get; init; }

    /// <summary>The command or study, e.g. "lut device vteam_magic".</summary>
    public required string Source { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The nominal model card as SPICE text, where there is one.</summary>
    public string? Card { get; init; }

    /// <summary>Of the file that the card came from.</summary>
    public string? CardSha256 { get; init; }

    /// <summary>That the card holds at; VTEAM has no temperature of its own [K].</summary>
    public double Temperature { get; init; } = 300.15;

    /// <summary>[V]</summary>
    public required double ReadVoltage { get; init; }

    /// <summary>Of a device's tables; below zero.</summary>
    public TablePulse? Set { get; init; }

    /// <summary>Of a device's tables; above zero.</summary>
    public TablePulse? Reset { get; init; }

    /// <summary>What else was asked for, with units in the keys.</summary>
    public JsonObject Options { get; init; } = [];
}
