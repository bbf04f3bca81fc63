using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>An enqueue call with jobs of one table, first the plain ones.</summary>
internal sealed class JobsRequest(params (JobId Id, byte[] Envelope, EnqueueTerms Terms)[] jobs) : IEnqueueRequest
{
    public int Table => JobTable.Of(jobs[0].Id);

    public int Count => jobs.Length;

    public int Plain => jobs.Count(job => job.Terms.IsPlain);

    public NewEntry this[int index] => new(JobStore.Bytes(jobs[index].Id), jobs[index].Envelope, jobs[index].Terms);
}
