using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>A campaign as a YAML file.</summary>
public static class CampaignFile
{
    /// <param name="subjects">What a file can name.</param>
    /// <param name="values">What stands where the file says nothing, such as the data folder.</param>
    /// <exception cref="DataFileException">It cannot be read, or is no campaign; names line and column.</exception>
    /// <exception cref="InvalidParameterException">An option is out of its range; names line and column.</exception>
    public static Campaign Read(string path, IReadOnlyList<CampaignSubject> subjects, StudyValues values) => Parse(path, StudyFile.Bytes(path, "Check the path."), subjects, values);

    /// <summary>The same of the bytes of a file.</summary>
    /// <inheritdoc cref="Read"/>
    public static Campaign Parse(string path, byte[] bytes, IReadOnlyList<CampaignSubject> subjects, StudyValues values) =>
        new CampaignReader(path, subjects, values).Read(YamlReader.Read(path, StudyFile.TextOf(path, bytes)));
}
