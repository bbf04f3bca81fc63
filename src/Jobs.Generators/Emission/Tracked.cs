using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>The members for which it matters whether the bytes had them: one bit each, 64 to a variable.</summary>
internal sealed class Tracked(List<MemberModel> members)
{
    private const int Width = 64;

    private int Words => (members.Count + Width - 1) / Width;

    public void Declare(CodeWriter code)
    {
        for (var word = 0; word < Words; word++)
        {
            code.Line($"var {Seen(word)} = 0UL;");
        }
    }

    public void Mark(CodeWriter code, MemberModel member)
    {
        var index = members.IndexOf(member);
        if (index >= 0)
        {
            code.Line($"{Seen(index / Width)} |= {Bit(index)};");
        }
    }

    /// <summary>Fails where one that has no default is missing.</summary>
    public void Require(CodeWriter code)
    {
        for (var word = 0; word < Words; word++)
        {
            var here = members.Skip(word * Width).Take(Width).ToList();
            var mask = Mask(here, Missing.Error);
            if (mask != 0)
            {
                using (code.Block($"if (({Seen(word)} & {Hex(mask)}) != {Hex(mask)})"))
                {
                    var names = string.Join(", ", here.Select(static m => ObjectWriteEmitter.Literal(m.WireName)));
                    code.Line($"throw global::Jobs.Wire.WireErrors.Missing({Seen(word)}, {Hex(mask)}, {names});");
                }

                code.Line();
            }
        }
    }

    /// <summary>Takes what is missing from an object made without it, which has what its type's initializers give.</summary>
    public void Complete(CodeWriter code, string construct, Func<MemberModel, string> variable)
    {
        if (!members.Exists(static m => m.Missing == Missing.FromObject))
        {
            return;
        }

        var tests = Enumerable.Range(0, Words)
            .Select(word => (Word: word, Mask: Mask(members.Skip(word * Width).Take(Width), Missing.FromObject)))
            .Where(static w => w.Mask != 0)
            .Select(w => $"({Seen(w.Word)} & {Hex(w.Mask)}) != {Hex(w.Mask)}");
        using (code.Block($"if ({string.Join(" || ", tests)})"))
        {
            code.Line($"var defaults = {construct};");
            for (var i = 0; i < members.Count; i++)
            {
                if (members[i].Missing == Missing.FromObject)
                {
                    using (code.Block($"if (({Seen(i / Width)} & {Bit(i)}) == 0)"))
                    {
                        code.Line($"{variable(members[i])} = defaults.{members[i].Name}{Values.Forgive(members[i].Type)};");
                    }
                }
            }
        }

        code.Line();
    }

    private string Seen(int word) => Words == 1 ? "seen" : $"seen{word}";

    private static string Bit(int index) => Hex(1UL << (index % Width));

    private static string Hex(ulong mask) => $"0x{mask:X}UL";

    private static ulong Mask(IEnumerable<MemberModel> members, Missing missing) =>
        members.Select((m, i) => m.Missing == missing ? 1UL << i : 0UL).Aggregate(0UL, static (a, b) => a | b);
}
