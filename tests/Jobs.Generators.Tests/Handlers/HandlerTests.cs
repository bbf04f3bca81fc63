using Jobs.Generators.Tests.Wire;

namespace Jobs.Generators.Tests.Handlers;

/// <summary>Runs what was registered for the handlers of this assembly, as a worker does.</summary>
public sealed class HandlerTests
{
    private readonly JobHandlerTable table = new();
    private readonly Log log = new([]);

    public HandlerTests() => Jobs.Generated.Jobs_Generators_Tests.Handlers.Register(table);

    [Fact]
    public void Every_marked_class_is_registered_for_each_of_its_jobs() =>
        Assert.Equal(["first", "fourth", "optional", "second", "third"], table.Entries.Select(static e => e.Definition.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_constructor_is_given_its_services()
    {
        await RunAsync("first", Codec.Write(new First("hello")), Standard());

        Assert.Equal(["hello True False True True 3 fast"], log.Lines);
    }

    [Fact]
    public async Task Optional_services_are_given_where_they_are_registered()
    {
        await RunAsync("first", Codec.Write(new First("hello")), Standard().With(log, key: 7).With(new Uri("https://a")).With(5).With("slow"));

        Assert.Equal(["hello True False False False 5 slow"], log.Lines);
    }

    [Fact]
    public async Task Optional_values_that_are_not_registered_have_their_defaults()
    {
        await RunAsync("optional", Codec.Write(new Optional()), Standard());

        Assert.Equal([" 5 Friday  7 8 9 2020"], log.Lines);
    }

    [Fact]
    public async Task Optional_values_that_are_registered_are_given()
    {
        await RunAsync("optional", Codec.Write(new Optional()), Standard().With<TimeSpan?>(TimeSpan.FromHours(1)).With<int?>(1).With<DayOfWeek?>(DayOfWeek.Monday).With<Guid?>(Guid.Empty).With(2).With(70, key: "k"));

        Assert.Equal(["01:00:00 1 Monday 00000000-0000-0000-0000-000000000000 2 2 70 2020"], log.Lines);
    }

    [Fact]
    public async Task A_missing_service_is_named_with_the_handler_that_takes_it()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("first", Codec.Write(new First("hello")), new Services()));

        Assert.Equal(
            "Jobs.Generators.Tests.Handlers.BothHandler takes a Jobs.Generators.Tests.Handlers.Log, and no such service is registered. Add it to the worker's services.",
            error.Message);
    }

    [Fact]
    public async Task A_result_is_encoded()
    {
        var result = await RunAsync("second", Codec.Write(new Second("a")), Standard());

        Assert.Equal("a!", Codec.ReadResult<Second, string>(result));
    }

    [Fact]
    public void A_job_is_found_by_its_earlier_name() => Assert.Same(Entry("second"), Entry("old-second"));

    [Fact]
    public void A_handler_without_parameters_needs_no_scope()
    {
        Assert.False(Entry("third").NeedsScope);
        Assert.True(Entry("first").NeedsScope);
    }

    [Fact]
    public async Task The_marked_constructor_is_used()
    {
        await RunAsync("fourth", Codec.Write(new Fourth()), Standard().With(new Uri("https://a")));

        Assert.Equal(["one"], log.Lines);
    }

    [Fact]
    public void Exception_rules_keep_their_order()
    {
        var rules = Entry("first").Rules;

        Assert.Equal(2, rules.Length);
        Assert.True(rules[0].Matches(new TimeoutException()));
        Assert.Equal(("5s", 2), (rules[0].Retry?.ToString(), rules[0].MaxAttempts));
        Assert.True(rules[1].Matches(new FormatException()));
        Assert.Null(rules[1].Retry);
        Assert.Empty(Entry("third").Rules);
    }

    [Fact]
    public void Registering_twice_is_harmless() => Jobs.Generated.Jobs_Generators_Tests.Handlers.Register(table);

    private Services Standard() => new Services().With(log).With(new Log([]), key: "backup");

    private JobHandlerEntry Entry(string name) => table.TryGet(name, out var entry) ? entry : throw new InvalidOperationException($"{name} is not registered");

    private async Task<byte[]?> RunAsync(string name, byte[] payload, Services services)
    {
        var entry = Entry(name);
        var context = new JobContext { Id = JobId.New(), JobName = name, Services = services };
        return await entry.InvokeAsync(entry.Decode(payload, 1), context, TestContext.Current.CancellationToken);
    }
}
