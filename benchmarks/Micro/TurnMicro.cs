using System.Buffers;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Jobs.Client;
using Jobs.Redis;
using Jobs.Store;
using RESPite.Messages;

namespace Jobs.Benchmarks.Micro;

/// <summary>The two ends of a turn of 100 jobs: its arguments and its reply, per job.</summary>
[MemoryDiagnoser]
public class TurnMicro
{
    private const int Jobs = 100;
    private readonly byte[] reply = Reply();
    private readonly TurnRequest request = new();
    private readonly TurnArguments arguments = new();
    private readonly List<Outcome> outcomes = new(Jobs);
    private readonly TakenJob[] taken = Taken();
    private readonly QueueNames queue = NoRedis.Store.Queue("default").Names;

    [Benchmark(Description = "turn: arguments that tell of 100 completed jobs, per job", OperationsPerInvoke = Jobs)]
    public int Arguments()
    {
        outcomes.Clear();
        foreach (var job in taken)
        {
            outcomes.Add(Outcome.Completed(job, retentionMs: 60_000));
        }

        request.Fill("worker.1", 7, want: 100, ttlMs: 15_000, outcomes);
        arguments.Fill(queue, request);
        return arguments.Values.Length;
    }

    [Benchmark(Description = "turn: a reply with 100 jobs of 100 bytes, per job", OperationsPerInvoke = Jobs)]
    public int ReadReply()
    {
        var reader = new RespReader(reply);
        reader.MoveNext(); // to the reply itself, as the client library hands it over
        var jobs = TurnReader.Read(reader).Jobs;
        foreach (var job in jobs)
        {
            job.ForgetEnvelope(); // its memory serves the next reply
        }

        return jobs.Length;
    }

    private static TakenJob[] Taken()
    {
        var handOut = NoRedis.HandOut(Jobs);
        return [.. Enumerable.Range(0, Jobs).Select(position => new TakenJob(handOut, position))];
    }

    private static byte[] Reply()
    {
        var bytes = new ArrayBufferWriter<byte>();
        void Raw(string text) => bytes.Write(Encoding.ASCII.GetBytes(text));
        void Bulk(ReadOnlySpan<byte> text)
        {
            Raw(string.Create(CultureInfo.InvariantCulture, $"${text.Length}\r\n"));
            bytes.Write(text);
            Raw("\r\n");
        }

        var envelope = JobEncoder.Encode(Noop.Of100Bytes, JobId.New(), DateTimeOffset.UnixEpoch, options: null, Limits.MaxEnvelopeBytes).ToArray();
        Raw("*9\r\n");
        Bulk("ok"u8);
        Raw(":1790000000000\r\n:-1\r\n");
        Bulk("worker.1 7 1790000000000"u8);
        Bulk(""u8);
        Bulk(NoRedis.Ids(Jobs));
        Raw(string.Create(CultureInfo.InvariantCulture, $"*{Jobs}\r\n"));
        for (var i = 0; i < Jobs; i++)
        {
            Bulk(envelope);
        }

        Raw("*0\r\n");
        Bulk(""u8);
        return bytes.WrittenMemory.ToArray();
    }
}
