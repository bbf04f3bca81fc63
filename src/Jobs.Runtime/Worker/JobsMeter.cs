using System.Diagnostics.Metrics;

namespace Jobs.Worker;

/// <summary>The meter <c>Jobs</c>.</summary>
internal static class JobsMeter
{
    private static readonly Meter Meter = new("Jobs");

    private static readonly Counter<long> RequeuedJobs = Meter.CreateCounter<long>(
        "jobs.requeued", unit: "{job}", description: "Jobs that a worker fetched and requeued without a start.");

    public static void Requeued(int jobs, string queue) => RequeuedJobs.Add(jobs, new KeyValuePair<string, object?>("messaging.destination.name", queue));
}
