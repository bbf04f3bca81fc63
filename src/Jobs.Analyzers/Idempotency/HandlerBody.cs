using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>One method of a handler: its operations in the order of the text, and what is known of its variables.</summary>
internal sealed class HandlerBody
{
    private readonly HashSet<ISymbol> keyed = new(SymbolEqualityComparer.Default);

    public HandlerBody(IMethodSymbol method, IEnumerable<IOperation> blocks)
    {
        Method = method;
        All = [.. blocks.SelectMany(static b => b.DescendantsAndSelf()).OrderBy(static o => o.Syntax.SpanStart)];
        while (All.Any(FollowKey))
        {
            // until no further variable is found to hold the key
        }
    }

    public IMethodSymbol Method { get; }

    /// <summary>The bodies of the class's other methods, by their symbols.</summary>
    public Func<IMethodSymbol, HandlerBody?> BodyOf { get; init; } = static _ => null;

    /// <summary>Where the class calls it, if that is one place and nobody else can call it.</summary>
    public (HandlerBody Caller, IInvocationOperation Call)? OnlyCall => FindOnlyCall();

    /// <summary>Finds the calls of a method within its class.</summary>
    public Func<IMethodSymbol, IEnumerable<(HandlerBody Caller, IInvocationOperation Call)>> CallsOf { get; init; } = static _ => [];

    /// <summary>Those within ways out too.</summary>
    public IReadOnlyList<IOperation> All { get; }

    public IEnumerable<IInvocationOperation> Calls => All.OfType<IInvocationOperation>();

    /// <summary>Whether something by which the other side can tell a repeated call takes part in it: the context's key, or what is called a key
    /// for that purpose.</summary>
    public bool HasKey(IOperation operation) => operation.DescendantsAndSelf().Any(IsKey);

    /// <summary>The value that a local was last given before a place in the text, as far as the text says.</summary>
    public IOperation? ValueOf(ILocalSymbol local) => All.Select(o => o switch
    {
        IVariableDeclaratorOperation { Initializer.Value: { } value } declared when Same(declared.Symbol, local) => value,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assigned when Same(target.Local, local) => assigned.Value,
        _ => null,
    }).FirstOrDefault(static v => v is not null);

    /// <summary>Whether it goes through what another place has made.</summary>
    public bool IsLoopVariable(ILocalSymbol local) => All.OfType<IForEachLoopOperation>().Any(l => l.Locals.Contains(local, SymbolEqualityComparer.Default));

    /// <summary>An operation with what its locals hold and what is put into them, as many steps back.</summary>
    public IEnumerable<IOperation> WithSources(IOperation operation, int steps = 3)
    {
        var here = operation.DescendantsAndSelf().ToList();
        var locals = here.OfType<ILocalReferenceOperation>().Select(static l => l.Local).ToList();
        if (operation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var declared } })
        {
            locals.Add(declared);
        }

        var before = steps == 0 ? [] : locals.SelectMany(local => All.OfType<ISimpleAssignmentOperation>().Where(a => a.Target.Root() is { } root && Same(root, local)).Select(static a => a.Value)
            .Concat(ValueOf(local) is { } value && !here.Contains(value) ? [value] : []));
        return here.Concat(before.SelectMany(o => WithSources(o, steps - 1)));
    }

    private (HandlerBody Caller, IInvocationOperation Call)? FindOnlyCall()
    {
        if (Method.DeclaredAccessibility != Accessibility.Private)
        {
            return null;
        }

        var calls = CallsOf(Method).Take(2).ToList();
        return calls is [var only] && only.Caller != this ? only : null;
    }

    public static bool IsKeyName(string name) => name.Mentions("idempoten") || name.Mentions("dedup") || name is "MessageId" or "messageId" or "ClientToken" or "ClientRequestToken";

    private bool IsKey(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "IdempotencyKey" or "Id" or "FencingToken" } property } => (property.ContainingType.Name == "JobContext" && property.ContainingType.FullMetadataName() == StepParser.ContextName) || IsKeyName(property.Name),
        IPropertyReferenceOperation reference => IsKeyName(reference.Property.Name),
        ILocalReferenceOperation reference => keyed.Contains(reference.Local) || IsKeyName(reference.Local.Name),
        IParameterReferenceOperation reference => IsKeyName(reference.Parameter.Name),
        IArgumentOperation { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } => IsKeyName(parameter.Name),
        IObjectCreationOperation { Type.Name: "BasicProperties", Arguments.Length: > 0 } => true, // a copy of a message's, with its id
        ILiteralOperation { ConstantValue.Value: string text } => IsKeyName(text) || text.Mentions("X-Request-Id") || text.Mentions("X-RequestId"),
        _ => false,
    };

    /// <returns>True: one more variable is known to hold the key, or something that has it.</returns>
    private bool FollowKey(IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation { Initializer.Value: { } value } declared => HasKey(value) && keyed.Add(declared.Symbol),
        IAssignmentOperation { Target: var target, Value: var value } => target.Root() is ILocalSymbol local && !keyed.Contains(local)
            && (HasKey(value) || (target is IMemberReferenceOperation && HasKeyName(target))) && keyed.Add(local),
        IInvocationOperation { Instance: { } instance } call => instance.Root() is ILocalSymbol local && !keyed.Contains(local) && call.Arguments.Any(HasKey) && keyed.Add(local),
        IForEachLoopOperation loop => loop.Locals.Any(local => HasKey(loop.Collection) && keyed.Add(local)),
        _ => false,
    };

    private static bool HasKeyName(IOperation target) => target is IMemberReferenceOperation member && IsKeyName(member.Member.Name);

    private static bool Same(ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
