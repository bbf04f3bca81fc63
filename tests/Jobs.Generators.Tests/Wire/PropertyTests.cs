using CsCheck;
using Jobs.Generators.Tests.Wire.Generated;
using MessagePack;

namespace Jobs.Generators.Tests.Wire;

/// <summary>Whatever the values, ours and MessagePack's bytes are the same and each reads the other's. Other values in every run; a
/// failure prints its seed, which <c>CsCheck_Seed</c> repeats. <c>CsCheck_Iter</c> makes more of them.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Numbers_agree() => Agree<Numbers>();

    [Fact]
    public void Values_agree() => Agree<Values>();

    [Fact]
    public void Enums_agree() => Agree<Enums>();

    [Fact]
    public void Nullables_agree() => Agree<Nullables>();

    [Fact]
    public void Sequences_agree() => Agree<Sequences>();

    [Fact]
    public void Immutables_agree() => Agree<Immutables>();

    [Fact]
    public void Maps_agree() => Agree<Maps>();

    [Fact]
    public void Tuples_agree() => Agree<Tuples>();

    [Fact]
    public void Positional_records_agree() => Agree<Positional>();

    [Fact]
    public void Initialized_members_agree() => Agree<Initialized>();

    [Fact]
    public void Derived_records_agree() => Agree<DerivedRecord>();

    [Fact]
    public void Structs_agree()
    {
        Agree<StructPayload>();
        Agree<RecordStructPayload>();
    }

    [Fact]
    public void Nested_and_generic_types_agree() => Agree<NestedTypes>();

    [Fact]
    public void Recursive_types_agree() => Agree<Tree>();

    [Fact]
    public void Arrays_by_position_agree()
    {
        Agree<ByPosition>(Codec.ByKey);
        Agree<PositionalByPosition>(Codec.ByKey);
    }

    [Fact]
    public void Named_keys_agree()
    {
        Agree<ByKey>(Codec.ByKey);
        Agree<KeyAsName>(Codec.ByKey);
    }

    [Fact]
    public void Unions_agree() => Agree<Shapes>();

    [Fact]
    public void Many_members_agree() => Agree<ManyMembers>();

    [Fact]
    public void What_MessagePack_has_no_form_for_is_read_as_it_was_written()
    {
        ComeBack<OwnForms>();
        ComeBack<Frozen>();
        ComeBack<Keyed>();
        ComeBack<DerivedMail>();
        ComeBack<ClassPayload>();
    }

    private static void Agree<T>(MessagePackSerializerOptions? options = null) where T : IJob<T> =>
        Any.Of<T>().Sample(payload => _ = Codec.AgreesWithMessagePack(payload, options), print: Print);

    private static void ComeBack<T>() where T : IJob<T> =>
        Any.Of<T>().Sample(static payload => Assert.Equal(Codec.Write(payload), Codec.Write(Codec.Read<T>(Codec.Write(payload)))), print: Print);

    private static string Print<T>(T payload) where T : IJob<T> => Codec.Text(Codec.Write(payload));
}
