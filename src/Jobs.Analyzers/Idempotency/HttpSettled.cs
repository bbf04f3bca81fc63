using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Tells the POST that leaves the other side as the first one left it: one that deletes, renames, completes or sets something, by what its address or the method
/// around it is called; one at the address of a thing that has an id; and one that carries an id by which a part is known (an upload's, a chunk's).</summary>
internal static class HttpSettled
{
    /// <summary>First words of methods, and words of addresses, that leave things as the first call left them.</summary>
    public static readonly string[] Verbs =
    [
        "delete", "remove", "rename", "complete", "cancel", "abort", "close", "stop", "update", "set", "put", "patch", "replace", "upsert", "sync", "synchronize", "enable", "disable", "archive", "unarchive",
        "restore", "ack", "acknowledge", "revoke", "unsubscribe", "subscribe", "logout", "login", "signin", "signout", "mark", "activate", "deactivate", "lock", "unlock", "suspend", "resume", "pause", "refresh", "reset", "ensure",
        "configure", "unregister", "heartbeat", "keepalive", "invalidate", "purge", "clear", "flush", "reload", "rebuild", "reindex", "finish", "finalize", "approve", "reject", "decline", "confirm", "assign",
        "unassign", "edit", "modify", "change", "mute", "unmute", "block", "unblock", "ban",
    ];

    /// <summary>Names of ids and numbers by which the other side knows the part that comes again.</summary>
    private static readonly string[] OfParts = ["uploadId", "chunk", "chunkIndex", "chunkNumber", "partNumber", "partIndex", "blockId", "blockIndex", "sequenceNumber", "offset", "fileId", "revision", "etag", "checksum", "sha", "hash"];

    /// <param name="request">The call, or the request that is sent.</param>
    /// <param name="body">The method that it stands in.</param>
    public static bool Is(IOperation request, HandlerBody body) =>
        body.Method.Name.BeginsWithWord(Verbs)
        || HttpAddress.Of(request, body).Any(static a => SaysSo(a) || EndsWithId(a))
        || request.DescendantsAndSelf().Any(static o => NameOf(o) is { } name && OfParts.Any(p => name.Equals(p, StringComparison.OrdinalIgnoreCase) || name.EndsWith(p, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A word of the path, not of the host, nor of a query's values.</summary>
    private static bool SaysSo(HttpAddress.Part address) => address.Path.HasWord(Verbs);

    /// <summary><c>POST /orders/{orderId}</c> changes that order; <c>POST /hooks/{id}/{token}</c> says nothing.</summary>
    private static bool EndsWithId(HttpAddress.Part address) =>
        address.LastValue is { } last && (last.Equals("id", StringComparison.OrdinalIgnoreCase) || last.EndsWith("Id", StringComparison.Ordinal) || last.EndsWith("Name", StringComparison.Ordinal));

    private static string? NameOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IMemberReferenceOperation member => member.Member.Name,
        _ => null,
    };
}
