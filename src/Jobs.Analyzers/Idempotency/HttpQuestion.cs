using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Tells the POST that only asks, and may be repeated, from the one that changes something: by what its address, its form, the method
/// around it, or the type its answer is read as, are called.</summary>
internal static class HttpQuestion
{
    /// <summary>Parts of an address that say that nothing is changed there.</summary>
    private static readonly string[] Asking = ["search", "query", "graphql", "token", "oauth", "login", "auth/", "validate", "verify", "lookup", "preview", "calculate", "quote", "translate", "completions", "embeddings"];

    /// <summary>Words of an address, whole ones, that say the same.</summary>
    private static readonly string[] AskingWords =
    [
        "predict", "prediction", "detect", "detection", "feed", "poll", "ping", "classify", "analyze", "analyse", "recognize", "suggest", "autocomplete", "geocode", "resolve", "introspect", "introspection",
        "status", "check", "count", "list", "exists", "convert", "render", "parse", "tokenize", "moderation", "rerank", "similarity", "score", "health", "echo", "describe", "explain", "inspect", "get", "find",
        "fetch", "read", "scan", "match", "compare", "compute", "estimate", "simulate", "evaluate", "generateContent", "messages/count", "chat", "inference", "ocr", "transcribe", "transcription", "summarize", "ask",
        "stats", "statistics", "telemetry", "metrics", "analytics", "usage", "log", "logs", "track",
    ];

    /// <summary>Parts of what is sent. There a token may be anybody's, so it says nothing.</summary>
    private static readonly string[] AskingForm = ["grant_type", "client_secret", "validate", "verify", "query {", "query(", "{ query", "\"query\"", "\"method\":\"get"];

    /// <summary>First words of methods that fetch something.</summary>
    private static readonly string[] AskingVerbs = ["Get", "Find", "Search", "Query", "Fetch", "Lookup", "Look", "List", "Load", "Read", "Check", "Verify", "Validate", "Is", "Has", "Can", "Login", "Authenticate", "Calculate", "Estimate", "Translate", "Predict", "Detect", "Poll", "Ping", "Ask", "Resolve", "Analyze", "Classify", "Count", "Compute", "Parse", "Render", "Test", "Lookup", "Request"];

    /// <summary>What answers are called that are all that was wanted.</summary>
    private static readonly string[] AskingAnswers = ["token", "search", "query", "lookup", "validation", "verification", "verify", "estimate", "quote"];

    /// <param name="request">The call, or the request that is sent.</param>
    /// <param name="body">The method that it stands in.</param>
    public static bool Is(IOperation request, HandlerBody body) =>
        SaysSo(body.Method.Name) || request.DescendantsAndSelf().Any(o => IsAtAsking(o, body)) || HttpAddress.Of(request, body).Any(static a => Says(a.Path) || a.Path.HasWord(AskingWords))
        || body.WithSources(request).Any(static o => o.Text() is { } text && AskingForm.Any(text.Mentions)) || IsReadAsAnswer(body) || IsSignedByClient(body);

    private static bool IsAtAsking(IOperation operation, HandlerBody body) => operation switch
    {
        ILocalReferenceOperation local => body.ValueOf(local.Local) is { } value && value.Type?.SpecialType == SpecialType.System_String && Says(value.Text()),
        IParameterReferenceOperation parameter => IsAddress(parameter.Type) && Says(parameter.Parameter.Name),
        IMemberReferenceOperation member => IsAddress(member.Type) && Says(member.Member.Name),
        _ => Says(operation.Text()),
    };

    /// <summary><c>ReadFromJsonAsync&lt;TokenResponse&gt;()</c>, <c>JsonSerializer.Deserialize&lt;SearchResult&gt;(…)</c>, where nothing else is read.</summary>
    private static bool IsReadAsAnswer(HandlerBody body)
    {
        var read = body.Calls.Where(static c => c.TargetMethod is { Arity: 1, Name: var name } && (name.StartsWith("Read", StringComparison.Ordinal) || name.StartsWith("Deserialize", StringComparison.Ordinal)))
            .Select(static c => c.TargetMethod.TypeArguments[0].Name).ToList();
        return read.Count > 0 && read.All(static name => AskingAnswers.Any(name.Mentions));
    }

    /// <summary>A client gives its secret for a token, and then works with that.</summary>
    private static bool IsSignedByClient(HandlerBody body) => body.All.Any(static o => o switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter.Name.Mentions("clientSecret"),
        IMemberReferenceOperation member => member.Member.Name.Mentions("clientSecret"),
        _ => false,
    });

    /// <summary>Not <c>GetOrCreateAsync</c>.</summary>
    private static bool SaysSo(string method) => AskingVerbs.Any(verb => BeginsWith(method, verb)) && !method.Mentions("OrCreate") && !method.Mentions("OrAdd");

    /// <summary>Whole words: <c>Get</c> and <c>GetRateAsync</c>, not <c>Gettering</c>.</summary>
    private static bool BeginsWith(string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));

    private static bool IsAddress(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_String } or { Name: "Uri" };

    private static bool Says(string? text) => text is not null && Asking.Any(text.Mentions);
}
