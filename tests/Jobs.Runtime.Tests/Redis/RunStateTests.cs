using System.Text;
using MessagePack;

namespace Jobs.Runtime.Tests.Redis;

public sealed class RunStateTests
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<RunEnd>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read(string name)
    {
        var kind = Enum.Parse<RunEnd>(name);
        var plain = new RunState(kind, 3, 1);
        var detailed = new RunState(kind, 12, 0, "line one\nline two", new byte[] { 0x92, 0x01, 0xA1, 0x0A });

        Assert.Equal(plain, RunState.Decode(plain.Encode()));
        var read = RunState.Decode(detailed.Encode());
        Assert.Equal((detailed.Kind, detailed.Failures, detailed.Recoveries, detailed.LastError), (read.Kind, read.Failures, read.Recoveries, read.LastError));
        Assert.Equal(detailed.Result.ToArray(), read.Result.ToArray());
    }

    [Fact]
    public void Its_first_line_is_what_scripts_read_and_change() =>
        Assert.StartsWith("r 3 1\n", Encoding.Latin1.GetString(new RunState(RunEnd.Failed, 3, 1, "no").Encode()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("r\n")]
    [InlineData("r x 1\n")]
    [InlineData("r 1\n")]
    [InlineData("r 12345\n")]
    [InlineData("r 123456789\n")]
    [InlineData("r  0 0\n")]
    [InlineData("r -1 0\n")]
    [InlineData("r 0 -1\n")]
    [InlineData("r 99999999999 0\n")]
    public void What_cannot_be_read_is_taken_for_nothing_since_no_job_may_be_lost_for_it(string text) =>
        Assert.Equal(RunState.None, RunState.Decode(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("C1 62 72 6F")]
    [InlineData("92")]
    [InlineData("92 DB 7F FF FF FF")]
    [InlineData("DD FF FF FF FF")]
    public void Broken_details_cost_only_the_details(string hex) =>
        Assert.Equal(
            new RunState(RunEnd.Dead, 3, 2),
            RunState.Decode((byte[])[.. "d 3 2\n"u8, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))]));

    [Fact]
    public void The_details_are_for_any_MessagePack_reader() =>
        Assert.Equal(["boom", (byte)42], MessagePackSerializer.Deserialize<object[]>(new RunState(RunEnd.Failed, 2, 1, "boom", new byte[] { 42 }).Encode().AsMemory(6)));

    [Fact]
    public void What_a_script_changes_in_the_first_line_is_read()
    {
        var bytes = new RunState(RunEnd.Failed, 2, 9, "boom").Encode();

        Assert.Equal(new RunState(RunEnd.Cancelled, 2, 10, "boom"), RunState.Decode((byte[])[.. "x 2 10\n"u8, .. bytes.AsSpan(6)]));
    }

    [Fact]
    public void What_a_newer_version_adds_is_passed_over()
    {
        var read = RunState.Decode((byte[])[.. "z 3 1 and more\n"u8, .. MessagePackSerializer.Serialize(new object[] { "boom", new[] { 1, 2 }, "more" })]);

        Assert.Equal((3, 1, "boom"), (read.Failures, read.Recoveries, read.LastError));
        Assert.Equal([1, 2], MessagePackSerializer.Deserialize<int[]>(read.Result));
        Assert.Equal([0x92, 1, 2], read.Result.ToArray());
    }

    [Fact]
    public void Garbage_never_throws()
    {
        var random = new Random(20260302);
        var valid = new RunState(RunEnd.Failed, 2, 1, "boom", new byte[] { 0x93, 1, 2, 3 }).Encode();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = i % 2 == 0 ? new byte[random.Next(0, 40)] : (byte[])valid.Clone();
            if (i % 2 == 0)
                random.NextBytes(bytes);
            else
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            Assert.True(RunState.Decode(bytes) is { Failures: >= 0, Recoveries: >= 0 });
        }
    }

    [Fact]
    public void A_very_long_error_is_cut_and_says_so()
    {
        var read = RunState.Decode(new RunState(RunEnd.Dead, 1, 0, new string('x', 100_000)).Encode());

        Assert.InRange(read.LastError!.Length, 8 * 1024, 9 * 1024);
        Assert.EndsWith(" …", read.LastError, StringComparison.Ordinal);
    }
}
