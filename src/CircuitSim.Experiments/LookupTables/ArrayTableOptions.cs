using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>What tables of arrays and their data sets are made of, whatever the arrays come from.</summary>
public static class ArrayTableOptions
{
    private static readonly NumberRule Share = new("from 0 to below 1", p => p is >= 0 and < 1);

    public static QuantityOption Wire { get; } = new() { Name = "--wire", Key = "wire_resistance_ohm", Subject = "wire resistance", Unit = "Ω", Standard = 2, Description = "Wire resistance per segment" };

    public static QuantityOption Curvature { get; } = new() { Name = "--curvature", Key = "curvature_per_v", Subject = "curvature", Unit = "1/V", Standard = 0, Description = "Cells of the exact currents conduct as i = G/b · sinh(b v), G their conductance near 0 V; this is b, 0: ohmic" };

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 2000, Description = "Inputs that are solved exactly, shared evenly by the arrays." };

    public static QuantityOption TestShare { get; } = new() { Name = "--test", Key = "test_share", Subject = "test share", Unit = "1", Standard = 0.2, Rule = Share, Description = "Part of the arrays that the training part never sees, and part of each other array's inputs" };

    public static OptionalIntegerOption Maps { get; } = new() { Name = "--maps", Key = "maps", Subject = "maps", Standard = null, Description = "Arrays that have tables (effective matrix, IR drop), the first ones. Default: all, of random ones 8." };

    public static TextOption Formats { get; } = new() { Name = "--formats", Key = "formats", Standard = "all", Placeholder = "names", Description = "Formats beside the native one, parted by commas; all or none." };

    public static OptionalIntegerOption TileRows { get; } = new() { Name = "--tile-rows", Key = "tile_rows", Subject = "tile rows", Standard = null, Description = "Word lines of each array; larger matrices are cut, smaller ones filled up. Default: those of the largest matrix, at most 128." };

    public static OptionalIntegerOption TileColumns { get; } = new() { Name = "--tile-columns", Key = "tile_columns", Subject = "tile columns", Standard = null, Description = "Bit lines of each array. Default: those of the largest matrix, at most 128." };

    public static IntegerOption Images { get; } = new() { Name = "--images", Key = "images", Subject = "images", Standard = 1000, Description = "Inputs of the network, at most, that the training part is drawn from, and the same again for the test part." };

    public static IntegerOption Arrays { get; } = new() { Name = "--arrays", Key = "arrays", Subject = "arrays", Standard = 50, Description = "Arrays to draw." };

    public static IntegerOption Rows { get; } = new() { Name = "--rows", Key = "rows", Subject = "rows", Standard = 64, Description = "Word lines." };

    public static IntegerOption Columns { get; } = new() { Name = "--columns", Key = "columns", Subject = "columns", Standard = 64, Description = "Bit lines." };

    public static QuantitiesOption Sparsity { get; } = new() { Name = "--sparsity", Key = "sparsities", Subject = "sparsity", Subjects = "sparsities", Unit = "1", Standard = [0.5], Rule = Share, Description = "Parts of the inputs that are 0; of several, each sample takes one" };

    public static QuantitiesOption CellSparsity { get; } = new() { Name = "--cell-sparsity", Key = "cell_sparsities", Subject = "cell sparsity", Subjects = "cell sparsities", Unit = "1", Standard = [0], Rule = Share, Description = "Parts of the cells that have the least conductance; of several, each array takes one" };

    public static OptionalIntegerOption InputLevels { get; } = new() { Name = "--input-levels", Key = "input_levels", Subject = "input levels", Standard = null, Description = "Levels of an input from 0 to the read voltage, both among them; 2: on or off. Default: any voltage." };

    /// <summary>Of all sources, behind their own.</summary>
    public static IReadOnlyList<StudyOption> All { get; } =
        [Wire, WiringOptions.WordWire, WiringOptions.BitWire, WiringOptions.Driver, WiringOptions.Sense, WiringOptions.Drive, Curvature, Samples, TestShare, Maps, Formats];
}
