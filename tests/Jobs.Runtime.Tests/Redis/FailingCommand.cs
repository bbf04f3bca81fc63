using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Has a command in the midst of a script fail, as one does for which a right is missing: the scripts are sent with other words before them.</summary>
internal sealed class FailingCommand
{
    private const string Reached = "reached";
    private readonly IConnectionMultiplexer real;
    private readonly string prefix;

    public FailingCommand(IConnectionMultiplexer real, string prefix, Func<string, string>? patch = null)
    {
        (this.real, this.prefix) = (real, prefix);
        Connection = PatchedConnection.Create(real, text => Patch(patch is null ? text : patch(text)), anew: true);
    }

    public IConnectionMultiplexer Connection { get; }

    /// <summary>Which command of a script fails, from 1; 0: none.</summary>
    public int At { get; set; }

    /// <summary>Every one after it fails too.</summary>
    public bool AndAllThatFollow { get; set; }

    /// <summary>Whether a script has come so far since the last time it was asked.</summary>
    public async Task<bool> WasReachedAsync() => await real.GetDatabase().KeyDeleteAsync(Key);

    /// <summary>Sends a call of which a command fails.</summary>
    /// <returns>The reply; null and what it failed with: it was not answered.</returns>
    public async Task<(string? Reply, RedisServerException? Error)> SendAsync(int at, Func<Task<string>> call)
    {
        At = at;
        try
        {
            return (await call(), null);
        }
        catch (RedisServerException e)
        {
            return (null, e);
        }
        finally
        {
            At = 0;
        }
    }

    private string Key => $"{{{prefix}:q}}:{Reached}";

    private string Patch(string text)
    {
        if (At == 0)
            return text;
        var begin = text.StartsWith("#!", StringComparison.Ordinal) ? text.IndexOf('\n') + 1 : 0;
        return string.Concat(text.AsSpan(0, begin), $$"""
            local real, calls_made = redis, 0
            local function fails()
              calls_made = calls_made + 1
              if calls_made == {{At}} then real.call('SET', '{{Key}}', '1') end
              return calls_made {{(AndAllThatFollow ? ">=" : "==")}} {{At}}
            end
            local redis = {
              error_reply = real.error_reply,
              call = function(...) if fails() then error('a command fails') end return real.call(...) end,
              pcall = function(...) if fails() then return { err = 'ERR a command fails' } end return real.pcall(...) end,
            }

            """, text.AsSpan(begin));
    }
}
