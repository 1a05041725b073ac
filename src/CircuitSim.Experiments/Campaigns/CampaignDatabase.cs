using System.Text;
using SQLitePCL;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>A table in a new SQLite file, filled cell by cell.</summary>
internal sealed class CampaignDatabase : IDisposable
{
    /// <summary>Pages of 4 KB that SQLite holds back: rows come in the order of the table, so that none is needed again but the last of each depth.</summary>
    private const int CachedPages = 32;

    private readonly string path;
    private readonly sqlite3 database;
    private readonly List<Table> tables = [];

    private CampaignDatabase(string path, sqlite3 database) => (this.path, this.database) = (path, database);

    /// <summary>Null where SQLite's own library is not beside the program.</summary>
    public static CampaignDatabase? TryCreate(string path)
    {
        try
        {
            Batteries_V2.Init();
            var code = raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
            var created = new CampaignDatabase(path, database);
            created.Require(code);
            // The file takes its name when it is complete, so nothing needs to be taken back.
            created.Execute(Invariant($"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = {CachedPages}; BEGIN;"));
            return created;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return null;
        }
    }

    /// <param name="columns">Names, and what SQLite calls their kind.</param>
    public Table CreateTable(string name, IReadOnlyList<(string Name, string Kind)> columns)
    {
        Execute($"CREATE TABLE {Quoted(name)} ({string.Join(", ", columns.Select(c => $"{Quoted(c.Name)} {c.Kind}"))});");
        Require(raw.sqlite3_prepare_v2(database, $"INSERT INTO {Quoted(name)} VALUES ({string.Join(", ", columns.Select(_ => "?"))});", out var insert));
        tables.Add(new Table(this, insert));
        return tables[^1];
    }

    /// <summary>Some columns of a table under names of their own.</summary>
    public void CreateView(string name, string table, params IEnumerable<(string Column, string Name)> columns) =>
        Execute($"CREATE VIEW {Quoted(name)} AS SELECT {string.Join(", ", columns.Select(c => $"{Quoted(c.Column)} AS {Quoted(c.Name)}"))} FROM {Quoted(table)};");

    public void Complete() => Execute("COMMIT;");

    public void Dispose()
    {
        foreach (var table in tables)
            table.Dispose();
        raw.sqlite3_close_v2(database);
    }

    private void Execute(string statements) => Require(raw.sqlite3_exec(database, statements));

    private void Require(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw DataFileException.CannotWrite(path, new IOException(Invariant($"SQLite: {raw.sqlite3_errmsg(database).utf8_to_string()}.")));
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Takes rows, cell by cell.</summary>
    internal sealed class Table(CampaignDatabase database, sqlite3_stmt insert) : IDisposable
    {
        /// <summary>Cells of the last row that were null, and still are: SQLite keeps what it was given.</summary>
        private readonly bool[] isNull = [.. Enumerable.Repeat(true, raw.sqlite3_bind_parameter_count(insert))];
        private byte[] text = new byte[256];
        private int place;

        public void Add(long cell) => Added(raw.sqlite3_bind_int64(insert, place + 1, cell), false);

        /// <summary>NaN is none, as SQLite has it, too.</summary>
        public void Add(double cell)
        {
            if (double.IsNaN(cell))
                AddNull();
            else
                Added(raw.sqlite3_bind_double(insert, place + 1, cell), false);
        }

        public void Add(string? cell)
        {
            // Bytes of no text would be null to SQLite.
            if (cell is not { Length: > 0 })
            {
                if (cell is null)
                    AddNull();
                else
                    Added(raw.sqlite3_bind_text(insert, place + 1, cell), false);
                return;
            }

            if (text.Length < Encoding.UTF8.GetMaxByteCount(cell.Length))
                text = new byte[Encoding.UTF8.GetMaxByteCount(cell.Length)];
            Added(raw.sqlite3_bind_text(insert, place + 1, text.AsSpan(0, Encoding.UTF8.GetBytes(cell, text))), false);
        }

        private void AddNull() => Added(isNull[place] ? raw.SQLITE_OK : raw.sqlite3_bind_null(insert, place + 1), true);

        private void Added(int code, bool wasNull)
        {
            database.Require(code);
            isNull[place++] = wasNull;
        }

        public void EndRow()
        {
            place = 0;
            database.Require(raw.sqlite3_step(insert));
            database.Require(raw.sqlite3_reset(insert));
        }

        public void Dispose() => raw.sqlite3_finalize(insert);
    }
}
