namespace Jobs.Generators.Model;

/// <summary>One <c>[JobHandler]</c> class.</summary>
/// <param name="TypeName"><c>global::Shop.SendEmailHandler</c>.</param>
/// <param name="Display"><c>Shop.SendEmailHandler</c>, for errors.</param>
internal sealed record HandlerModel(
    string TypeName, string Display, EquatableArray<HandledJob> Jobs, EquatableArray<ServiceParameter> Parameters, EquatableArray<RuleModel> Rules);

/// <summary>A job that a class handles.</summary>
/// <param name="IsLocal">The payload is a <c>[Job]</c> of this assembly, so whether it is valid is decided in the same run.</param>
internal sealed record HandledJob(string TypeName, string? ResultTypeName, bool IsLocal);

/// <summary>Where a constructor's argument comes from.</summary>
internal enum ServiceSource
{
    Required,
    Optional,
    Keyed,
    OptionalKeyed,

    /// <summary>The service provider itself.</summary>
    Provider,
}

/// <summary>One parameter of a handler's constructor.</summary>
/// <param name="Name">As C# text.</param>
/// <param name="Key">The key as C# text, where there is one.</param>
/// <param name="Default">The default as C# text, where there is one.</param>
internal sealed record ServiceParameter(string Name, string TypeName, bool IsReference, ServiceSource Source, string? Key, string? Default);

/// <summary>A <c>[RetryOn]</c>, or a <c>[DeadOn]</c> where there is no policy.</summary>
internal sealed record RuleModel(string ExceptionTypeName, string? Retry, int MaxAttempts);
