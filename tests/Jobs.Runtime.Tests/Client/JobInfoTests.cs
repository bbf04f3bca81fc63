using System.Text;
using Jobs.Client;
using Jobs.Inspection;

namespace Jobs.Runtime.Tests.Client;

public sealed class JobInfoTests
{
    private const long When = 1_700_000_000_000;

    [Theory]
    [InlineData("", null, null, null, null, JobState.Ready)]
    [InlineData("w 0 1\n", null, null, null, null, JobState.Ready)]
    [InlineData("r 1 0\n", null, null, null, null, JobState.Ready)] // its time has come
    [InlineData("", When, null, null, null, JobState.Scheduled)]
    [InlineData("r 1 0\n", When, null, null, null, JobState.Retrying)]
    [InlineData("s 0 0\n", When, null, null, null, JobState.Scheduled)]
    [InlineData("u 0 0\n", When, null, null, null, JobState.Unhandled)]
    [InlineData("r 1 0\n", null, "s 5 1700000000000", null, null, JobState.Active)]
    [InlineData("", null, null, When, null, JobState.Completed)]
    [InlineData("c 0 0\n", null, null, When, null, JobState.Completed)]
    [InlineData("x 0 0\n", null, null, When, null, JobState.Cancelled)]
    [InlineData("X 0 0\n", null, null, When, null, JobState.Cancelled)]
    [InlineData("d 25 0\n", null, null, null, When, JobState.Dead)]
    [InlineData("q 0 4\n", null, null, null, When, JobState.Dead)]
    [InlineData("z 0 0\n", null, null, null, null, JobState.Ready)] // written by a newer version
    [InlineData("z 0 0\n", When, null, null, null, JobState.Scheduled)]
    [InlineData("z 0 0\n", null, null, When, null, JobState.Completed)]
    [InlineData("z 0 0\n", null, null, null, When, JobState.Dead)]
    public void The_state_follows_from_where_the_job_stands(string run, long? due, string? holder, long? done, long? dead, JobState expected) =>
        Assert.Equal(expected, Build(run, due, holder, done, dead).State);

    [Fact]
    public void A_quarantined_job_says_that_its_workers_died()
    {
        var info = Build("q 0 4\n", dead: When);

        Assert.Equal(4, info.Recoveries);
        Assert.Equal("quarantined: its workers died while they ran it, 4 times", info.LastError);
    }

    [Fact]
    public void A_job_whose_payload_was_gone_says_so()
    {
        var info = JobInfoBuilder.Build(JobId.New(), "q", new StoredJob([], RunState.Decode("m 0 0\n"u8.ToArray()), null, null, null, When, []));

        Assert.Equal((JobState.Dead, "(unreadable)"), (info.State, info.Name));
        Assert.Equal("its payload was gone from Redis when a worker was to take it", info.LastError);
    }

    [Fact]
    public void An_unreadable_job_is_shown_with_its_bytes()
    {
        byte[] bytes = [0xC1, 0x01];
        var info = JobInfoBuilder.Build(JobId.New(), "q", new StoredJob(bytes, RunState.None, null, null, null, null, []));

        Assert.Equal(bytes, info.Payload.ToArray());
        Assert.Contains("not readable", info.LastError);
    }

    [Fact]
    public void A_job_of_a_newer_form_is_shown_by_its_name_and_with_its_bytes()
    {
        var bytes = Convert.FromHexString("9303A46D61696C05"); // [3, "mail", 5]
        var info = JobInfoBuilder.Build(JobId.New(), "q", new StoredJob(bytes, RunState.None, null, null, null, null, []));

        Assert.Equal("mail", info.Name);
        Assert.Equal(bytes, info.Payload.ToArray());
        Assert.Contains("form 3, which this version of Jobs.Runtime does not know", info.LastError);
    }

    [Fact]
    public void A_completed_job_ended_before_its_retention_began() =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(When).AddSeconds(-120), Build("", done: When).EndedAt);

    [Fact]
    public void Only_a_job_that_waits_for_a_time_has_a_due_time() =>
        Assert.Null(Build("r 1 0\n", holder: $"s 5 {When}").DueAt);

    [Fact]
    public void A_running_job_shows_who_runs_it_since_when()
    {
        var info = Build("", holder: $"session-1 5 {When}");

        Assert.Equal(("session-1", DateTimeOffset.FromUnixTimeMilliseconds(When)), (info.Session, info.StartedAt));
    }

    private static JobInfo Build(string run, long? due = null, string? holder = null, long? done = null, long? dead = null) =>
        JobInfoBuilder.Build(JobId.New(), "mails", new StoredJob(Envelope(), RunState.Decode(Encoding.ASCII.GetBytes(run)), due, holder is null ? null : new(holder.Split(' ')[0], Grant: 5, When), done, dead, []));

    private static byte[] Envelope() => JobEncoder.Encode(
        new Mail("ada@example.com"), JobId.New(), DateTimeOffset.FromUnixTimeMilliseconds(When - 5), options: null, Limits.MaxEnvelopeBytes).ToArray();
}
