namespace Jobs.Abstractions.Tests.Client;

public sealed class EnqueueOptionsTests
{
    [Fact]
    public void Nothing_set_means_as_the_job_says()
    {
        var options = new EnqueueOptions();

        Assert.Equal(TimeSpan.Zero, options.Delay);
        Assert.Null(options.At);
        Assert.Null(options.Queue);
        Assert.Null(options.Id);
        Assert.Null(options.Headers);
        Assert.Null(options.MaxAttempts);
        Assert.Null(options.Timeout);
        Assert.Null(options.Retention);
    }

    [Fact]
    public void Every_bound_belongs_to_its_range()
    {
        var least = new EnqueueOptions { Delay = TimeSpan.Zero, MaxAttempts = 1, Timeout = TimeSpan.Zero, Retention = TimeSpan.Zero, Headers = Headers(0), Queue = "q" };
        var most = new EnqueueOptions
        {
            Delay = Limits.MaxDelay,
            MaxAttempts = Limits.MaxAttempts,
            Timeout = Limits.MaxTimeout,
            Retention = Limits.MaxRetention,
            Headers = Headers(Limits.MaxHeaders),
            Queue = new('q', Limits.MaxNameLength),
        };

        Assert.Equal(TimeSpan.Zero, least.Delay);
        Assert.Equal(Limits.MaxDelay, most.Delay);
        Assert.Equal((1, Limits.MaxAttempts), (least.MaxAttempts, most.MaxAttempts));
        Assert.Equal((TimeSpan.Zero, Limits.MaxTimeout), (least.Timeout, most.Timeout));
        Assert.Equal((TimeSpan.Zero, Limits.MaxRetention), (least.Retention, most.Retention));
        Assert.Equal((0, Limits.MaxHeaders), (least.Headers.Count, most.Headers.Count));
        Assert.Equal((1, Limits.MaxNameLength), (least.Queue.Length, most.Queue.Length));
    }

    public static TheoryData<string, Func<EnqueueOptions>> OutOfRange => new()
    {
        { "Delay", () => new() { Delay = -TimeSpan.FromTicks(1) } },
        { "Delay", () => new() { Delay = Limits.MaxDelay + TimeSpan.FromTicks(1) } },
        { "MaxAttempts", () => new() { MaxAttempts = 0 } },
        { "MaxAttempts", () => new() { MaxAttempts = Limits.MaxAttempts + 1 } },
        { "Timeout", () => new() { Timeout = -TimeSpan.FromTicks(1) } },
        { "Timeout", () => new() { Timeout = Limits.MaxTimeout + TimeSpan.FromTicks(1) } },
        { "Retention", () => new() { Retention = -TimeSpan.FromTicks(1) } },
        { "Retention", () => new() { Retention = Limits.MaxRetention + TimeSpan.FromTicks(1) } },
        { "Headers", () => new() { Headers = Headers(Limits.MaxHeaders + 1) } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void One_step_beyond_is_refused_by_an_error_that_names_option_and_range(string option, Func<EnqueueOptions> make)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(make);

        Assert.Equal(option, error.ParamName);
        Assert.Contains($"{option} must be from ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("{tag}")]
    [InlineData("größe")]
    [InlineData("a/b")]
    [InlineData("line\n")]
    public void What_is_no_queue_name_is_refused_by_an_error_that_shows_it(string queue)
    {
        var error = Assert.Throws<ArgumentException>(() => new EnqueueOptions { Queue = queue });

        Assert.Contains($"'{queue}' is not a queue name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_name_has_at_most_128_characters()
    {
        Assert.Throws<ArgumentException>(() => new EnqueueOptions { Queue = new('q', Limits.MaxNameLength + 1) });
    }

    [Fact]
    public void A_copy_is_checked_like_the_original()
    {
        var options = new EnqueueOptions { Queue = "critical" };

        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxAttempts = -1 });
        Assert.Equal("critical", (options with { MaxAttempts = 3 }).Queue);
    }

    private static Dictionary<string, string> Headers(int count) => Enumerable.Range(0, count).ToDictionary(i => $"h{i}", i => $"v{i}");
}
