namespace Jobs.Generators.Tests.Wire;

public sealed class ObjectTests
{
    [Fact]
    public void A_positional_record_has_the_bytes_of_MessagePack()
    {
        var payload = new Positional(1, "to", null, "Hello", 3, DayOfWeek.Monday, 2m, 0.5, 'x');

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    [Fact]
    public void Init_required_and_settable_members_have_the_bytes_of_MessagePack()
    {
        var payload = new Initialized { To = "a", Cc = null, Greeting = "Hello", Copies = 3, Note = "n", Tags = ["x", null], Field = 8 };

        var read = Codec.AgreesWithMessagePack(payload);

        Assert.Equal(["x", null], read.Tags);
        Assert.Equal(payload, read with { Tags = payload.Tags });
    }

    [Fact]
    public void Members_of_base_types_are_written_once_each_as_the_derived_type_has_them()
    {
        var bytes = Codec.Write(new DerivedMail { To = "a", Subject = "s", Hidden = 1, Size = 2, BaseField = 3 });

        Assert.Equal("""{"To":"a","Subject":"s","Hidden":1,"Size":2,"BaseField":3}""", Codec.Text(bytes));
        var read = Codec.Read<DerivedMail>(bytes);
        Assert.Equal(("a", "s", 1, 2, 3), (read.To, read.Subject, read.Hidden, read.Size, read.BaseField));
    }

    [Fact]
    public void A_derived_record_has_the_bytes_of_MessagePack() => Assert.Equal(new DerivedRecord(1, 2), Codec.AgreesWithMessagePack(new DerivedRecord(1, 2)));

    [Fact]
    public void A_struct_has_the_bytes_of_MessagePack()
    {
        var read = Codec.AgreesWithMessagePack(new StructPayload { X = 5, Name = "n" });

        Assert.Equal((5, "n"), (read.X, read.Name));
    }

    [Fact]
    public void A_record_struct_has_the_bytes_of_MessagePack() =>
        Assert.Equal(new RecordStructPayload(1, new(2, 3)), Codec.AgreesWithMessagePack(new RecordStructPayload(1, new(2, 3))));

    [Fact]
    public void A_constructor_takes_members_by_name_whatever_their_case()
    {
        var bytes = Codec.Write(new ClassPayload(1, "n") { Later = 2 });

        Assert.Equal("""{"Id":1,"NAME":"n","Later":2}""", Codec.Text(bytes));
        var read = Codec.Read<ClassPayload>(bytes);
        Assert.Equal((1, "n", 2), (read.Id, read.NAME, read.Later));
    }

    [Fact]
    public void The_marked_constructor_is_used() => Assert.True(Codec.Read<PicksConstructor>(Codec.Write(new PicksConstructor(1, 2))).Marked);

    [Fact]
    public void Nested_and_generic_types_have_the_bytes_of_MessagePack()
    {
        var payload = new NestedTypes(
            new Temperature(36.6, "F"), new Page<int>(1, [1, 2], 2), new Page<string>("a", [], null), new Page<Line>(new("s", 1, 1), [new("s", 1, 1)], null), new Outer.Inner(3), null);

        var read = Codec.AgreesWithMessagePack(payload);

        Assert.Equal((36.6, "F"), (read.Temperature.Degrees, read.Temperature.Unit));
        Assert.Equal([1, 2], read.Ints.Items);
    }

    [Fact]
    public void A_recursive_type_has_the_bytes_of_MessagePack()
    {
        var read = Codec.AgreesWithMessagePack(new Tree("root", new Tree("left", null, null), [new Tree("a", null, []), new Tree("b", null, null)]));

        Assert.Equal("b", read.Children![1].Name);
    }

    [Fact]
    public void A_payload_without_members_is_an_empty_map()
    {
        Assert.Equal("80", Convert.ToHexString(Codec.Write(new Empty())));
        Assert.Equal(new Empty(), Codec.Read<Empty>(Codec.Json("""{"Later":1}""")));
    }

    [Fact]
    public void Names_that_generated_code_uses_itself_are_no_trouble()
    {
        var payload = new OddNames(1, "x", 3, 4, 5, 6, 7, 8, 9, 10);

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    [Fact]
    public void Two_payloads_of_one_name_are_two_jobs()
    {
        Assert.Equal(new Orders.Region.Ship(1), Codec.AgreesWithMessagePack(new Orders.Region.Ship(1)));
        Assert.Equal(new Ship(1), Codec.AgreesWithMessagePack(new Ship(1)));
        Assert.NotEqual(NameOf<Ship>(), NameOf<Orders.Region.Ship>());
    }

    [Fact]
    public void Obsolete_members_are_stored_all_the_same()
    {
#pragma warning disable CS0618 // what this is about
        Assert.Equal(5, Codec.AgreesWithMessagePack(new HalfObsolete(1) { OldId = 5 }).OldId);
#pragma warning restore CS0618
    }

    [Fact]
    public void More_members_than_bits_in_a_word_have_the_bytes_of_MessagePack()
    {
        var payload = new ManyMembers { M00 = 5, M63 = 6, M64 = 7, M65 = 8 };

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    [Fact]
    public void Results_are_written_and_read_by_their_own_type()
    {
        var points = new Dictionary<string, Point> { ["a"] = new(1, 2) };

        Assert.Equal(points, Codec.ReadResult<WithResult, Dictionary<string, Point>>(Codec.WriteResult<WithResult, Dictionary<string, Point>>(points)));
        Assert.Equal(5, Codec.ReadResult<WithNumber, int?>(Codec.WriteResult<WithNumber, int?>(5)));
        Assert.Null(Codec.ReadResult<WithNumber, int?>(Codec.WriteResult<WithNumber, int?>(null)));
        Assert.Equal("t", Codec.ReadResult<WithText, string>(Codec.WriteResult<WithText, string>("t")));
    }

    private static string NameOf<T>() where T : IJob<T> => T.Definition.Name;
}
