using MessagePack;

namespace Jobs.Generators.Tests.Wire;

public sealed class MissingTests
{
    [Fact]
    public void A_missing_parameter_takes_its_default()
    {
        var read = Codec.Read<Positional>(Codec.Json("""{"Id":1,"To":"a"}"""));

        Assert.Equal(new Positional(1, "a", null), read);
        Assert.Equal((2, "Hi", DayOfWeek.Friday, 1.5m, '\''), (read.Copies, read.Greeting, read.Day, read.Price, read.Mark));
    }

    [Fact]
    public void A_missing_property_takes_what_its_initializer_gives()
    {
        var read = Codec.Read<Initialized>(Codec.Json("""{"To":"a","Cc":null}"""));

        Assert.Equal(("Hi", 2, null, 7L), (read.Greeting, read.Copies, read.Note, read.Field));
        Assert.Equal(["new"], read.Tags);
    }

    [Fact]
    public void What_is_there_is_kept_beside_what_is_missing()
    {
        var read = Codec.Read<Initialized>(Codec.Json("""{"Copies":9,"To":"a","Cc":"c","Tags":[]}"""));

        Assert.Equal(("a", "c", "Hi", 9), (read.To, read.Cc, read.Greeting, read.Copies));
        Assert.Empty(read.Tags);
    }

    [Fact]
    public void A_missing_parameter_without_a_default_is_an_error() => Assert.Equal(Missing("positional", "To"), Codec.ErrorOf<Positional>(Codec.Json("""{"Id":1}""")));

    [Fact]
    public void A_missing_nullable_parameter_is_null() => Assert.Null(Codec.Read<Positional>(Codec.Json("""{"Id":1,"To":"a"}""")).Note);

    [Fact]
    public void A_missing_required_member_is_an_error_even_where_it_may_be_null() =>
        Assert.Equal(Missing("initialized", "Cc"), Codec.ErrorOf<Initialized>(Codec.Json("""{"To":"a"}""")));

    [Fact]
    public void A_missing_member_deep_down_is_named_by_its_path() =>
        Assert.Equal(
            Missing("nested-types", "Lines.First.Sku"),
            Codec.ErrorOf<NestedTypes>(Codec.Json("""{"Lines":{"First":{"Quantity":1,"Price":"1"}}}""")));

    [Fact]
    public void Members_beyond_the_64th_are_told_apart()
    {
        Assert.Equal((1, 1), Read("""{"M65":8}"""));
        Assert.Equal((1, 7), Read("""{"M65":8,"M64":7}"""));
        Assert.Equal((7, 1), Read("""{"M65":8,"M00":7}"""));
        Assert.Equal(Missing("many-members", "M65"), Codec.ErrorOf<ManyMembers>(Codec.Json("{}")));

        static (int, int) Read(string json) => (Codec.Read<ManyMembers>(Codec.Json(json)).M00, Codec.Read<ManyMembers>(Codec.Json(json)).M64);
    }

    [Fact]
    public void Unknown_members_are_skipped_whatever_they_hold() =>
        Assert.Equal(
            new Ship(5),
            Codec.Read<Ship>(Codec.Json("""{"Before":{"a":[1,{"b":null}]},"Id":5,"After":"x","ID":6}""")));

    [Fact]
    public void A_key_that_is_no_text_is_a_member_nobody_knows()
    {
        var bytes = Codec.Bytes(static (ref MessagePackWriter writer) =>
        {
            writer.WriteMapHeader(4);
            writer.Write(1);
            writer.Write("one");
            writer.WriteNil();
            writer.WriteNil();
            writer.WriteArrayHeader(1);
            writer.Write(2);
            writer.Write(3);
            writer.Write("Id");
            writer.Write(5);
        });

        Assert.Equal(new Ship(5), Codec.Read<Ship>(bytes));
    }

    [Fact]
    public void The_last_of_equal_keys_wins() => Assert.Equal(new Ship(7), Codec.Read<Ship>(Codec.Json("""{"Id":5,"Id":7}""")));

    [Fact]
    public void Members_come_in_any_order() =>
        Assert.Equal(new Line("s", 1, 2), Codec.Read<NestedTypes>(Codec.Json(
            """{"None":{"Price":"2","Sku":"s","Quantity":1},"Inner":{"Value":1},"Strings":{"First":"","Items":[]},"Ints":{"First":1,"Items":[],"Last":1},"Temperature":{"Degrees":1,"Unit":"C"},"Lines":{"Items":[],"First":{"Sku":"","Quantity":1,"Price":"1"}}}""")).None);

    private static string Missing(string job, string member) =>
        $"Job '{job}': member '{member}' is missing and has no default. Give it one, or declare it nullable, to read what was stored without it.";
}
