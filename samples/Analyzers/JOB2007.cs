// JOB2007: A counter is changed again by a retry
// Fix: Do it in a step: context.OnceAsync
using StackExchange.Redis;

namespace Samples.JOB2007;

[Job("job2007.count-visit")]
public sealed partial record CountVisit(string Page);

[JobHandler]
public sealed class CountVisitHandler(IDatabase redis) : IJobHandler<CountVisit>
{
    public async Task HandleAsync(CountVisit job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await redis.StringIncrementAsync($"visits:{job.Page}"); // JOB2007
#else
        await context.OnceAsync("string-increment", async _ => { await redis.StringIncrementAsync($"visits:{job.Page}"); }, cancellationToken);
#endif
    }
}
