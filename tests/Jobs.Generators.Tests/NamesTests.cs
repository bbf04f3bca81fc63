using Jobs.Generators.Text;

namespace Jobs.Generators.Tests;

public sealed class NamesTests
{
    [Theory]
    [InlineData("global::Shop.SendEmail", "Shop_SendEmail")]
    [InlineData("global::SendEmail", "SendEmail")]
    [InlineData("global::Shop.Größe", "Shop_Größe")]
    [InlineData("int[]", "IntArray_1FDC7FA6")]
    [InlineData("global::System.Collections.Generic.Dictionary<string, global::Shop.Line[]>", "DictionaryOfStringAndLineArray_6E0AB709")]
    public void A_type_has_a_readable_name(string type, string name) => Assert.Equal(name, Names.Unique(type));

    [Theory]
    [InlineData("global::A.B_C", "global::A_B.C")]
    [InlineData("global::A.B", "global::A_B")]
    [InlineData("global::A<global::X.B>", "global::A<global::Y.B>")]
    [InlineData("int?[]", "int[]")]
    [InlineData("global::@class", "global::Class")]
    public void Types_that_read_alike_have_names_of_their_own(string one, string other) => Assert.NotEqual(Names.Unique(one), Names.Unique(other));

    [Theory]
    [InlineData("Shop.Contracts", "Jobs.Generated.Shop_Contracts")]
    [InlineData("7zip", "Jobs.Generated._7zip")]
    [InlineData("event", "Jobs.Generated._event")]
    [InlineData("", "Jobs.Generated.Assembly")]
    [InlineData(null, "Jobs.Generated.Assembly")]
    public void An_assembly_has_a_namespace_of_its_own(string? assembly, string space) => Assert.Equal(space, Names.Home(assembly));
}
