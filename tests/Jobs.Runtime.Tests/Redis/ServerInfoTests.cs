using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class ServerInfoTests(Servers servers, ServerKind kind) : ServerTest(servers, kind)
{
    [Fact]
    public async Task It_tells_which_kind_of_server_answers_and_its_version()
    {
        var info = await ServerInfo.ReadAsync(Database);

        Assert.Equal(Server.Kind == ServerKind.Embedded ? ServerFlavour.Embedded : ServerFlavour.Redis, info.Flavour);
        Assert.True(info.Version >= new Version(6, 2), $"{info.Version}");
    }
}

public sealed class ServerInfoOnEmbedded(Servers servers) : ServerInfoTests(servers, ServerKind.Embedded);

public sealed class ServerInfoOnRedis(Servers servers) : ServerInfoTests(servers, ServerKind.Redis);
