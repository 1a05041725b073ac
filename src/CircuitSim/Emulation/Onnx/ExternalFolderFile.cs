using System.Globalization;

namespace CircuitSim.Emulation.Onnx;

/// <summary>
/// Tensors that a model keeps in files beside it: only in its own folder and below, through no link, and never more bytes in all than
/// those files hold.
/// </summary>
internal sealed class ExternalFolderFile(string model)
{
    private readonly Dictionary<string, long> left = [];

    /// <param name="entries">Keys and values of ONNX's external_data: location, offset, length, checksum.</param>
    /// <param name="bytes">That the tensor's shape and type take.</param>
    /// <exception cref="InvalidParameterException">Outside of the folder, missing, or of another length.</exception>
    public byte[] Read(IEnumerable<(string Key, string Value)> entries, long bytes)
    {
        var given = new Dictionary<string, string>();
        foreach (var (key, value) in entries)
            given[key] = value;
        var location = given.GetValueOrDefault("location", "");
        long Number(string key, long other) => !given.TryGetValue(key, out var text) ? other
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Refused(location, $"has the {key} '{OnnxFile.Plain(text)}'.");
        var (offset, length) = (Number("offset", 0), Number("length", bytes));
        if (length != bytes)
            throw Refused(location, FormattableString.Invariant($"holds {length} bytes of the tensor, whose shape takes {bytes}."));
        var parts = location.Split('/');
        if (location.Length == 0 || Path.IsPathRooted(location) || location.AsSpan().IndexOfAny('\\', ':', '\0') >= 0 || parts.Any(p => p is "" or "." or ".."))
            throw Refused(location, "does not lie in the model's folder: it must be a relative path without '..'.");
        var path = Path.GetDirectoryName(Path.GetFullPath(model)) ?? throw Refused(location, "does not lie in a folder.");
        FileInfo file = new(path);
        foreach (var part in parts)
        {
            file = new FileInfo(path = Path.Combine(path, part));
            if (file.LinkTarget is not null)
                throw Refused(location, "is or leads through a link; copy the file into the model's folder.");
        }

        if (!file.Exists)
            throw Refused(location, "is missing in the model's folder.");
        var available = left.GetValueOrDefault(path, file.Length);
        if (offset > file.Length || bytes > file.Length - offset || bytes > available)
            throw Refused(location, FormattableString.Invariant($"holds {file.Length} bytes, fewer than the model's tensors state."));
        left[path] = available - bytes;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var read = new byte[bytes];
        stream.Position = offset;
        stream.ReadExactly(read);
        return read;
    }

    private static InvalidParameterException Refused(string location, string what) =>
        InvalidParameterException.Because("external data", $"external data '{OnnxFile.Plain(location)}' {what}");
}
