using MessagePack;

namespace Jobs.Fuzz;

/// <summary>What came of one input.</summary>
/// <param name="Problem">What must not be; null: all is well.</param>
/// <param name="Milliseconds">Of the processor.</param>
internal sealed record Verdict(string? Problem, bool IsRead, double Milliseconds, long Allocated)
{
    /// <summary>Far above what is measured (see docs/payloads.md), far below what a defect costs.</summary>
    private const double MaxMilliseconds = 250;
    private const double MaxMillisecondsPerByte = 0.001;
    private const long MaxAllocated = 4 * 1024 * 1024;
    private const long MaxAllocatedPerByte = 200;

    public static Verdict Of(Target target, byte[] bytes)
    {
        var verdict = Once(target, bytes);
        for (var again = 0; again < 3 && verdict.Problem?.StartsWith("took", StringComparison.Ordinal) == true; again++)
        {
            verdict = Once(target, bytes); // its compiler and collector count too: slow is what is slow each time
        }

        return verdict;
    }

    private static Verdict Once(Target target, byte[] bytes)
    {
        string? problem = null;
        var isRead = false;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime; // of the process: the machine may be busy with others
        try
        {
            target.Read(bytes);
            isRead = true;
        }
        catch (MessagePackSerializationException e) when (e.Message.StartsWith(target.Error, StringComparison.Ordinal))
        {
            problem = e.Message.Length > 5_000 ? $"an error of {e.Message.Length} characters" : null;
        }
        catch (Exception e)
        {
            problem = e.ToString();
        }

        var milliseconds = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (milliseconds > MaxMilliseconds + (MaxMillisecondsPerByte * bytes.Length))
        {
            problem ??= $"took {milliseconds:n0} ms";
        }

        if (allocated > MaxAllocated + (MaxAllocatedPerByte * bytes.Length))
        {
            problem ??= $"allocated {allocated:n0} bytes";
        }

        return new Verdict(problem, isRead, milliseconds, allocated);
    }
}
