using SQLitePCL;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>A table in a new SQLite file, filled row by row.</summary>
internal sealed class CampaignDatabase : IDisposable
{
    private readonly string path;
    private readonly sqlite3 database;
    private readonly Dictionary<string, sqlite3_stmt> inserts = [];

    private CampaignDatabase(string path, sqlite3 database) => (this.path, this.database) = (path, database);

    /// <summary>Null where SQLite's own library is not beside the program.</summary>
    public static CampaignDatabase? TryCreate(string path)
    {
        try
        {
            Batteries_V2.Init();
            var code = raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null);
            var created = new CampaignDatabase(path, database);
            created.Require(code);
            // The file takes its name when it is complete, so nothing needs to be taken back.
            created.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;");
            return created;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return null;
        }
    }

    /// <param name="columns">Names, and what SQLite calls their kind.</param>
    public void CreateTable(string name, IReadOnlyList<(string Name, string Kind)> columns)
    {
        Execute($"CREATE TABLE {Quoted(name)} ({string.Join(", ", columns.Select(c => $"{Quoted(c.Name)} {c.Kind}"))});");
        Require(raw.sqlite3_prepare_v2(database, $"INSERT INTO {Quoted(name)} VALUES ({string.Join(", ", columns.Select(_ => "?"))});", out var insert));
        inserts[name] = insert;
    }

    /// <param name="cells">Whole numbers, numbers, words or null.</param>
    public void Add(string table, IEnumerable<object?> cells)
    {
        var insert = inserts[table];
        var place = 0;
        foreach (var cell in cells)
        {
            place++;
            Require(cell switch
            {
                long n => raw.sqlite3_bind_int64(insert, place, n),
                double x => raw.sqlite3_bind_double(insert, place, x),
                string s => raw.sqlite3_bind_text(insert, place, s),
                _ => raw.sqlite3_bind_null(insert, place),
            });
        }

        Require(raw.sqlite3_step(insert));
        Require(raw.sqlite3_reset(insert));
    }

    public void Complete() => Execute("COMMIT;");

    public void Dispose()
    {
        foreach (var insert in inserts.Values)
            raw.sqlite3_finalize(insert);
        raw.sqlite3_close_v2(database);
    }

    private void Execute(string statements) => Require(raw.sqlite3_exec(database, statements));

    private void Require(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw DataFileException.CannotWrite(path, new IOException(Invariant($"SQLite: {raw.sqlite3_errmsg(database).utf8_to_string()}.")));
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
