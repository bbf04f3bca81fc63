using Jobs.TestServers;
using static Jobs.Runtime.Tests.TestServers.AppendLogFile;

namespace Jobs.Runtime.Tests.TestServers;

/// <summary>The check of what a server did can fail: each breach of the rule is found in a file that has just that.</summary>
public sealed class GrantLogTests
{
    [Fact]
    public void A_job_that_is_given_back_and_handed_out_again_breaks_no_rule() => Assert.Empty(Of(
        Session("w1", 5000), Hand("w1 1 100", "j"), Drop("j"), Session("w2", 5000), Hand("w2 2 200", "j"), Drop("j"), Forget("w1")));

    [Fact]
    public void A_job_that_is_handed_out_while_somebody_holds_it_is_found() =>
        Assert.Contains("while 'w1 1 100' held it", Assert.Single(Of(Session("w1", 5000), Session("w2", 5000), Hand("w1 1 100", "j"), Hand("w2 2 200", "j"))), StringComparison.Ordinal);

    [Fact]
    public void A_grant_that_goes_back_is_found() =>
        Assert.Contains("under grant 1, after grant 2", Assert.Single(Of(Session("w1", 5000), Hand("w1 2 100", "j"), Hand("w1 1 200", "k"))), StringComparison.Ordinal);

    [Fact]
    public void A_hand_out_to_a_session_that_is_over_is_found() =>
        Assert.Contains("which is over", Assert.Single(Of(Session("w1", 5000), Session("w1", 0), Hand("w1 1 100", "j"))), StringComparison.Ordinal);

    [Fact]
    public void A_session_that_comes_back_is_found() =>
        Assert.Contains("came back", Assert.Single(Of(Session("w1", 5000), Session("w1", 0), Session("w1", 9000))), StringComparison.Ordinal);

    [Fact]
    public void A_session_that_is_forgotten_before_its_jobs_is_found() =>
        Assert.Contains("was forgotten while", Assert.Single(Of(Session("w1", 5000), Hand("w1 1 100", "j"), Forget("w1"))), StringComparison.Ordinal);

    [Fact]
    public void A_session_that_is_ended_while_it_lives_is_found()
    {
        var late = GrantLog.Of(Bytes("#TS:100\r\n", Session("w1", 105_000)).Concat(Bytes("#TS:105\r\n", Session("w1", 0))).ToArray());
        var early = GrantLog.Of(Bytes("#TS:100\r\n", Session("w1", 105_000)).Concat(Bytes("#TS:101\r\n", Session("w1", 0))).ToArray());

        Assert.Empty(late.Violations);
        Assert.Equal(1, late.EndedSessions);
        Assert.Contains("too early", Assert.Single(early.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_cut_in_the_middle_of_a_command_is_read_as_far_as_it_goes()
    {
        var file = Bytes("", Session("w1", 5000), Hand("w1 1 100", "j"), Hand("w1 1 100", "k"));

        for (var length = file.Length - 1; length > 0; length--)
            Assert.InRange(GrantLog.Of(file.AsSpan(0, length)).HandOuts, 0, 1);
        Assert.Equal(2, GrantLog.Of(file).HandOuts);
    }

    private static IReadOnlyList<string> Of(params string[][] commands) => GrantLog.Of(Bytes("", commands)).Violations;
}
