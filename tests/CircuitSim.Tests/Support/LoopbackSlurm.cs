using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A Slurm of two nodes on this machine, for the user who runs the tests: its configuration, key, spool and logs in a folder of its own, bound
/// to loopback on ports that are free, ended by process numbers. The slurm.conf is written from Slurm's manual, slurm.conf(5).
/// </summary>
public sealed class LoopbackSlurm : IDisposable
{
    // The daemons of Debian lie in sbin, which is not on every user's path.
    private static readonly string[] Folders = ["/usr/sbin", "/usr/local/sbin", "/sbin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')];

    // A socket's path has at most 107 characters.
    private readonly string folder = Directory.CreateTempSubdirectory("slurm-").FullName;

    public LoopbackSlurm()
    {
        foreach (var name in new[] { "spool", "state", "log", "run", "munge" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        File.SetUnixFileMode(Path.Combine(folder, "munge"), (UnixFileMode)Convert.ToInt32("711", 8));
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var key = Path.Combine(folder, "munge", "key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        var ports = FreePorts(3);
        File.WriteAllText(Configuration, $"""
            ClusterName=tests
            CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
            SlurmctldHost=localhost(127.0.0.1)
            SlurmUser={Environment.UserName}
            SlurmdUser={Environment.UserName}
            AuthType=auth/munge
            AuthInfo=socket={folder}/munge/socket,cred_expire=5
            SlurmctldPort={ports[0]}
            SlurmctldPidFile={folder}/run/slurmctld.pid
            SlurmdPidFile={folder}/run/slurmd.%n.pid
            StateSaveLocation={folder}/state
            SlurmdSpoolDir={folder}/spool/%n
            SlurmctldLogFile={folder}/log/slurmctld.log
            SlurmdLogFile={folder}/log/slurmd.%n.log
            SlurmdParameters=config_overrides
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SwitchType=switch/none
            MpiDefault=none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=5
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            ReturnToService=2
            KillWait=5
            SlurmdTimeout=60
            InactiveLimit=0
            NodeName=n[1-2] NodeHostname={Run("hostname", "-s").Trim()} NodeAddr=127.0.0.1 Port=[{ports[1]}-{ports[2]}] CPUs=2 RealMemory=2000 State=UNKNOWN
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
            """);
        Run(Find("munged")!, $"--socket={folder}/munge/socket", $"--key-file={key}", $"--pid-file={folder}/run/munged.pid", $"--log-file={folder}/log/munged.log", $"--seed-file={folder}/munge/seed", "--force");
        Run(Find("slurmctld")!, "-f", Configuration);
        foreach (var node in new[] { "n1", "n2" })
            Run(Find("slurmd")!, "-f", Configuration, "-N", node);
        for (var wait = Stopwatch.StartNew(); Run("sinfo", "-h", "-N", "-t", "idle").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length < 2;)
        {
            Assert.True(wait.Elapsed < TimeSpan.FromSeconds(60), $"the nodes do not come up: {string.Concat(Directory.GetFiles(Path.Combine(folder, "log")).Select(File.ReadAllText))}");
            Thread.Sleep(100);
        }
    }

    public static bool IsInstalled => new[] { "munged", "slurmctld", "slurmd", "sbatch" }.All(name => Find(name) is not null);

    public string Configuration => Path.Combine(folder, "slurm.conf");

    /// <summary>A program with this Slurm as its cluster; what it prints.</summary>
    public string Run(string program, params string[] arguments)
    {
        var (code, output, error) = Start(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: exit code {code}: {error}{output}");
        return output;
    }

    public (int Code, string Output, string Error) Start(string program, params string[] arguments)
    {
        // Daemons keep what they were given as outputs; into files, so that nobody waits for their end.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; \"$@\" >\"$out.out\" 2>\"$out.err\" </dev/null", "sh", Path.Combine(folder, Path.GetRandomFileName()), program, .. arguments]);
        start.Environment["SLURM_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        var name = start.ArgumentList[3];
        return (process.ExitCode, File.ReadAllText(name + ".out"), File.ReadAllText(name + ".err"));
    }

    public void Dispose()
    {
        foreach (var file in new[] { "slurmd.n1.pid", "slurmd.n2.pid", "slurmctld.pid", "munged.pid" }.Select(name => Path.Combine(folder, "run", name)).Where(File.Exists))
        {
            try
            {
                using var daemon = Process.GetProcessById(int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture));
                daemon.Kill();
                daemon.WaitForExit(10_000);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException)
            {
                // It has ended already.
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string? Find(string name) => Folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>The nodes' ports are neighbours.</summary>
    private static int[] FreePorts(int count)
    {
        for (var first = 20_000 + Environment.ProcessId % 20_000; ; first = first + count < 60_000 ? first + count : 20_000)
        {
            int[] ports = [.. Enumerable.Range(first, count)];
            if (ports.All(IsFree))
                return ports;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
