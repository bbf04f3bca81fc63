using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Types whose objects are connected to something in this process, and what a payload is to carry in their place.</summary>
internal static class LiveObjects
{
    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["System.IO.Stream"] = "a stream is open in this process only: store its bytes in a file or a blob, and carry the place",
        ["System.IO.TextReader"] = "a reader is open in this process only: store the text in a file or a blob, and carry the place",
        ["System.IO.TextWriter"] = "a writer is open in this process only: let the handler open it",
        ["Microsoft.AspNetCore.Http.IFormFile"] = "an upload is gone with its request: store it in a file or a blob, and carry the place",
        ["Microsoft.AspNetCore.Http.HttpContext"] = "a request is over when the job runs: carry what the handler needs of it, such as the user's id",
        ["Microsoft.AspNetCore.Http.HttpRequest"] = "a request is over when the job runs: carry what the handler needs of it, such as the user's id",
        ["Microsoft.EntityFrameworkCore.DbContext"] = "a context belongs to this process and scope: carry keys, and let the handler take the context by its constructor",
        ["System.Data.IDbConnection"] = "a connection is open in this process only: let the handler take it by its constructor",
        ["System.Data.IDbTransaction"] = "a transaction ends before the job runs: enqueue after the commit, and carry keys",
        ["System.Data.DataTable"] = "a table has no shape that the compiler could check: carry a list of records with its columns",
        ["System.Data.DataSet"] = "a data set has no shape that the compiler could check: carry lists of records with the columns",
        ["System.Data.DataRow"] = "a row belongs to its table: carry a record with its columns",
        ["System.IServiceProvider"] = "services belong to this process: let the handler take them by its constructor",
        ["Microsoft.Extensions.Logging.ILogger"] = "services belong to this process: let the handler take them by its constructor",
        ["System.Net.Http.HttpClient"] = "services belong to this process: let the handler take them by its constructor",
        ["System.Threading.CancellationToken"] = "a token belongs to this process: the handler is given one of its own",
        ["System.Threading.CancellationTokenSource"] = "a token belongs to this process: the handler is given one of its own",
        ["System.Threading.Tasks.Task"] = "a task runs in this process only: await it, and carry its result",
        ["System.Threading.Tasks.ValueTask"] = "a task runs in this process only: await it, and carry its result",
    };

    /// <summary>A component answers for its designer's services; that says nothing of what it holds.</summary>
    private const string Component = "System.ComponentModel.IComponent";

    /// <returns>Null: it is none, as far as is known.</returns>
    public static string? InsteadOf(ITypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (Find(at) is { } instead)
            {
                return instead;
            }
        }

        var isComponent = type.AllInterfaces.Any(static i => FullName(i) == Component);
        return type.AllInterfaces.Where(i => !isComponent || i.Name != "IServiceProvider").Select(Find).FirstOrDefault(static i => i is not null);
    }

    private static string? Find(ITypeSymbol type) => Instead.TryGetValue(FullName(type), out var instead) ? instead : null;

    private static string FullName(ITypeSymbol type) => $"{type.ContainingNamespace}.{type.Name}";
}
