using CsCheck;
using Jobs.Generators.Tests.Wire.Generated;
using Is = Jobs.Generators.Tests.Wire.After;
using Was = Jobs.Generators.Tests.Wire.Before;

namespace Jobs.Generators.Tests.Wire;

/// <summary>What docs/payloads.md says of types that have changed since: each pair from the old build to the new one and back, for any values.</summary>
public sealed class EvolutionTests
{
    [Fact]
    public void Old_bytes_give_new_members_their_defaults() => Pairs<Was.Additions, Is.Additions>(static (was, read) =>
    {
        Assert.Equal((was.To, was.Id, was.First.Sku), (read.To, read.Id, read.First.Sku));
        Assert.Equal((null, 2, 1), (read.Note, read.Copies, read.First.Quantity));
        Assert.Equal(["new"], read.Tags);
    });

    [Fact]
    public void New_bytes_with_more_members_are_read_by_the_old_build() => Pairs<Is.Additions, Was.Additions>(static (now, read) =>
        Assert.Equal(new Was.Additions(now.Id, now.To, new(now.First.Sku)), read));

    [Fact]
    public void Old_bytes_with_members_that_are_gone_are_read_by_the_new_build() => Pairs<Was.Removals, Is.Removals>(static (was, read) =>
        Assert.Equal(was.Id, read.Id));

    [Fact]
    public void New_bytes_without_them_give_the_old_build_its_defaults() => Pairs<Is.Removals, Was.Removals>(static (now, read) =>
        Assert.Equal(new Was.Removals(now.Id, null), read));

    [Fact]
    public void Old_bytes_without_a_new_required_member_are_refused() => Refused<Was.Required, Is.Required>(
        "Job 'pair-required-2': member 'Region' is missing and has no default. Give it one, or declare it nullable, to read what was stored without it.");

    [Fact]
    public void New_bytes_with_it_are_read_by_the_old_build() => Pairs<Is.Required, Was.Required>(static (now, read) => Assert.Equal(now.Id, read.Id));

    [Fact]
    public void Old_bytes_fit_a_wider_type_of_the_same_form() => Pairs<Was.Widened, Is.Widened>(static (was, read) =>
    {
        Assert.Equal((was.Number, was.Id, was.Rate, was.Sure, (int)was.Day, was.Size.Width), (read.Number, read.Id, (float)read.Rate, read.Sure, read.Day, read.Size.Width));
        Assert.Equal(was.Items.Distinct().Order(), read.Items.Order());
    });

    [Fact]
    public void New_bytes_are_read_by_the_narrower_type_where_they_fit_and_refused_where_not()
    {
        var fits = new Is.Widened(short.MaxValue, 1, 0.5, 2, [3], 4, new(5));

        Assert.Equal((short.MaxValue, 1, 2), Codec.Read<Was.Widened>(Codec.Write(fits with { Rate = 0 })) is var read ? (read.Number, read.Id, read.Sure) : default);
        Assert.StartsWith("Job 'pair-widened-1': member 'Number' cannot be read: ", Codec.ErrorOf<Was.Widened>(Codec.Write(fits with { Number = short.MaxValue + 1 })));
        Assert.StartsWith("Job 'pair-widened-1': member 'Sure' cannot be read: ", Codec.ErrorOf<Was.Widened>(Codec.Write(fits with { Sure = null })));
    }

    [Fact]
    public void A_member_of_another_form_is_refused_in_both_directions()
    {
        Refused<Was.Retyped, Is.Retyped>("Job 'pair-retyped-2': member 'Id' cannot be read: ");
        Refused<Is.Retyped, Was.Retyped>("Job 'pair-retyped-1': member 'Id' cannot be read: ");
    }

    [Fact]
    public void By_position_old_bytes_are_read_whatever_the_names_and_gaps() => Pairs<Was.Positions, Is.Positions>(static (was, read) =>
        Assert.Equal(new Is.Positions { Id = was.Id, NewName = was.Renamed }, read));

    [Fact]
    public void By_position_new_bytes_are_read_whatever_the_names_and_gaps() => Pairs<Is.Positions, Was.Positions>(static (now, read) =>
        Assert.Equal(new Was.Positions { Id = now.Id, Renamed = now.NewName }, read));

    [Fact]
    public void Cases_that_were_there_before_are_read_in_both_directions()
    {
        Pairs<Was.Cases, Is.Cases>(static (was, read) => Assert.Equal(new Is.Bolt(((Was.Bolt)was.Part).Length, null), read.Part));

        Assert.Equal(new Was.Bolt(3), Codec.Read<Was.Cases>(Codec.Write(new Is.Cases(new Is.Bolt(3, "M4")))).Part);
    }

    [Fact]
    public void A_case_that_the_old_build_does_not_have_is_refused_by_it() =>
        Assert.Equal(
            "Job 'pair-cases-1': member 'Part' is case 1 of Jobs.Generators.Tests.Wire.Before.IPart, which this build does not know. Deploy a newer worker.",
            Codec.ErrorOf<Was.Cases>(Codec.Write(new Is.Cases(new Is.Nut(1)))));

    private static void Pairs<TWriter, TReader>(Action<TWriter, TReader> check) where TWriter : IJob<TWriter> where TReader : IJob<TReader> =>
        Any.Of<TWriter>().Sample(written => check(written, Codec.Read<TReader>(Codec.Write(written))));

    private static void Refused<TWriter, TReader>(string error) where TWriter : IJob<TWriter> where TReader : IJob<TReader> =>
        Any.Of<TWriter>().Sample(written => Assert.StartsWith(error, Codec.ErrorOf<TReader>(Codec.Write(written))));
}
