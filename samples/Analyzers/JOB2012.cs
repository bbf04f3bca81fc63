// JOB2012: A step's name is not its own
namespace Samples.JOB2012;

[Job("job2012.greet")]
public sealed partial record Greet(string Name, string Friend);

[JobHandler]
public sealed class GreetHandler : IJobHandler<Greet>
{
    public async Task HandleAsync(Greet job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await context.OnceAsync("write", _ => File.WriteAllTextAsync("a.txt", job.Name, cancellationToken), cancellationToken);
        await context.OnceAsync("write", _ => File.WriteAllTextAsync("b.txt", job.Friend, cancellationToken), cancellationToken); // JOB2012
#else
        await context.OnceAsync("write-name", _ => File.WriteAllTextAsync("a.txt", job.Name, cancellationToken), cancellationToken);
        await context.OnceAsync("write-friend", _ => File.WriteAllTextAsync("b.txt", job.Friend, cancellationToken), cancellationToken);
#endif
    }
}
