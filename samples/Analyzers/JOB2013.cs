// JOB2013: The result of a step cannot be recorded
namespace Samples.JOB2013;

[Job("job2013.fetch")]
public sealed partial record Fetch(Uri From);

[JobHandler]
public sealed class FetchHandler(HttpClient http) : IJobHandler<Fetch>
{
    public async Task HandleAsync(Fetch job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        var answer = await context.OnceAsync("fetch", _ => http.GetAsync(job.From, cancellationToken), cancellationToken); // JOB2013
        Console.WriteLine(answer.StatusCode);
#else
        var status = await context.OnceAsync("fetch", async _ => (int)(await http.GetAsync(job.From, cancellationToken)).StatusCode, cancellationToken);
        Console.WriteLine(status);
#endif
    }
}
