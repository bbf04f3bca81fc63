using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Decides what a valid job is, for both readers: the generator passes no <c>report</c>, the analyzer passes one.</summary>
internal static class JobParser
{
    /// <returns>Null: not valid, so nothing is generated and the user sees one error, not twenty.</returns>
    /// <param name="reached">Told of each type of its own that the job reaches, with its name.</param>
    public static JobModel? Parse(
        INamedTypeSymbol type, KnownTypes known, Action<Diagnostic>? report, CancellationToken cancellationToken, Action<string, INamedTypeSymbol>? reached = null)
    {
        var attributes = known.JobAttributesOf(type).ToList();
        if (attributes.Count > 1)
        {
            report?.Invoke(Diagnostic.Create(Rule.SeveralJobAttributes, attributes[1].Where(type), type.Name));
        }

        if (attributes.Count != 1)
        {
            return null;
        }

        var settings = SettingsParser.Parse(attributes[0], type, report);
        var payload = PayloadParser.Parse(type, known.ResultOf(type), known.Compilation, report, cancellationToken);
        if (payload is null)
        {
            return null; // its members do not matter until it is a type that can have a codec
        }

        var types = new TypeParser(known, settings?.Name ?? type.Name, report, cancellationToken, reached);
        var self = types.Parse(type, new Place("", type.Where(), known.Compilation));
        var result = known.ResultOf(type) is { } returned ? types.Parse(returned, new Place(Place.Result, attributes[0].Where(type), known.Compilation)) : null;
        return settings is null || self is null || types.Failed
            ? null
            : new JobModel(
                settings, WithPrinting(payload, type, types.Codecs.First()), result, types.Codecs.ToEquatable(), types.Enums.ToEquatable(), Names.Home(known.Compilation.AssemblyName));
    }

    /// <summary>A record prints all it has; one with [Sensitive] members is given a method that does not, unless it has its own.</summary>
    private static PayloadModel WithPrinting(PayloadModel payload, INamedTypeSymbol type, CodecModel codec)
    {
        if (!type.IsRecord || codec is not ObjectCodec { Members: var members } || !members.Any(static m => m.IsSensitive)
            || type.GetMembers().OfType<IMethodSymbol>().Any(static m => !m.IsImplicitlyDeclared && m is { Name: "ToString", Parameters.Length: 0 } or { Name: "PrintMembers", Parameters.Length: 1 }
                && m.DeclaringSyntaxReferences.Length > 0))
        {
            return payload;
        }

        var hasBase = type.BaseType is { IsRecord: true };
        return payload with { Printing = hasBase ? "protected override" : type.IsSealed || type.IsValueType ? "private" : "protected virtual" };
    }
}
