using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

/// <summary>A test of the client on one of the servers.</summary>
public abstract class ClientTest(Servers servers, ServerKind kind) : ServerTest(servers, kind)
{
    private ClientApp? app;

    internal ClientApp App => app ?? throw new InvalidOperationException("The test has not been initialised.");

    protected IJobClient Client => App.Client;

    internal JobStore Store => field ??= new JobStore(new ScriptRunner(Connection), Prefix);

    /// <summary>The client comes as one; what plays a worker does not.</summary>
    protected override JobsRole Role => JobsRole.Producer;

    /// <summary>What a message of the job looks like in the store.</summary>
    internal async Task<JobEnvelope> EnvelopeOfAsync(JobHandle job) =>
        JobEnvelope.Read((await Store.Queue(job.Queue).GetAsync(job.Id))!.Envelope);

    /// <summary>Takes jobs as a worker would.</summary>
    internal async Task<TakenJob[]> TakeAsync(string queue, int want, string session = "s", long sequence = 1)
    {
        var door = Store.Queue(queue);
        await door.JoinAsync(session, TimeSpan.FromMinutes(1));
        var turn = new TurnRequest();
        turn.Fill(session, sequence, want, 60_000, []);
        return (await door.TurnAsync(turn)).Jobs;
    }

    /// <summary>Tells how runs ended, as a worker would.</summary>
    internal async Task TellAsync(string queue, Outcome outcome, string session = "s", long sequence = 2)
    {
        var turn = new TurnRequest();
        turn.Fill(session, sequence, 0, 60_000, [outcome]);
        await Store.Queue(queue).TurnAsync(turn);
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        app = new ClientApp(User.ConnectionString, Prefix);
    }

    public override async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
