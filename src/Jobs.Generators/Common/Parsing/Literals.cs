using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Parsing;

/// <summary>Constants as C# text.</summary>
internal static class Literals
{
    /// <summary>The default of a parameter that has one.</summary>
    public static string DefaultOf(IParameterSymbol parameter) =>
        parameter.ExplicitDefaultValue is { } value ? Of(Underlying(parameter.Type), value) : "default";

    /// <summary>An attribute's argument; null where it is no single constant.</summary>
    public static string? Of(TypedConstant constant) => constant.Kind switch
    {
        _ when constant.IsNull => "null",
        TypedConstantKind.Type => $"typeof({((ITypeSymbol)constant.Value!).Name()})",
        TypedConstantKind.Primitive or TypedConstantKind.Enum => Of(constant.Type!, constant.Value!),
        _ => null,
    };

    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Of(ITypeSymbol type, object value)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return $"({type.Name()})({Number(value)})";
        }

        return value switch
        {
            string text => Of(text),
            char character => SymbolDisplay.FormatLiteral(character, quote: true),
            bool flag => flag ? "true" : "false",
            double number => Floating(number, "double", "D"),
            float number => Floating(number, "float", "F"),
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
            DateTime time => $"new global::System.DateTime({time.Ticks.ToString(CultureInfo.InvariantCulture)}L)",
            _ => Number(value),
        };
    }

    /// <summary>With a suffix, so that as an <c>object</c> (a service's key) it is of the type it was written as.</summary>
    private static string Number(object value) => value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        sbyte number => $"(sbyte)({number.ToString(CultureInfo.InvariantCulture)})",
        short number => $"(short)({number.ToString(CultureInfo.InvariantCulture)})",
        IFormattable number => $"({Keyword(value)}){number.ToString(null, CultureInfo.InvariantCulture)}",
        _ => "default",
    };

    private static string Keyword(object value) => value is byte ? "byte" : "ushort";

    private static string Floating(double value, string type, string suffix) =>
        double.IsNaN(value) ? type + ".NaN"
        : double.IsPositiveInfinity(value) ? type + ".PositiveInfinity"
        : double.IsNegativeInfinity(value) ? type + ".NegativeInfinity"
        : (suffix == "F" ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture)) + suffix;

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
