using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Jobs.Faults.Native;

/// <summary>Walks the instructions of a method body and gives out the members they name.</summary>
internal static class IlReader
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    /// <returns>The operand of every call, newobj, ldftn, ldfld and the like.</returns>
    public static IEnumerable<EntityHandle> Members(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var code = (int)il[at++];
            if (code == 0xFE)
            {
                code = (code << 8) | il[at++];
            }

            var operand = Operands[code];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return MetadataTokens.EntityHandle(BitConverter.ToInt32(il, at));
            }

            at += SizeOf(operand, il, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] il, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
