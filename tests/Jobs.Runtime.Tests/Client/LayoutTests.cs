using Jobs.Redis;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>The number that says how keys are laid out, as a client meets it.</summary>
public abstract class LayoutTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    private readonly TestLog log = new();

    private RedisKey Key => $"{Prefix}:layout";

    [Fact]
    public async Task A_new_store_is_given_the_layout_of_its_first_client()
    {
        await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal("1", await Database.StringGetAsync(Key));
    }

    [Fact]
    public async Task Of_a_newer_layout_each_call_says_so_and_nothing_is_stored()
    {
        await Database.StringSetAsync(Key, 2);

        await RefusedAsync(async () => await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        await RefusedAsync(async () => await Client.EnqueueManyAsync([new Mail("ada@example.com"), new Mail("eve@example.com")], cancellationToken: Ct));
        await RefusedAsync(async () => await Client.GetAsync(JobId.New(), "mails", Ct));
        await RefusedAsync(async () => await Client.CancelAsync(JobId.New(), "mails", Ct));
        await RefusedAsync(async () => await Client.WaitForResultAsync(new JobHandle(JobId.New(), "mails"), Ct));

        Assert.Equal([Key], await KeysAsync());
        Assert.Equal("2", await Database.StringGetAsync(Key));
    }

    [Fact]
    public async Task A_client_whose_layout_was_raised_stores_nothing_more_until_it_is_one_it_knows()
    {
        await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await Database.StringSetAsync(Key, 2);
        await App.Instance.Layout.LookAsync();

        await RefusedAsync(async () => await Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct));
        Assert.Single(await TakeAsync("mails", 10));

        await Database.StringSetAsync(Key, 1);
        await WorkerTest.UntilAsync(StoresAsync, stored => stored);
    }

    [Fact]
    public async Task A_client_looks_again_each_minute()
    {
        var clock = new HandClock();
        await using var app = new ClientApp(User.ConnectionString, Prefix, time: clock);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await Database.StringSetAsync(Key, 2);
        clock.Advance(LayoutWatch.Round);

        await WorkerTest.UntilAsync(() => Task.FromResult(app.Instance.Data.IsReady), ready => !ready);
    }

    [Fact]
    public async Task A_layout_that_was_lost_is_there_again_with_the_next_look()
    {
        await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await Database.KeyDeleteAsync(Key); // as FLUSHALL does
        await App.Instance.Layout.LookAsync();

        Assert.Equal("1", await Database.StringGetAsync(Key));
    }

    [Fact]
    public async Task A_layout_that_is_none_names_the_key()
    {
        await Database.StringSetAsync(Key, "hello");

        var error = await Assert.ThrowsAsync<JobStoreException>(async () => await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        Assert.Contains($"the key '{Key}' holds no layout: 'hello'. Another application uses the prefix '{Prefix}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_layout_is_refused_by_a_version_that_does_not_read_it_any_more()
    {
        await Database.StringSetAsync(Key, 2);

        var error = await Assert.ThrowsAsync<StoreLayoutException>(() => Layout(oldest: 3, newest: 4).CheckAsync(Database));
        Assert.Contains($"reads layouts 3 to 4, and the store at prefix '{Prefix}' has layout 2, written by an older version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layout_within_the_range_stays_as_it_is()
    {
        await Database.StringSetAsync(Key, 3);
        await Layout(oldest: 2, newest: 4).CheckAsync(Database);

        Assert.Equal("3", await Database.StringGetAsync(Key));
    }

    [Fact]
    public async Task A_refusal_is_a_line_and_its_end_is_one()
    {
        await Database.StringSetAsync(Key, 2);
        var layout = Layout(oldest: 1, newest: 1);
        await Assert.ThrowsAsync<StoreLayoutException>(() => layout.CheckAsync(Database));
        await Assert.ThrowsAsync<StoreLayoutException>(() => layout.CheckAsync(Database));
        await Database.StringSetAsync(Key, 1);
        await layout.CheckAsync(Database);
        await layout.CheckAsync(Database);

        Assert.Contains("has layout 2", Assert.Single(log.Of(LogIds.LayoutRefused)).Text, StringComparison.Ordinal);
        Assert.Single(log.Of(LogIds.LayoutKnown));
    }

    [Fact]
    public async Task Two_versions_that_come_at_once_agree_on_one_layout()
    {
        var layouts = Enumerable.Range(0, 20).Select(i => Layout(oldest: 1, newest: 1 + (i % 2)));
        await Task.WhenAll(layouts.Select(layout => Record.ExceptionAsync(() => layout.CheckAsync(Database)).AsTask()));

        var first = await Database.StringGetAsync(Key);
        await Layout(oldest: 1, newest: 2).CheckAsync(Database);
        Assert.Equal(first, await Database.StringGetAsync(Key));
        Assert.Matches("^[12]$", first);
    }

    private StoreLayout Layout(int oldest, int newest) => new(Prefix, TimeProvider.System, log, oldest, newest);

    private async Task RefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<JobStoreException>(call);
        Assert.Contains($"this version of Jobs.Runtime reads layout 1, and the store at prefix '{Prefix}' has layout 2, written by a newer version", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Deploy a version of Jobs.Runtime that reads layout 2.", error.Message, StringComparison.Ordinal);
        Assert.IsNotType<JobStoreUnavailableException>(error);
    }

    private async Task<bool> StoresAsync()
    {
        try
        {
            await Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct);
            return true;
        }
        catch (JobStoreException)
        {
            return false;
        }
    }
}

public sealed class LayoutOnEmbedded(Servers servers) : LayoutTests(servers, ServerKind.Embedded);

public sealed class LayoutOnRedis(Servers servers) : LayoutTests(servers, ServerKind.Redis);
