using System.Globalization;
using Jobs.Faults.Running;

namespace Jobs.Faults.Storm;

/// <summary>What a process takes of its machine at one moment.</summary>
/// <param name="ResidentBytes">Memory.</param>
/// <param name="Threads">Of all kinds.</param>
/// <param name="OpenFiles">Files, sockets and pipes.</param>
internal sealed record Footprint(long ResidentBytes, int Threads, int OpenFiles)
{
    public static Footprint Of(WorkerProcess process) => new(process.ResidentBytes, process.Threads, process.OpenFiles);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ResidentBytes / 1e6:N1} MB, {Threads} threads, {OpenFiles} open files");
}
