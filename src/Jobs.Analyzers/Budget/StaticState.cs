using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds assignments to static fields and properties of this assembly, and changes of static collections that are not made for several threads. What is
/// filled once (<c>??=</c>), done under a lock or with <c>Interlocked</c>, or kept per thread, is left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StaticState : HandlerCodeAnalyzer
{
    private static readonly string[] Changing = ["Add", "AddRange", "Remove", "RemoveAt", "RemoveAll", "Clear", "Insert", "TryAdd", "Enqueue", "Dequeue", "Push", "Pop"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.StaticState];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block =>
        {
            var owner = (IMethodSymbol)block.OwningSymbol;
            if (!(handlers.IsOnlyNamed(owner.ContainingType) && IsOfStart(owner.Name)))
            {
                block.RegisterOperationAction(
                    at => Look(at, owner), OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.Increment, OperationKind.Decrement, OperationKind.Invocation);
            }
        });

    /// <summary>Of a class that only an option names: what begins so runs once, when the application starts.</summary>
    private static bool IsOfStart(string method) => method.BeginsWithWord("Init", "Initialize", "Initialise", "Configure", "Setup", "Register", "Bootstrap", "Startup", "Main", "Start");

    private static void Look(OperationAnalysisContext at, IMethodSymbol owner)
    {
        var target = at.Operation switch
        {
            ISimpleAssignmentOperation { Target: var assigned } => assigned,
            ICompoundAssignmentOperation { Target: var assigned } => assigned,
            IIncrementOrDecrementOperation { Target: var assigned } => assigned,
            IInvocationOperation { Instance: { } collection, TargetMethod: var method } when Changing.Contains(method.Name) && IsPlainCollection(collection.Type) => collection,
            _ => null,
        };
        if (target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } && IsPlainCollection(indexed.Type))
        {
            target = indexed;
        }

        if (target is IMemberReferenceOperation { Instance: null, Member: { IsStatic: true } member } && IsShared(member, at.Compilation)
            && !at.Operation.Ancestors().Any(static o => o is ILockOperation || o.Type is { Name: "Lazy" }) && !IsTested(at.Operation, member)
            && !IsLocked(at.Operation) && !RunsOnce(owner, at.CancellationToken))
        {
            at.ReportDiagnostic(Diagnostic.Create(Rule.StaticState, target.Syntax.GetLocation(), member.Name));
        }
    }

    private static bool IsPlainCollection(ITypeSymbol? type) => type?.ContainingNamespace.IsCalled("System.Collections.Generic") == true;

    /// <summary>Declared here, so that it is seen what it is.</summary>
    private static bool IsShared(ISymbol member, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, compilation.Assembly)
        && member is IFieldSymbol { IsConst: false } or IPropertySymbol
        && !member.GetAttributes().Any(static a => a.AttributeClass?.Name is "ThreadStaticAttribute")
        && (member is not IPropertySymbol property || property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)));

    /// <summary><c>if (cache == null) cache = …</c>, or after <c>if (isFilled) return;</c>: filled once, and twice does no harm.</summary>
    private static bool IsTested(IOperation operation, ISymbol member) => operation is ISimpleAssignmentOperation
        && (operation.Ancestors().OfType<IConditionalOperation>().Any(c => Mentions(c.Condition, member))
            || operation.FunctionOf().Descendants().OfType<IConditionalOperation>().Any(c => c.Syntax.Span.End <= operation.Syntax.SpanStart && Leaves(c.WhenTrue)
                && c.Condition.DescendantsAndSelf().Any(o => o is IMemberReferenceOperation { Instance: null, Member: { IsStatic: true } tested } && SymbolEqualityComparer.Default.Equals(tested.ContainingType, member.ContainingType))));

    private static bool Mentions(IOperation condition, ISymbol member) =>
        condition.DescendantsAndSelf().Any(o => o is IMemberReferenceOperation r && SymbolEqualityComparer.Default.Equals(r.Member, member));

    private static bool Leaves(IOperation? branch) => branch switch
    {
        IReturnOperation or IThrowOperation => true,
        IBlockOperation { Operations: [.., var last] } => Leaves(last),
        _ => false,
    };

    /// <summary>A semaphore, a monitor or a reader-writer lock is entered before it.</summary>
    private static bool IsLocked(IOperation operation) => operation.FunctionOf().Descendants().Any(o => o.Syntax.Span.End <= operation.Syntax.SpanStart && o is IInvocationOperation
    {
        TargetMethod: { Name: "Enter" or "TryEnter" or "EnterScope" or "EnterWriteLock" or "EnterUpgradeableReadLock" or "Wait" or "WaitAsync" or "WaitOne" or "LockAsync" or "Lock" or "AcquireAsync", ContainingType.Name: not ("Task" or "ValueTask") },
    });

    /// <summary>A private method that only the static constructor and the initializers of static fields name.</summary>
    private static bool RunsOnce(IMethodSymbol owner, CancellationToken cancellationToken) =>
        owner is { IsStatic: true, DeclaredAccessibility: Accessibility.Private }
        && owner.ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes()).OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == owner.Name).ToList() is { Count: > 0 } names
        && names.All(static n => n.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax { Modifiers: var of } && of.Any(SyntaxKind.StaticKeyword)
            || n.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { Modifiers: var ofField } && ofField.Any(SyntaxKind.StaticKeyword));
}
