using System.Text;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using MessagePack;

namespace Jobs.Runtime.Tests.Inspection;

/// <summary>The value of a [Sensitive] member is in no log line, error or answer about a job but its payload's bytes.</summary>
public abstract class SensitiveTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private const string Canary = "canary-51f2";

    [Fact]
    public async Task Of_a_job_that_fails_with_its_payload_in_the_message()
    {
        var worker = await StartAsync(on => on.Handle<Pay>((job, _, _) => throw new InvalidOperationException($"{job} was refused")));
        var id = (await Client.EnqueuePay(new("ada", Canary, new Version(1, 2)), cancellationToken: Ct)).Id;

        var info = await EndAsync(id);

        Assert.Contains("Pay { To = ada, Card = ***, Pin = *** } was refused", info.LastError, StringComparison.Ordinal);
        AssertHidden(worker, info);
    }

    [Theory]
    [InlineData("""{"To":"ada","Card":"canary-51f2","Pin":"canary-51f2"}""")]
    [InlineData("""{"To":"ada","Card":{"canary-51f2":1},"Pin":null}""")]
    [InlineData("""{"To":"ada","Card":"canary-51f2","Pin":["canary-51f2"]}""")]
    [InlineData("""{"Card":"canary-51f2"}""")]
    public async Task Of_a_job_that_cannot_be_read(string json)
    {
        var worker = await StartAsync(on => on.Handle<Pay>((_, _, _) => Task.CompletedTask));
        var id = JobId.New();
        await Queue.EnqueueAsync(id, Envelope(MessagePackSerializer.ConvertFromJson(json)));

        var info = await EndAsync(id);

        Assert.Equal(JobState.Dead, info.State);
        AssertHidden(worker, info);
    }

    private void AssertHidden(TestWorker worker, JobInfo info)
    {
        Assert.Contains(Canary, Encoding.UTF8.GetString(info.Payload.Span), StringComparison.Ordinal); // it was there to be leaked
        Assert.DoesNotContain(Canary, $"{info with { Payload = default }}", StringComparison.Ordinal);
        Assert.NotEmpty(worker.Log.Lines);
        Assert.All(worker.Log.Lines, static line => Assert.DoesNotContain(Canary, $"{line.Text} {line.Error} {string.Join(' ', line.Scope)}", StringComparison.Ordinal));
    }

    private static byte[] Envelope(byte[] payload)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        JobEnvelope.WriteHeader(ref writer, new JobDefinition("pay"), 1_770_000_000_000, null);
        writer.WriteRaw(payload);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}

[Job("pay", Queue = "q", Retry = "none", MaxAttempts = 1)]
internal sealed partial record Pay(string To, [Sensitive] string Card, [Sensitive] Version? Pin);

public sealed class SensitiveOnEmbedded(Servers servers) : SensitiveTests(servers, ServerKind.Embedded);

public sealed class SensitiveOnRedis(Servers servers) : SensitiveTests(servers, ServerKind.Redis);
