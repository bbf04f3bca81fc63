using System.Globalization;

namespace Jobs.Abstractions.Tests.Client;

public sealed class JobIdTests
{
    [Fact]
    public void Ids_made_later_sort_later()
    {
        var clock = new Clock(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var ids = new List<JobId>();
        for (var i = 0; i < 500; i++)
        {
            ids.Add(JobId.New(clock));
            clock.Now += TimeSpan.FromMilliseconds(1 + (i * i)); // so that every byte of the time takes part
        }

        Assert.Equal(ids, ids.Order());
        Assert.Equal(ids.Select(id => id.ToString()), ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_id_is_a_version_7_UUID_of_the_clock_it_is_given()
    {
        var id = JobId.New(new Clock(DateTimeOffset.FromUnixTimeMilliseconds(0x0123_4567_89AB)));

        Assert.Equal(7, id.Value.Version);
        Assert.InRange(id.Value.Variant, 8, 11); // of RFC 9562
        Assert.StartsWith("01234567-89ab-7", id.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void New_ids_of_one_moment_differ()
    {
        var clock = new Clock(DateTimeOffset.UnixEpoch);

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => JobId.New(clock)).Distinct().Count());
    }

    [Fact]
    public void New_ids_made_side_by_side_differ()
    {
        var moment = DateTimeOffset.UnixEpoch.AddYears(60);

        Assert.Equal(8000, Enumerable.Range(0, 8000).AsParallel().Select(_ => JobId.NewAt(moment)).Distinct().Count());
    }

    [Fact]
    public void All_of_a_new_id_but_its_time_and_its_version_is_random()
    {
        var moment = DateTimeOffset.UnixEpoch.AddYears(60);
        var (ones, zeroes) = (UInt128.Zero, UInt128.Zero);
        for (var i = 0; i < 200; i++) // that one of 74 bits is the same in all of them: once in 10^58 runs
        {
            var bits = new UInt128(0, 0);
            foreach (var b in JobId.NewAt(moment).Value.ToByteArray(bigEndian: true))
                bits = (bits << 8) | b;
            (ones, zeroes) = (ones | bits, zeroes | ~bits);
        }

        Assert.Equal(new UInt128(0x0000_0000_0000_0FFF, 0x3FFF_FFFF_FFFF_FFFF), ones & zeroes);
    }

    /// <summary>Fixed for good: the ids of stored jobs are found by it, from any version of this library.</summary>
    [Fact]
    public void The_id_of_a_key_never_changes()
    {
        Assert.Equal("3c304bc2-1c84-8476-80a5-4c27b7bccab9", JobId.From("invoice-42").ToString());
        Assert.Equal(JobId.From("invoice-42"), JobId.From("invoice-42"));
        Assert.NotEqual(JobId.From("invoice-42"), JobId.From("invoice-43"));
        Assert.Equal(8, JobId.From("invoice-42").Value.Version);
    }

    [Fact]
    public void An_empty_key_has_no_id()
    {
        Assert.Throws<ArgumentException>(() => JobId.From(""));
        Assert.Throws<ArgumentNullException>(() => JobId.From(null!));
    }

    [Fact]
    public void An_id_is_read_as_it_is_written()
    {
        var id = JobId.New();

        Assert.Equal(id, JobId.Parse(id.ToString()));
        Assert.True(JobId.TryParse(id.ToString(), CultureInfo.InvariantCulture, out var read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("invoice-42")]
    [InlineData("0198c0de-0000-7000-8000-00000000000")]
    [InlineData("0198c0de-0000-7000-8000-0000000000000")]
    [InlineData("0198c0de-0000-7000-8000-00000000000g")]
    public void What_is_no_id_is_refused_by_an_error_that_shows_one(string text)
    {
        var error = Assert.Throws<FormatException>(() => JobId.Parse(text));

        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("0198c0de-0000-7000-8000-000000000000", error.Message, StringComparison.Ordinal);
        Assert.False(JobId.TryParse(text, null, out _));
    }

    [Fact]
    public void The_stored_bytes_are_in_the_order_of_the_text()
    {
        var id = JobId.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var bytes = new byte[JobId.Size];
        id.WriteTo(bytes);

        Assert.Equal("00112233445566778899AABBCCDDEEFF", Convert.ToHexString(bytes));
        Assert.Equal(id, JobId.Read(bytes));
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
