using System.Text;
using MessagePack;

namespace Jobs.Abstractions.Tests.Handlers;

public sealed class JobHandlerTableTests
{
    private readonly JobHandlerTable table = new();

    [Fact]
    public void A_handler_is_found_by_the_bytes_of_the_name_and_of_every_alias()
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);

        Assert.All(["greet", "hello", "say-hello"], name => Assert.Equal(typeof(Greeter), table.Find(Encoding.UTF8.GetBytes(name))!.HandlerType));
        Assert.True(table.TryGet("hello", out var entry));
        Assert.Equal("greet", entry.Definition.Name);
        Assert.Single(table.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Greet")]
    [InlineData("greet ")]
    [InlineData("größe")]
    public void Any_other_name_is_not_found(string name)
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);

        Assert.Null(table.Find(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Bytes_that_are_no_name_at_all_are_not_found()
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);

        Assert.Null(table.Find([0xff, 0xfe, 0x80]));
        Assert.Null(table.Find(new byte[100_000]));
    }

    [Fact]
    public void Two_handlers_for_one_job_are_refused_by_an_error_that_names_both()
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);

        var error = Assert.Throws<InvalidOperationException>(() => table.Add<Greet, LoudGreeter>(static _ => new(), needsScope: false));

        Assert.Contains("'greet'", error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Greeter).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(LoudGreeter).FullName!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_the_alias_of_another_job_is_refused_even_where_one_class_handles_both()
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);

        var error = Assert.Throws<InvalidOperationException>(() => table.Add<Shout, Greeter>(static _ => new(), needsScope: false));

        Assert.Contains("'say-hello'", error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Greet).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Shout).FullName!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_handler_twice_is_harmless()
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);
        table.Add<Greet, Greeter>(static _ => new(), needsScope: false);

        Assert.Single(table.Entries);
    }

    [Fact]
    public void An_entry_keeps_what_it_was_added_with()
    {
        table.Add<Greet, Greeter>(static _ => new(), needsScope: true, ExceptionRule.DeadOn<FormatException>(), ExceptionRule.RetryOn<IOException>("none", 3));
        var entry = table.Find("greet"u8)!;

        Assert.True(entry.NeedsScope);
        Assert.Equal((typeof(Greet), typeof(Greeter)), (entry.JobType, entry.HandlerType));
        Assert.Equal([true, false], entry.Rules.Select(rule => rule.Matches(new FormatException())));
        Assert.Equal([false, true], entry.Rules.Select(rule => rule.Matches(new FileNotFoundException())));
        Assert.Null(entry.Rules[0].Retry);
        Assert.Equal(("none", 3), (entry.Rules[1].Retry!.ToString(), entry.Rules[1].MaxAttempts));
    }

    [Fact]
    public void A_rule_with_an_impossible_policy_is_refused()
    {
        Assert.Throws<FormatException>(() => ExceptionRule.RetryOn<IOException>("often"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExceptionRule.RetryOn<IOException>("none", 1001));
    }

    [Fact]
    public async Task An_entry_decodes_makes_its_handler_and_runs_it()
    {
        var greeter = new Greeter();
        table.Add<Greet, Greeter>(_ => greeter, needsScope: false);
        var entry = table.Find("greet"u8)!;

        var job = entry.Decode(MessagePackSerializer.Serialize(new Dictionary<string, string> { ["To"] = "Ada" }, cancellationToken: Ct), 1);
        var result = await entry.InvokeAsync(job, Context, Ct);

        Assert.Null(result);
        Assert.Equal(new Greet("Ada"), Assert.Single(greeter.Greeted));
    }

    [Fact]
    public async Task A_result_is_encoded_by_the_job()
    {
        table.Add<Add, int, Adder>(static _ => new(), needsScope: false);
        var entry = table.Find("add"u8)!;

        var result = await entry.InvokeAsync(entry.Decode(MessagePackSerializer.Serialize(new[] { 40, 2 }, cancellationToken: Ct), 1), Context, Ct);

        Assert.Equal(42, MessagePackSerializer.Deserialize<int>(result, cancellationToken: Ct));
    }

    [Fact]
    public async Task Services_come_from_the_context()
    {
        table.Add<Greet, Greeter>(static services => HandlerServices.Required<Greeter>(services, nameof(Greeter)), needsScope: true);
        var greeter = new Greeter();

        await table.Find("greet"u8)!.InvokeAsync(new Greet("Ada"), new JobContext { Id = JobId.From("a"), JobName = "greet", Services = new OneService(greeter) }, Ct);

        Assert.Single(greeter.Greeted);
    }

    [Fact]
    public async Task A_missing_service_is_an_error_that_names_handler_and_service()
    {
        table.Add<Greet, Greeter>(static services => HandlerServices.Required<Greeter>(services, "GreetHandler"), needsScope: true);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await table.Find("greet"u8)!.InvokeAsync(new Greet("Ada"), Context, Ct));

        Assert.Contains("GreetHandler", error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Greeter).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Equal(5, HandlerServices.OrDefault(null, 5));
        Assert.Equal(7, HandlerServices.OrDefault<int?>(7, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_is_disposed_after_it_has_run_and_after_it_has_failed(bool fails)
    {
        var disposed = new List<string>();
        table.Add<Greet, Disposable>(_ => new(disposed, fails), needsScope: false);
        table.Add<Add, int, AsyncDisposable>(_ => new(disposed, fails), needsScope: false);

        foreach (var (name, job) in new (string, object)[] { ("greet", new Greet("Ada")), ("add", new Add(1, 2)) })
        {
            var run = Record.ExceptionAsync(async () => await table.Find(Encoding.UTF8.GetBytes(name))!.InvokeAsync(job, Context, Ct));
            Assert.Equal(fails, await run is IOException);
        }

        Assert.Equal(["ran", "disposed", "ran", "disposed asynchronously"], disposed);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JobContext Context => new() { Id = JobId.From("a"), JobName = "greet" };

    private sealed class Greeter : IJobHandler<Greet>, IJobHandler<Shout>
    {
        public List<Greet> Greeted { get; } = [];

        public Task HandleAsync(Greet job, JobContext context, CancellationToken cancellationToken)
        {
            Greeted.Add(job);
            return Task.CompletedTask;
        }

        public Task HandleAsync(Shout job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class LoudGreeter : IJobHandler<Greet>
    {
        public Task HandleAsync(Greet job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Adder : IJobHandler<Add, int>
    {
        public Task<int> HandleAsync(Add job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(job.A + job.B);
    }

    private sealed class Disposable(List<string> seen, bool fails) : IJobHandler<Greet>, IDisposable
    {
        public async Task HandleAsync(Greet job, JobContext context, CancellationToken cancellationToken)
        {
            await Task.Yield();
            seen.Add("ran");
            if (fails)
                throw new IOException();
        }

        public void Dispose() => seen.Add("disposed");
    }

    private sealed class AsyncDisposable(List<string> seen, bool fails) : IJobHandler<Add, int>, IAsyncDisposable, IDisposable
    {
        public Task<int> HandleAsync(Add job, JobContext context, CancellationToken cancellationToken)
        {
            seen.Add("ran");
            return fails ? throw new IOException() : Task.FromResult(3);
        }

        public ValueTask DisposeAsync()
        {
            seen.Add("disposed asynchronously");
            return ValueTask.CompletedTask;
        }

        public void Dispose() => seen.Add("disposed in the wrong way");
    }

    private sealed class OneService(object service) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(service) ? service : null;
    }
}
