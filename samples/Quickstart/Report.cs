using System.Globalization;
using Jobs;
using Spectre.Console;

namespace Quickstart;

/// <summary>What became of the jobs, as Redis tells it, held against what should have.</summary>
internal sealed class Report
{
    private readonly RunRecord record;
    private readonly List<(WelcomeJob Job, JobInfo? Info)> jobs;
    private readonly DirectoryInfo outbox;

    private Report(RunRecord record, List<(WelcomeJob Job, JobInfo? Info)> jobs, DirectoryInfo outbox)
    {
        this.record = record;
        this.jobs = jobs;
        this.outbox = outbox;
    }

    /// <summary>Every job completed and left its mail, but for bad addresses, which are dead; delays and retries happened.</summary>
    public bool IsAsExpected => jobs.TrueForAll(IsAsItShould);

    public static async Task<Report> CollectAsync(IJobClient client, List<WelcomeJob> jobs, RunRecord record, DirectoryInfo outbox, CancellationToken cancellationToken)
    {
        var infos = await Task.WhenAll(jobs.Select(async job => (job, await SettledAsync(client, job.Handle, cancellationToken))));
        return new Report(record, [.. infos], outbox);
    }

    public void Print(TimeSpan enqueueTime, TimeSpan total)
    {
        var fresh = jobs.Where(job => !job.Job.Handle.AlreadyStored).ToList();
        var waits = fresh.Where(job => job.Job.User.Delay == TimeSpan.Zero).Select(job => record.WaitOf(job.Job.Handle.Id)?.TotalMilliseconds ?? 0).Order().ToList();
        var table = new Table().Title("Outcome").AddColumns("", "jobs").Border(TableBorder.Rounded);
        table.Columns[1].RightAligned();
        table.AddRow("enqueued now", Text(fresh.Count));
        table.AddRow("enqueued by an earlier run, left alone", Text(jobs.Count - fresh.Count));
        table.AddRow("[green]completed[/]", Text(record.Count(JobState.Completed)));
        table.AddRow("tried again", Text(record.Retries));
        table.AddRow("[red]dead[/]", Text(jobs.Count(job => job.Info?.State == JobState.Dead)));
        table.AddEmptyRow();
        table.AddRow("enqueue to handler start, p50", waits.Count == 0 ? "-" : $"{waits[waits.Count / 2]:N1} ms");
        table.AddRow("enqueue to handler start, p99", waits.Count == 0 ? "-" : $"{waits[waits.Count * 99 / 100]:N1} ms");
        table.AddRow("enqueued per second", $"{fresh.Count / enqueueTime.TotalSeconds:N0}");
        table.AddRow("run time", $"{total.TotalSeconds:N1} s");
        AnsiConsole.Write(table);

        foreach (var (job, info) in jobs.Where(job => job.Info is { State: JobState.Dead }))
        {
            var since = job.Handle.AlreadyStored ? $"dead since an earlier run, {info!.EndedAt:yyyy-MM-dd HH:mm}" : "dead";
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{since}[/]: user {job.User.Id} <{job.User.Email}>, job {info!.Id}: {FirstLine(info.LastError)}");
        }

        foreach (var (job, info) in jobs.Where(job => !IsAsItShould(job)))
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]not as expected[/]: user {job.User.Id}, job {job.Handle.Id}: {info?.State.ToString() ?? "not known"} {FirstLine(info?.LastError)}");
        }

        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{outbox.GetFiles("*.eml").Length} mails in {outbox.FullName}");
        AnsiConsole.MarkupLine(IsAsExpected ? "[green]All as expected.[/]" : "[red]Not as expected.[/]");
    }

    private bool IsAsItShould((WelcomeJob Job, JobInfo? Info) entry)
    {
        var (job, info) = entry;
        if (!job.User.Email.Contains('@', StringComparison.Ordinal))
        {
            return info is { State: JobState.Dead, FailedAttempts: 1 };
        }

        return info is { State: JobState.Completed }
            && info.FailedAttempts == job.User.GreylistedTimes
            && File.Exists(Path.Combine(outbox.FullName, info.Id + ".eml"))
            && (job.Handle.AlreadyStored || record.WaitOf(info.Id) >= job.User.Delay);
    }

    /// <summary>The hook is told before Redis is: asks until it is.</summary>
    private static async Task<JobInfo?> SettledAsync(IJobClient client, JobHandle handle, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var info = await client.GetAsync(handle.Id, handle.Queue, cancellationToken);
            if (info is null or { State: JobState.Completed or JobState.Dead or JobState.Cancelled } || tries == 100)
            {
                return info;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string FirstLine(string? text) => text?.Split('\n')[0] ?? "";
}
