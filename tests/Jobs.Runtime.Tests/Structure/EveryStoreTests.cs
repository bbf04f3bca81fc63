using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Structure;

/// <summary>A suite that a store was left out of would stay silent about it.</summary>
public sealed class EveryStoreTests
{
    private static readonly Type[] All = typeof(EveryStoreTests).Assembly.GetTypes();

    public static TheoryData<Type> OfStores => [.. Suites(typeof(ConformanceTest))];

    public static TheoryData<Type> OfServers => [.. Suites(typeof(ServerTest))];

    [Theory]
    [MemberData(nameof(OfStores))]
    public async Task Every_suite_of_the_door_runs_once_on_every_store(Type suite)
    {
        await using var servers = new Servers();
        var kinds = Sealed(suite).Select(type => ((ConformanceTest)Activator.CreateInstance(type, servers)!).RunsOn);

        Assert.Equal(Enum.GetValues<StoreKind>(), kinds.Order());
    }

    [Theory]
    [MemberData(nameof(OfServers))]
    public async Task Every_suite_of_a_server_runs_once_on_every_server(Type suite)
    {
        await using var servers = new Servers();
        var kinds = Sealed(suite).Select(type => ((ServerTest)Activator.CreateInstance(type, servers)!).RunsOn);

        Assert.Equal(Enum.GetValues<ServerKind>(), kinds.Order());
    }

    /// <summary>Abstract classes with tests of their own.</summary>
    private static IEnumerable<Type> Suites(Type of) => All.Where(type =>
        type.IsAbstract && type.IsSubclassOf(of) && Array.Exists(type.GetMethods(), method => method.DeclaringType == type && method.IsDefined(typeof(FactAttribute), inherit: true)));

    private static IEnumerable<Type> Sealed(Type suite) => All.Where(type => type.IsSealed && type.IsSubclassOf(suite));
}
