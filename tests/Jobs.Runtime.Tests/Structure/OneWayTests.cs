using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Jobs.Runtime.Tests.Structure;

/// <summary>Data goes one way: clients and workers come to a store by its door, the store knows neither, and hosting puts all of it together.</summary>
public sealed class OneWayTests
{
    private const string ClientLibrary = @"^(StackExchange\.Redis|RESPite)\.";
    private static readonly string[] Folders = ["Store", "Redis", "Inspection", "Client", "Worker", "Hosting"];
    private static readonly ArchUnitNET.Domain.Architecture Runtime = new ArchLoader().LoadAssembly(typeof(JobsOptions).Assembly).Build();

    /// <summary>What each folder may know beside itself; hosting, all of them.</summary>
    public static TheoryData<string, string[]> Known => new()
    {
        { "Store", [] },
        { "Redis", ["Store"] },
        { "Inspection", ["Store"] },
        { "Client", ["Store", "Inspection"] },
        { "Worker", ["Store"] },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void A_folder_knows_no_other_than_these(string folder, string[] known)
    {
        foreach (var stranger in Folders.Except(known).Where(other => other != folder))
            Types().That().HaveFullNameStartingWith($"Jobs.{folder}.").Should().NotDependOnAny(Types().That().HaveFullNameStartingWith($"Jobs.{stranger}.")).Check(Runtime);
    }

    [Fact]
    public void The_client_library_of_Redis_is_named_behind_the_door_and_where_an_application_hands_its_connection_over() =>
        Types().That().DoNotHaveFullNameStartingWith("Jobs.Redis.").And().DoNotHaveFullNameStartingWith("Jobs.JobsRedisExtensions").And().DoNotHaveFullNameStartingWith("Jobs.Hosting.RedisSource")
            .Should().NotDependOnAny(Types(true).That().HaveFullNameMatching(ClientLibrary)).Check(Runtime);

    /// <summary>Else the test above could not fail.</summary>
    [Fact]
    public void A_type_that_names_the_client_library_is_found() =>
        Types().That().HaveFullName("Jobs.Redis.RedisQueue").Should().DependOnAny(Types(true).That().HaveFullNameMatching(ClientLibrary)).Check(Runtime);
}
