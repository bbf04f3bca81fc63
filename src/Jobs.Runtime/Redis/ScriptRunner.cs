using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Calls scripts over one connection, in the form its server understands.</summary>
internal sealed class ScriptRunner(IConnectionMultiplexer connection)
{
    private readonly IDatabaseAsync database = connection.GetDatabase();
    private volatile ServerFlavour flavour;

    /// <summary>Runs a script and returns its undecoded reply, which the caller disposes.</summary>
    public Task<RespResult> RunAsync(RedisScript script, QueueNames queue, ReadOnlyMemory<RedisValue> arguments) =>
        flavour == ServerFlavour.Unknown
            ? AskThenRunAsync(script, queue, arguments)
            : database.ScriptEvaluateRespAsync(TextOf(script), queue.For(script), arguments);

    private async Task<RespResult> AskThenRunAsync(RedisScript script, QueueNames queue, ReadOnlyMemory<RedisValue> arguments)
    {
        flavour = await ServerInfo.FlavourAsync(database).ConfigureAwait(false);
        return await database.ScriptEvaluateRespAsync(TextOf(script), queue.For(script), arguments).ConfigureAwait(false);
    }

    private string TextOf(RedisScript script) => flavour == ServerFlavour.Embedded ? script.Plain : script.Text;
}
