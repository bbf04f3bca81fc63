using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Knows one kind of effect that a retry repeats.</summary>
internal abstract class EffectRule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>Asked about every operation of a handler that no way out surrounds.</summary>
    /// <returns>Null: not this rule's, or harmless.</returns>
    public abstract Effect? Find(IOperation operation, HandlerBody body);
}

/// <summary>What is reported.</summary>
/// <param name="At">What is underlined.</param>
/// <param name="Arguments">Of the message.</param>
internal sealed record Effect(SyntaxNode At, params object[] Arguments);
