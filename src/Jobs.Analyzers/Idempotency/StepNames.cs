using System.Text;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Makes the name of a step out of the name of a method: <c>send-mail</c> of <c>SendMailAsync</c>.</summary>
internal static class StepNames
{
    public static string Of(string method)
    {
        var end = method.Length > 5 && method.EndsWith("Async", StringComparison.Ordinal) ? method.Length - 5 : method.Length;
        var name = new StringBuilder();
        for (var i = 0; i < end; i++)
        {
            if (char.IsUpper(method[i]) && i > 0 && !char.IsUpper(method[i - 1]))
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(method[i]));
        }

        return name.ToString();
    }
}
