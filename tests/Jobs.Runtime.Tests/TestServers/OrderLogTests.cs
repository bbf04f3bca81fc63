using Jobs.TestServers;
using static Jobs.Runtime.Tests.TestServers.AppendLogFile;

namespace Jobs.Runtime.Tests.TestServers;

/// <summary>The check of the order in which a server handed jobs out can fail: each disorder is found in a file that has just that.</summary>
public sealed class OrderLogTests
{
    private const string First = "w1 1 100";
    private const string Second = "w2 2 200";
    private const string Third = "w1 3 300";

    [Fact]
    public void Jobs_that_are_handed_out_from_the_oldest_to_the_youngest_break_no_rule()
    {
        var log = OrderLog.Of(Bytes("", Hand(First, "a", "b"), Hand(Second, "c"), Hand(Third, "d", "e")));

        Assert.Empty(log.Violations);
        Assert.Equal((5, 0), (log.HandOuts, log.Again));
    }

    [Fact]
    public void Jobs_that_were_given_back_go_first_and_are_counted()
    {
        var log = OrderLog.Of(Bytes("", Hand(First, "a", "b", "c"), PutBack("c", "b"), Hand(Second, "b", "c", "d")));

        Assert.Empty(log.Violations);
        Assert.Equal((6, 2), (log.HandOuts, log.Again));
    }

    [Fact]
    public void A_hand_out_with_an_older_job_than_the_one_before_is_found() =>
        Assert.Contains("was not given back", Assert.Single(Of(Hand(First, "a", "c"), Hand(Second, "b", "d"))), StringComparison.Ordinal);

    [Fact]
    public void A_disorder_within_a_hand_out_is_found() =>
        Assert.Contains("was not given back", Assert.Single(Of(Hand(First, "b", "a"))), StringComparison.Ordinal);

    [Fact]
    public void A_job_that_is_handed_out_again_and_was_not_given_back_is_found() =>
        Assert.Contains("was not given back", Assert.Single(Of(Hand(First, "a", "b"), Drop("a"), Hand(Second, "a"))), StringComparison.Ordinal);

    [Fact]
    public void A_job_was_given_back_for_one_hand_out_alone() =>
        Assert.Contains("was not given back", Assert.Single(Of(Hand(First, "a", "b"), PutBack("a"), Hand(Second, "a"), Hand(Third, "a"))), StringComparison.Ordinal);

    [Fact]
    public void A_job_that_goes_before_one_that_was_given_back_is_found() =>
        Assert.Contains("stood at the head", Assert.Single(Of(Hand(First, "a", "b"), PutBack("a"), Hand(Second, "c"), Hand(Third, "a"))), StringComparison.Ordinal);

    [Fact]
    public void Jobs_given_back_that_change_places_are_found() =>
        Assert.Contains("stood at the head", Assert.Single(Of(Hand(First, "a", "b"), PutBack("b", "a"), Hand(Second, "b", "a"))), StringComparison.Ordinal);

    private static IReadOnlyList<string> Of(params string[][] commands) => OrderLog.Of(Bytes("", commands)).Violations;
}
