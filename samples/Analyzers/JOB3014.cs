// JOB3014: Jobs are enqueued one by one
// Fix: Enqueue all at once
namespace Samples.JOB3014;

[Job("job3014.greet", TimeoutSeconds = 60)]
public sealed partial record Greet(string Name);

public sealed class Greeter(IJobClient client)
{
    public async Task GreetAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
#if BAD
        foreach (var name in names)
        {
            await client.EnqueueGreet(new(name), cancellationToken: cancellationToken); // JOB3014
        }
#else
        await client.EnqueueGreet(names.Select(name => new Greet(name)), cancellationToken: cancellationToken);
#endif
    }
}
