using System.Diagnostics;
using Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Quickstart;

/// <summary>One run: start a worker, enqueue a mail per user, watch, report.</summary>
internal sealed class Run(string? redis, DirectoryInfo? data, DirectoryInfo outbox, FileInfo usersFile)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly RunRecord record = new();

    /// <returns>0: every mail is where it should be; 1: not.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var users = UserList.Read(usersFile.FullName);
        outbox.Create();
        using var host = BuildHost();
        await host.StartAsync(cancellationToken);
        var client = host.Services.GetRequiredService<IJobClient>();

        var clock = Stopwatch.StartNew();
        var jobs = await EnqueueAsync(client, users, cancellationToken);
        var enqueueTime = clock.Elapsed;
        await WatchAsync(jobs.Count(job => !job.Handle.AlreadyStored), cancellationToken);
        clock.Stop();

        var report = await Report.CollectAsync(client, jobs, record, outbox, cancellationToken);
        await host.StopAsync(cancellationToken);
        report.Print(enqueueTime, clock.Elapsed);
        return report.IsAsExpected ? 0 : 1;
    }

    private IHost BuildHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Quickstart" });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton(record).AddSingleton(new MailDrop(outbox));
        builder.Services.AddJobs(jobs =>
        {
            if (redis is null)
            {
                jobs.UseEmbeddedRedis(server => server with { DataFolder = data?.FullName });
            }
            else
            {
                jobs.UseRedis(redis);
            }

            jobs.AddHandlers().AddHooks<RunRecord>().AddWorker();
        });
        return builder.Build();
    }

    /// <summary>The id comes from the user, so that running this twice sends nobody a second mail.</summary>
    private async Task<List<WelcomeJob>> EnqueueAsync(IJobClient client, IReadOnlyList<User> users, CancellationToken cancellationToken)
    {
        var enqueues = users.Select(async user =>
        {
            var id = JobId.From($"welcome/{user.Id}");
            record.Enqueued(id);
            var handle = await client.EnqueueSendWelcome(
                new(user.Id, user.Name, user.Email, user.Language, user.GreylistedTimes),
                new() { Id = id, Delay = user.Delay },
                cancellationToken);
            return new WelcomeJob(user, handle);
        });
        return [.. await Task.WhenAll(enqueues)];
    }

    private async Task WatchAsync(int expected, CancellationToken cancellationToken)
    {
        record.Expect(expected);
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask("Welcome mails", maxValue: Math.Max(1, expected));
            var end = record.AllEnded.WaitAsync(Patience, cancellationToken);
            while (!end.IsCompleted)
            {
                bar.Value = record.Ended;
                await Task.WhenAny(end, Task.Delay(50, cancellationToken));
            }

            bar.Value = bar.MaxValue;
        });
    }
}

/// <summary>A user and the job of its mail.</summary>
internal sealed record WelcomeJob(User User, JobHandle Handle);
