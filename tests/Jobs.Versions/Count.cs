using Jobs;
using StackExchange.Redis;

namespace Versions;

/// <summary>What both versions store and run.</summary>
/// <param name="Text">Who has stored it, its number, and what it asks of whoever runs it.</param>
[Job("count", Retry = "none")]
internal sealed partial record Count(string Text);

/// <summary>Counts the runs of each job, beside the store: <c>ran:this</c> and <c>ran:next</c>, by the version that ran it.</summary>
[JobHandler]
internal sealed class CountHandler(IDatabase database, Version version) : IJobHandler<Count>
{
    public Task HandleAsync(Count job, JobContext context, CancellationToken cancellationToken) => database.HashIncrementAsync($"ran:{version.Name}", job.Text);
}

/// <summary>Which of the two this process is.</summary>
internal sealed record Version(string Name);
