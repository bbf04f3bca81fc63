using Jobs.Generators.Tests.Wire;

namespace Jobs.Generators.Tests.Enqueue;

[Job("greet", Queue = "critical", MaxAttempts = 5, TimeoutSeconds = 30, Retry = "30s,1m", RetentionSeconds = 60, Aliases = ["hello", "hi"])]
public sealed partial record GreetJob(string Name, int Times = 1);

[Job("plain", MaxAttempts = 25, Retry = "polynomial")]
public sealed partial record Plain(int Id);

[Job<Point>("locate")]
public sealed partial record Locate(string Name);

public static partial class CreateOrder
{
    [Job("create-order")]
    public sealed partial record Command(int Id);
}

public static partial class CancelOrder
{
    [Job("cancel-order")]
    public sealed partial record Command(int Id);
}

public static partial class Slices
{
    public static partial class Deep
    {
        [Job("report", EnqueueName = "ReportNightly")]
        public sealed partial record Report(int Id);
    }
}

public sealed class EnqueueTests
{
    private readonly RecordingClient client = new();

    [Fact]
    public async Task A_new_without_a_type_is_one_payload()
    {
        var job = await client.EnqueueGreet(new("Ada", 2));

        Assert.Equal(new GreetJob("Ada", 2), Assert.Single(client.Single).Payload);
        Assert.Equal("critical", job.Queue);
    }

    [Fact]
    public async Task Payloads_of_one_name_in_two_types_have_methods_of_their_own()
    {
        await client.EnqueueCreateOrderCommand(new(1));
        await client.EnqueueCancelOrderCommand(new(2));

        Assert.Equal([new CreateOrder.Command(1), new CancelOrder.Command(2)], client.Single.Select(static c => c.Payload));
    }

    [Fact]
    public async Task The_author_of_a_job_names_its_methods()
    {
        await client.EnqueueReportNightly(new(1));
        await client.EnqueueReportNightly([new(2)]);

        Assert.Equal(new Slices.Deep.Report(1), Assert.Single(client.Single).Payload);
        Assert.Single(client.Many);
    }

    [Fact]
    public async Task Options_and_token_are_handed_on()
    {
        using var cancellation = new CancellationTokenSource();

        await client.EnqueueGreet(new GreetJob("Ada"), new() { Delay = TimeSpan.FromMinutes(5), Queue = "low" }, cancellation.Token);

        var call = Assert.Single(client.Single);
        Assert.Equal(new EnqueueOptions { Delay = TimeSpan.FromMinutes(5), Queue = "low" }, call.Options);
        Assert.Equal(cancellation.Token, call.Token);
    }

    [Fact]
    public async Task A_list_is_many_payloads()
    {
        var payloads = new List<GreetJob> { new("a"), new("b") };

        var jobs = await client.EnqueueGreet(payloads, new() { Queue = "low" });

        Assert.Equal([JobId.From("many-0"), JobId.From("many-1")], jobs.Select(static j => j.Id));
        var call = Assert.Single(client.Many);
        Assert.Equal(payloads, call.Payloads);
        Assert.Equal("low", call.Options?.Queue);
    }

    [Fact]
    public async Task A_collection_expression_is_many_payloads()
    {
        await client.EnqueueGreet([new("a"), new("b")]);

        Assert.Equal(2, Assert.Single(client.Many).Payloads.Count);
    }

    [Fact]
    public async Task A_query_is_many_payloads()
    {
        await client.EnqueueGreet(Enumerable.Range(0, 3).Select(static i => new GreetJob($"{i}")));

        Assert.Equal(3, Assert.Single(client.Many).Payloads.Count);
    }

    [Fact]
    public async Task The_result_of_a_job_is_awaited_through_its_handle()
    {
        client.Result = Codec.WriteResult<Locate, Point>(new Point(1, 2));

        JobHandle<Point> job = await client.EnqueueLocate(new("Ada"));

        Assert.Equal(new Point(1, 2), await job.WaitForResultAsync(TestContext.Current.CancellationToken));
        Assert.Equal(job.Job, client.Awaited);
    }

    [Fact]
    public async Task Each_of_many_jobs_has_its_own_result()
    {
        client.Result = Codec.WriteResult<Locate, Point>(new Point(1, 2));

        var jobs = await client.EnqueueLocate([new("a"), new("b")]);

        Assert.Equal([JobId.From("many-0"), JobId.From("many-1")], jobs.Select(static j => j.Id));
        Assert.Equal(new Point(1, 2), await jobs[1].WaitForResultAsync(TestContext.Current.CancellationToken));
        Assert.Equal(JobId.From("many-1"), client.Awaited?.Id);
    }

    [Fact]
    public async Task A_nested_payload_has_the_names_of_the_types_around_it()
    {
        await client.EnqueueShip(new Ship(1));
        await client.EnqueueOrdersRegionShip(new(2));

        Assert.Equal([new Ship(1), new Orders.Region.Ship(2)], client.Single.Select(static c => c.Payload));
    }

    [Fact]
    public void The_definition_says_what_the_attribute_says()
    {
        var definition = DefinitionOf<GreetJob>();

        Assert.Equal("greet", definition.Name);
        Assert.Equal(["hello", "hi"], definition.Aliases);
        Assert.Equal("critical", definition.Queue);
        Assert.Equal(5, definition.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(30), definition.Timeout);
        Assert.Equal("30s,1m", definition.Retry.ToString());
        Assert.Equal(TimeSpan.FromSeconds(60), definition.Retention);
        Assert.Same(definition, DefinitionOf<GreetJob>());
    }

    [Fact]
    public void What_the_attribute_does_not_say_is_as_the_library_has_it()
    {
        var (definition, standard) = (DefinitionOf<Plain>(), new JobDefinition("plain"));

        Assert.Equal(
            (standard.Name, standard.Queue, standard.MaxAttempts, standard.Timeout, standard.Retry.ToString(), standard.Retention),
            (definition.Name, definition.Queue, definition.MaxAttempts, definition.Timeout, definition.Retry.ToString(), definition.Retention));
        Assert.Empty(definition.Aliases);
    }

    [Fact]
    public void The_generated_half_adds_no_public_member() =>
        Assert.Equal(
            ["Id"],
            typeof(Plain).GetProperties().Select(static p => p.Name).Union(typeof(Plain).GetFields().Select(static f => f.Name)));

    private static JobDefinition DefinitionOf<T>() where T : IJob<T> => T.Definition;
}
