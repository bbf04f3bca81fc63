using Jobs.Generators.Tests.Support;
using MessagePack;

namespace Jobs.Generators.Tests.Evolution;

/// <summary>Payloads of earlier versions are read by the shape that the contract file kept, and upgraded by the user's hooks.</summary>
public sealed class UpgradeTests
{
    private const string V1 = """
        pay v1 job Payload map
        pay v1 member Payload To string required
        pay v1 member Payload Amount int required

        """;

    private const string V2 = """
        pay v2 job Payload map
        pay v2 member Payload To string required
        pay v2 member Payload Cents long required

        """;

    [Fact]
    public void An_old_payload_is_read_and_upgraded()
    {
        var loaded = Loaded.Of(
            """
            [Job("pay", Version = 2)]
            public sealed partial record Payload(string To, long Cents)
            {
                private static partial Payload Upgrade(V1 old) => new(old.To, old.Amount * 100L);
            }
            """, V1);

        Assert.Equal("Payload { To = a, Cents = 500 }", loaded.Read("""{"To":"a","Amount":5}""", 1));
        Assert.Equal("Payload { To = a, Cents = 5 }", loaded.Read("""{"To":"a","Cents":5}""", 2));
    }

    [Fact]
    public void Members_with_the_names_of_the_hook_and_of_the_stored_shape_keep_them()
    {
        var loaded = Loaded.Of(
            """
            [Job("pay", Version = 2)]
            public sealed partial record Payload(string To, long V1, bool Upgrade)
            {
                private static partial Payload UpgradeFrom(Version1 old) => new(old.To, old.Amount, true);
            }
            """, V1);

        Assert.Equal("Payload { To = a, V1 = 5, Upgrade = True }", loaded.Read("""{"To":"a","Amount":5}""", 1));
        Assert.Equal("Payload { To = a, V1 = 5, Upgrade = False }", loaded.Read("""{"To":"a","V1":5,"Upgrade":false}""", 2));
    }

    [Fact]
    public void Inherited_members_with_the_names_of_the_hook_and_of_the_stored_shape_keep_them()
    {
        var loaded = Loaded.Of(
            """
            public abstract record Base(int V1, bool Upgrade);
            [Job("pay", Version = 2)]
            public sealed partial record Payload(string To) : Base(1, true)
            {
                private static partial Payload UpgradeFrom(Version1 old) => new(old.To);
            }
            """, V1);

        Assert.StartsWith("Payload { V1 = 1, Upgrade = True, To = a", loaded.Read("""{"To":"a","Amount":5}""", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_are_upgraded_one_after_the_other()
    {
        var loaded = Loaded.Of(
            """
            [Job("pay", Version = 3)]
            public sealed partial record Payload(string To, decimal Euros)
            {
                private static partial V2 Upgrade(V1 old) => new() { To = old.To + "1", Cents = old.Amount * 100L };
                private static partial Payload Upgrade(V2 old) => new(old.To + "2", old.Cents / 100m);
            }
            """, V1 + V2);

        Assert.Equal("Payload { To = a12, Euros = 5 }", loaded.Read("""{"To":"a","Amount":5}""", 1));
        Assert.Equal("Payload { To = a2, Euros = 0.05 }", loaded.Read("""{"To":"a","Cents":5}""", 2));
    }

    [Theory]
    [InlineData(1, "has no upgrade from it to version 3")]
    [InlineData(4, "this build knows version 3. Deploy a newer worker.")]
    public void A_version_that_cannot_be_read_is_an_error_that_says_what_to_do(int version, string message)
    {
        var loaded = Loaded.Of(
            """
            [Job("pay", Version = 3)]
            public sealed partial record Payload(string To)
            {
                private static partial Payload Upgrade(V2 old) => new(old.To);
            }
            """, V2);

        Assert.Contains(message, Assert.Throws<MessagePackSerializationException>(() => loaded.Read("{}", version)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_are_as_they_were_stand_for_themselves_and_others_are_frozen()
    {
        var run = GeneratorRun.Of(
            Compilations.Of("Shop",
                """
                using Jobs;
                [Job("ship", Version = 2)]
                public sealed partial record Ship(List<Line> Lines, Address To, Speed Speed)
                {
                    private static partial Ship Upgrade(V1 old) =>
                        new([.. old.Lines.Select(static l => new Line(l.Sku, 1))], old.To, old.Speed == V1Speed.Slow ? Speed.Sea : Speed.Air);
                }
                public sealed record Line(string Sku, int Count);
                public sealed record Address(string Street);
                public enum Speed { Sea, Air }
                """),
            """
            ship v1 job Ship map
            ship v1 member Ship Lines list<Line> required
            ship v1 member Ship To Address required
            ship v1 member Ship Speed Speed required
            ship v1 member Ship Note string optional
            ship v1 type Address map
            ship v1 member Address Street string required
            ship v1 type Line map
            ship v1 member Line Sku string required
            ship v1 member Line Weight decimal optional sensitive
            ship v1 type Speed enum:int
            ship v1 value Speed Slow=0
            ship v1 value Speed Fast=2
            """);

        Snapshot.Matches(run, ["Ship.Upgrades.g.cs", "Ship.Job.g.cs"]);
    }

    [Fact]
    public void Everything_that_can_be_stored_can_be_frozen()
    {
        var loaded = Loaded.Of(
            """
            [Job("all", Version = 2)]
            public readonly partial record struct Payload(string Text)
            {
                private static partial Payload Upgrade(V1 old) => new(string.Join(" ", old.Map["k"].Item2, old.Bytes is null, old.my_key, old.Maybe is null, old.@class[0], ((V1Circle)old.Shape).Radius, old.Pos.Y));
            }
            """,
            """
            all v1 job Payload map
            all v1 member Payload Map map<string,tuple<int,guid?,list<bytes>>> required
            all v1 member Payload Bytes bytes? required
            all v1 member Payload "my\u0020key" decimal required
            all v1 member Payload Maybe datetimeoffset optional
            all v1 member Payload class list<Shop.Box<int>> required
            all v1 member Payload Shape Shop.IShape required
            all v1 member Payload Pos Shop.Pos required
            all v1 member Payload Self Payload? optional
            all v1 type Shop.Box<int> map
            all v1 member Shop.Box<int> Value int required
            all v1 type Shop.IShape union
            all v1 case Shop.IShape 0=Shop.Circle
            all v1 type Shop.Circle map
            all v1 member Shop.Circle Radius double required
            all v1 type Shop.Pos array
            all v1 member Shop.Pos 0:X int required
            all v1 member Shop.Pos 2:Y int required
            """);

        Assert.Equal(
            "Payload { Text = 6f9619ff-8b86-d011-b42d-00cf4fc964ff True 1.5 True V1BoxOfInt { Value = 7 } 2.5 4 }",
            loaded.Read("""{"Map":{"k":[1,"6f9619ff-8b86-d011-b42d-00cf4fc964ff",[]]},"Bytes":null,"my key":"1.5","class":[{"Value":7}],"Shape":[0,{"Radius":2.5}],"Pos":[1,null,4]}""", 1));
    }

    [Fact]
    public void The_manifest_tells_every_version_with_what_is_sensitive()
    {
        var loaded = Loaded.Of(
            """
            [Job("pay", Version = 2, Queue = "money", TimeoutSeconds = 30)]
            public sealed partial record Payload(string To, [Sensitive] string Card)
            {
                private static partial Payload Upgrade(V1 old) => new(old.To, old.Iban);
            }
            """,
            """
            pay v1 job Payload map
            pay v1 member Payload To string required
            pay v1 member Payload Iban string required sensitive
            """);

        Assert.Equal(
            """{"name":"pay","version":2,"queue":"money","maxAttempts":25,"timeoutSeconds":30,"retry":"polynomial","retentionSeconds":900,"contracts":["""
            + """{"version":2,"payload":"Payload","types":[{"name":"Payload","form":"map","members":[{"name":"Card","type":"string","required":true,"sensitive":true},{"name":"To","type":"string","required":true}]}]},"""
            + """{"version":1,"payload":"Payload","types":[{"name":"Payload","form":"map","members":[{"name":"Iban","type":"string","required":true,"sensitive":true},{"name":"To","type":"string","required":true}]}]}]}""",
            loaded.Manifest);
        Assert.Equal("Payload { To = a, Card = *** }", loaded.Read("""{"To":"a","Iban":"DE02"}""", 1));
    }
}
