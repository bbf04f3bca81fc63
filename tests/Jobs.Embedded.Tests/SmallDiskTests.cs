using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Tests;

public sealed class SmallDiskTests
{
    [Fact]
    public async Task Jobs_on_a_disk_that_becomes_full_are_refused_with_the_reason_and_none_that_was_acknowledged_is_lost()
    {
        using var disk = SmallDisk.Mount(megabytes: 20);
        using var logs = new RecordedLogs();
        var acknowledged = new List<JobHandle>();
        using (var host = Build(disk, logs))
        {
            await host.StartAsync(Ct);
            var client = host.Services.GetRequiredService<IJobClient>();
            var text = new string('x', 20_000);

            var error = await Assert.ThrowsAnyAsync<JobStoreException>(async () =>
            {
                while (true)
                    acknowledged.Add(await client.EnqueueNote(new(text)));
            });

            Assert.Contains("No space left on device", Text(error), StringComparison.Ordinal);
            Assert.InRange(acknowledged.Count, 100, 1_100);
            disk.Grow(megabytes: 60);
            await logs.WaitForAsync("again, after", Ct);
            for (var i = 0; i < 50; i++)
                acknowledged.Add(await client.EnqueueNote(new(text)));
            Assert.InRange(logs.Lines.Count(line => line.Contains("Jobs.Embedded", StringComparison.Ordinal) && !line.StartsWith("Debug", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal)), 3, 10);
            await host.StopAsync(Ct);
        }

        using var next = Build(disk, logs);
        await next.StartAsync(Ct);
        foreach (var job in acknowledged)
            Assert.NotNull(await next.Services.GetRequiredService<IJobClient>().GetAsync(job.Id, job.Queue, Ct));
        await next.StopAsync(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Text(Exception error) => error.InnerException is { } inner ? $"{error.Message} {Text(inner)}" : error.Message;

    private static IHost Build(SmallDisk disk, RecordedLogs logs)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(logs);
        builder.Services.AddJobs(jobs => jobs.UseEmbeddedRedis(server => server with { DataFolder = disk.Path }));
        return builder.Build();
    }
}
