using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>An enqueue call with jobs of one table, first those that may start at once.</summary>
internal sealed class JobsRequest(params (JobId Id, byte[] Envelope, StartTime Start)[] jobs) : IEnqueueRequest
{
    public int Table => JobTable.Of(jobs[0].Id);

    public int Count => jobs.Length;

    public int Ready => jobs.Count(job => job.Start.IsNow);

    public NewEntry this[int index] => new(JobStore.Bytes(jobs[index].Id), jobs[index].Envelope, jobs[index].Start);
}
