using System.Collections.Concurrent;
using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Handlers;

/// <summary>The code that runs as part of a job: the methods of classes that implement <c>IJobHandler&lt;…&gt;</c>, marked or not, and of classes
/// that the option <see cref="Option"/> names.</summary>
/// <remarks>All methods of such a class, so that what <c>HandleAsync</c> calls in its own class is looked at too. Constructors are not among them:
/// they run before the job does; nor static methods that others can call.</remarks>
internal sealed class HandlerCode(KnownTypes known, AnalyzerConfigOptionsProvider options)
{
    /// <summary>An option of .editorconfig: names of classes, with <c>*</c> for any part, separated by commas.</summary>
    public const string Option = "jobs_handler_classes";

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> seen = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the class's methods run as part of a job.</summary>
    public bool Contains(INamedTypeSymbol? type) => type is { TypeKind: TypeKind.Class, IsStatic: false } && seen.GetOrAdd(type, t => known.HandledBy(t).Any() || IsNamed(t));

    /// <summary>Whether the method's body runs as part of a job.</summary>
    public bool Contains(ISymbol? member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
        && (!method.IsStatic || method.DeclaredAccessibility == Accessibility.Private) && Contains(method.ContainingType);

    /// <summary>Whether a worker calls the method: it implements <c>HandleAsync</c>, or overrides what a base class's <c>HandleAsync</c> is a frame for. In a class that only the option names it is whatever is public and returns a task.</summary>
    public bool IsEntry(IMethodSymbol method) => Contains(method) && (known.HandledBy(method.ContainingType).Any()
        ? known.HandledBy(method.ContainingType).SelectMany(static i => i.GetMembers("HandleAsync"))
            .Any(m => method.ContainingType.FindImplementationForInterfaceMember(m) is { } handles
                && (SymbolEqualityComparer.Default.Equals(handles, method) || IsPartOfFrame(method, handles)))
        : method is { DeclaredAccessibility: Accessibility.Public, ReturnType.Name: "Task" or "ValueTask" });

    /// <summary>Whether only the option says so: of such a class nobody knows what its methods are for but by their names.</summary>
    public bool IsOnlyNamed(INamedTypeSymbol type) => !known.HandledBy(type).Any();

    /// <summary>Calls <paramref name="look"/> with the body of every method that runs as part of a job.</summary>
    /// <param name="start">The compilation.</param>
    /// <param name="look">Called once for each.</param>
    /// <param name="getters">Those of properties too.</param>
    public void RegisterBodies(CompilationStartAnalysisContext start, Action<OperationBlockStartAnalysisContext> look, bool getters = false) =>
        start.RegisterOperationBlockStartAction(block =>
        {
            if (Contains(block.OwningSymbol) || (getters && block.OwningSymbol is IMethodSymbol { MethodKind: MethodKind.PropertyGet, IsStatic: false } getter && Contains(getter.ContainingType)))
            {
                look(block);
            }
        });

    /// <summary>A template method: the base class handles, and asks the derived one for a part of it.</summary>
    private static bool IsPartOfFrame(IMethodSymbol method, ISymbol handles) => method is { IsOverride: true, OverriddenMethod.ContainingType: var declaring, ReturnType.Name: "Task" or "ValueTask" or "Void" }
        && declaring.SpecialType != SpecialType.System_Object && !SymbolEqualityComparer.Default.Equals(handles.ContainingType, method.ContainingType)
        && method.Name is not ("Dispose" or "DisposeAsync");

    /// <summary>What holds the application together is no handler, whatever it is called: a hosted service, a scheduler of tasks, what starts the application.</summary>
    private static bool IsOfHost(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.Name is "Startup" or "Program" or "BackgroundService" or "TaskScheduler" or "SynchronizationContext")
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(static i => i.Name is "IHostedService" or "IHostedLifecycleService" or "IStartupFilter");
    }

    private bool IsNamed(INamedTypeSymbol type)
    {
        if (IsOfHost(type))
        {
            return false;
        }

        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            if (options.GetOptions(declaration.SyntaxTree).TryGetValue(Option, out var names) && ClassNames.Match(names, type.Name))
            {
                return true;
            }
        }

        return false;
    }
}
