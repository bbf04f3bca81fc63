using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds files that are opened to append to, but not logs.</summary>
internal sealed class FileAppendedAgain() : EffectRule(Rule.FileAppendedAgain)
{
    private static readonly Api Appends = new(
        "System.IO.File AppendAllText AppendAllTextAsync AppendAllLines AppendAllLinesAsync AppendAllBytes AppendAllBytesAsync AppendText",
        "System.IO.FileInfo AppendText",
        "Azure.Storage.Blobs.Specialized.AppendBlobClient AppendBlock AppendBlockAsync AppendBlockFromUri AppendBlockFromUriAsync");

    public override Effect? Find(IOperation operation, HandlerBody body) => operation switch
    {
        IInvocationOperation call when Appends.Has(call.TargetMethod) && !IsLog(call) && !body.HasKey(call) => new Effect(call.Syntax, call.Display()),
        IObjectCreationOperation { Constructor: { } constructor } made when Opens(made, constructor) && !IsLog(made) && !body.HasKey(made) =>
            new Effect(made.Syntax, $"new {constructor.ContainingType.Name}"),
        _ => null,
    };

    private static bool Opens(IObjectCreationOperation made, IMethodSymbol constructor) => constructor.ContainingType is { Name: "FileStream" or "StreamWriter" } type && type.FullMetadataName() switch
    {
        "System.IO.FileStream" => made.Arguments.Any(static a => a.Value.DescendantsAndSelf().Any(static o => o is IFieldReferenceOperation { Field: { Name: "Append", ContainingType.Name: "FileMode" } })),
        "System.IO.StreamWriter" => constructor.Parameters[0].Type.SpecialType == SpecialType.System_String
            && made.Arguments.Any(static a => a.Parameter?.Name == "append" && a.Value.ConstantValue is { HasValue: true, Value: true }),
        _ => false,
    };

    /// <summary>A log that says twice what happened twice is right.</summary>
    private static bool IsLog(IOperation operation) => operation.DescendantsAndSelf().Any(static o => o switch
    {
        ILocalReferenceOperation local => Says(local.Local.Name),
        IParameterReferenceOperation parameter => Says(parameter.Parameter.Name),
        IMemberReferenceOperation member => Says(member.Member.Name),
        _ => o.Text() is { } text && (Says(text) || text.Mentions(".log")),
    });

    private static bool Says(string name) => name.Mentions("log") || name.Mentions("trace") || name.Mentions("debug") || name.Mentions("audit");
}
