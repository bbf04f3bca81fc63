namespace Jobs.Generators.Tests.Wire;

public sealed class DataContractTests
{
    [Fact]
    public void What_is_marked_is_stored_by_its_name()
    {
        var payload = new ContractByName { Plain = 1, Other = "o", NotMarked = 2, Ignored = 3 };

        Assert.Equal("""{"Plain":1,"renamed":"o"}""", Codec.Text(Codec.Write(payload)));
        Codec.AgreesWithMessagePack(payload, Codec.ByKey);
    }

    [Fact]
    public void An_order_is_a_position()
    {
        var payload = new ContractByOrder { First = "a", Second = 5 };

        Assert.Equal("""["a",null,5]""", Codec.Text(Codec.Write(payload)));
        Codec.AgreesWithMessagePack(payload, Codec.ByKey);
    }
}
