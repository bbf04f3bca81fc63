namespace Jobs.Benchmarks.Model;

/// <summary>Names the parts of the worker that stacks belong to.</summary>
internal static class WorkerParts
{
    /// <summary>A stack belongs to the part of its innermost method that is named here.</summary>
    private static readonly (string Part, string[] Marks)[] Parts =
    [
        ("sockets", ["System.Net.Sockets"]),
        ("the Redis client library: framing, writing arguments, finding replies", ["StackExchange.Redis", "RESPite", "Pipelines.Sockets", "System.IO.Pipelines"]),
        ("a turn's arguments and reply", ["Jobs.Redis.", "Jobs.Store."]),
        ("reading the envelope and the payload", ["MessagePack", "Jobs.JobEnvelope", "Codec", "Noop::Read"]),
        ("the scope of services and the handler's construction", ["DependencyInjection", "AttemptServices", "JobHandlerEntry"]),
        ("the timeout of an attempt", ["TimerQueue", "SystemTimeProviderTimer", "System.Threading.Timer"]),
        ("slots: which job starts next", ["Jobs.Worker.Slots", "WaitingJobs", "FairOrder", "RunningList", "QueueShare"]),
        ("the pump: outcomes, turns", ["Jobs.Worker.OutcomeBuffer", "QueuePump", "Pump", "TurnSender", "Jobs.Worker.Pace", "AsyncSignal"]),
        ("an attempt: its context, its token, its outcome", ["Jobs.Worker.", "Jobs.JobContext", "Jobs.JobHandler"]),
        ("the handler", ["Jobs.Benchmarks"]),
        ("thread pool and waiting", ["System.Threading.ThreadPool", "PortableThreadPool", "WorkStealingQueue", "LowLevelLifoSemaphore", "System.Threading.Monitor", "WaitSubsystem", "LowLevelMonitor"]),
        ("the compiler, still at work", ["libclrjit"]),
        ("the runtime: allocation, collection", ["libcoreclr", "libclrgc"]),
    ];

    public static string Of(string[] stack)
    {
        foreach (var frame in stack)
        {
            foreach (var (part, marks) in Parts)
            {
                if (Array.Exists(marks, mark => frame.Contains(mark, StringComparison.Ordinal)))
                {
                    return part;
                }
            }
        }

        return "other";
    }
}
