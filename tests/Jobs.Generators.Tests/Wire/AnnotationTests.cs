using MessagePack;

namespace Jobs.Generators.Tests.Wire;

public sealed class AnnotationTests
{
    [Fact]
    public void Numbered_keys_make_an_array_with_nil_in_the_gaps()
    {
        var payload = new ByPosition { Id = 1, Name = "n", Line = new KeyedLine { Sku = "s", Quantity = 2 }, Copies = 3 };

        Assert.Equal("""[1,["s",2],null,"n",null,3]""", Codec.Text(Codec.Write(payload)));
        Assert.Equal(3, Codec.AgreesWithMessagePack(payload, Codec.ByKey).Copies);
    }

    [Fact]
    public void Numbered_keys_of_a_positional_record_have_the_bytes_of_MessagePack() =>
        Assert.Equal(new PositionalByPosition(1, "n"), Codec.AgreesWithMessagePack(new PositionalByPosition(1, "n"), Codec.ByKey));

    [Fact]
    public void A_shorter_array_takes_defaults_where_there_are_any()
    {
        var read = Codec.Read<ByPosition>(Codec.Json("""[1,null,null,"n"]"""));

        Assert.Equal(new ByPosition { Id = 1, Name = "n", Copies = 4 }, read);
    }

    [Fact]
    public void A_shorter_array_fails_where_there_are_none() =>
        Assert.Equal(
            "Job 'by-position': member 'Name' is missing and has no default. Give it one, or declare it nullable, to read what was stored without it.",
            Codec.ErrorOf<ByPosition>(Codec.Json("[1]")));

    [Fact]
    public void A_longer_array_is_read_as_far_as_it_is_known() =>
        Assert.Equal(new ByPosition { Id = 1, Name = "n", Copies = 3 }, Codec.Read<ByPosition>(Codec.Json("""[1,null,{"x":[1]},"n","gap",3,"more",[[1]]]""")));

    [Fact]
    public void Named_keys_rename()
    {
        var payload = new ByKey(1, "n");

        Assert.Equal("""{"id":1,"na\"me":"n"}""", Codec.Text(Codec.Write(payload)));
        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload, Codec.ByKey));
    }

    [Fact]
    public void Keys_as_names_are_the_names() => Assert.Equal(new KeyAsName(1, "n"), Codec.AgreesWithMessagePack(new KeyAsName(1, "n"), Codec.ByKey));

    [Fact]
    public void Ignored_members_stay_behind()
    {
        var bytes = Codec.Write(new Ignoring(1, 2) { Stream = Stream.Null, Cached = "old", Field = 4 });

        Assert.Equal("""{"Id":1}""", Codec.Text(bytes));
        Assert.Equal(new Ignoring(1), Codec.Read<Ignoring>(bytes));
    }

    [Fact]
    public void Unions_have_the_bytes_of_MessagePack()
    {
        foreach (IShape shape in new IShape[] { new Circle(1.5), new Square(2), new Dot(3) })
        {
            Assert.Equal(shape, Codec.AgreesWithMessagePack(new Shapes(shape, [])).Shape);
        }
    }

    [Fact]
    public void A_union_tells_a_case_from_one_that_derives_from_it()
    {
        var read = Codec.AgreesWithMessagePack(new Shapes(new Dot(0), [new Puppy { Name = "p", Weeks = 8, Friend = new Dog { Name = "d" } }, new Dog(), null]));

        Assert.Equal([typeof(Puppy), typeof(Dog), null], read.Animals.Select(static a => a?.GetType()));
        Assert.Equal("d", ((Puppy)read.Animals[0]!).Friend!.Name);
    }

    [Fact]
    public void A_type_that_a_union_does_not_name_is_not_stored() =>
        Assert.Equal(
            "Job 'shapes': member 'Jobs.Generators.Tests.Wire.Shapes.Shape' is a Jobs.Generators.Tests.Wire.Cube, which no [Union] of Jobs.Generators.Tests.Wire.IShape names. Add one.",
            Assert.Throws<MessagePackSerializationException>(() => Codec.Write(new Shapes(new Cube(1, 2), []))).Message);

    [Fact]
    public void A_case_that_this_build_does_not_know_is_an_error_that_says_so() =>
        Assert.Equal(
            "Job 'shapes': member 'Shape' is case 5 of Jobs.Generators.Tests.Wire.IShape, which this build does not know. Deploy a newer worker.",
            Codec.ErrorOf<Shapes>(Codec.Json("""{"Shape":[5,{}],"Animals":[]}""")));
}
