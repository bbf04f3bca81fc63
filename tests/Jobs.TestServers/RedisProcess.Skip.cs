namespace Jobs.TestServers;

public sealed partial class RedisProcess
{
    static partial void OnMissing() => Assert.Skip(Missing);
}
