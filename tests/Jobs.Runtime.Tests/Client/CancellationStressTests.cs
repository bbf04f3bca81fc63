using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class CancellationStressTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    /// <summary>Waits are used again and again: one that is cancelled while its answer arrives must not end another caller's.</summary>
    [Fact]
    public async Task Every_call_gets_its_own_end_while_others_are_cancelled()
    {
        var callers = Enumerable.Range(0, 16).Select(async caller =>
        {
            var cancelled = 0;
            for (var i = 0; i < 300; i++)
            {
                using var patience = new CancellationTokenSource();
                var id = JobId.New();
                var call = Client.EnqueueAsync(new Mail($"{caller}"), new() { Id = id }, patience.Token);
                if (i % 3 == 0)
                    _ = patience.CancelAsync();
                try
                {
                    Assert.Equal(id, (await call).Id);
                }
                catch (OperationCanceledException e)
                {
                    Assert.Equal(patience.Token, e.CancellationToken);
                    cancelled++;
                }
            }

            return cancelled;
        });

        var all = await Task.WhenAll(callers.Select(caller => Task.Run(() => caller, Ct)));
        Assert.InRange(all.Sum(), 0, 16 * 100);
    }

    [Fact]
    public async Task A_call_can_be_left_unawaited()
    {
        for (var i = 0; i < 100; i++)
            _ = Client.EnqueueAsync(new Mail($"{i}@example.com"), cancellationToken: Ct).AsTask();
        await Client.EnqueueAsync(new Mail("last@example.com"), cancellationToken: Ct);

        Assert.Equal(101, (await TakeAsync("mails", 1000)).Length);
    }
}

public sealed class CancellationStressOnEmbedded(Servers servers) : CancellationStressTests(servers, ServerKind.Embedded);

public sealed class CancellationStressOnRedis(Servers servers) : CancellationStressTests(servers, ServerKind.Redis);
