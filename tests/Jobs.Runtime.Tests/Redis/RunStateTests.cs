using System.Text;
using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

public sealed class RunStateTests
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<RunStateKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read(string name)
    {
        var kind = Enum.Parse<RunStateKind>(name);
        var plain = new RunState(kind, 3, 1);
        var detailed = new RunState(kind, 12, 0, "line one\nline two", new byte[] { 0x92, 0x01, 0xA1, 0x0A });

        Assert.Equal(plain, RunState.Decode(plain.Encode()));
        var read = RunState.Decode(detailed.Encode());
        Assert.Equal((detailed.Kind, detailed.Failures, detailed.Recoveries, detailed.LastError), (read.Kind, read.Failures, read.Recoveries, read.LastError));
        Assert.Equal(detailed.Result.ToArray(), read.Result.ToArray());
    }

    [Fact]
    public void Its_first_line_is_what_scripts_read_and_change() =>
        Assert.StartsWith("r 3 1\n", Encoding.Latin1.GetString(new RunState(RunStateKind.Retrying, 3, 1, "no").Encode()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("r\n")]
    [InlineData("r x 1\n")]
    [InlineData("r 1\n")]
    public void What_cannot_be_read_is_taken_for_nothing_since_no_job_may_be_lost_for_it(string text) =>
        Assert.Equal(RunState.None, RunState.Decode(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Broken_details_cost_only_the_details() =>
        Assert.Equal(new RunState(RunStateKind.Dead, 3, 2), RunState.Decode("d 3 2\n\xC1 broken"u8.ToArray()));

    [Fact]
    public void A_very_long_error_is_cut_and_says_so()
    {
        var read = RunState.Decode(new RunState(RunStateKind.Dead, 1, 0, new string('x', 100_000)).Encode());

        Assert.InRange(read.LastError!.Length, 8 * 1024, 9 * 1024);
        Assert.EndsWith(" …", read.LastError, StringComparison.Ordinal);
    }
}
