using System.Text;

namespace Jobs.Worker;

/// <summary>Exceptions as text, of bounded length. Their code is the application's: <c>Message</c>, <c>StackTrace</c> and <c>ToString</c> may throw,
/// return null or megabytes.</summary>
internal static class ErrorText
{
    /// <summary>Characters that are kept of one text.</summary>
    public const int MaxLength = 8 * 1024;

    private const int MaxCauses = 20;

    /// <summary>Type and message, then the trace: what an operator reads first comes first, and what is too long is cut at the end.</summary>
    public static string Full(Exception error)
    {
        if (IsPlain(error))
        {
            try
            {
                if (error.ToString() is { Length: > 0 } text)
                {
                    return Cut(NamesAll(text, error) ? text : $"{Outline(error)}\n{text}");
                }
            }
            catch (Exception)
            {
                // Written down piece by piece below.
            }
        }

        return Cut(Causes(error).Append('\n').Append(Of(static e => e.StackTrace, error)).ToString());
    }

    /// <summary>Type and message of it and of its causes.</summary>
    public static string Outline(Exception error) => Cut(Causes(error).ToString());

    /// <summary>Its message.</summary>
    public static string Message(Exception error) => Cut(Of(static e => e.Message, error));

    /// <summary>What a log is given: the exception itself, or one that says the same in a text which can be read and is not too long.</summary>
    public static Exception ForLog(Exception error) => IsPlain(error) ? error : new AbridgedException(error);

    /// <summary>Whether asking it for its text throws.</summary>
    public static bool IsUnreadable(Exception error)
    {
        try
        {
            return error.ToString() is null;
        }
        catch (Exception)
        {
            return true;
        }
    }

    public static string Cut(string text, int length = MaxLength)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length; // half a character is none
        return string.Concat(text.AsSpan(0, end), " …");
    }

    /// <summary>Its messages can be read and are short: its text need not be taken apart. Costs no stack trace.</summary>
    private static bool IsPlain(Exception error)
    {
        try
        {
            var (cause, left) = (error, MaxLength);
            for (var depth = 0; cause is not null; depth++)
            {
                left -= cause.Message?.Length ?? 0;
                if (left < 0 || depth == MaxCauses)
                {
                    return false;
                }

                cause = cause.InnerException;
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>A cause whose own text is null leaves a gap in that of what it caused.</summary>
    private static bool NamesAll(string text, Exception error)
    {
        var cause = error;
        for (var depth = 0; cause is not null && depth < MaxCauses; depth++)
        {
            if (!text.Contains(cause.GetType().ToString(), StringComparison.Ordinal))
            {
                return false;
            }

            cause = cause.InnerException;
        }

        return true;
    }

    private static StringBuilder Causes(Exception error)
    {
        var text = new StringBuilder();
        var cause = error;
        for (var depth = 0; cause is not null && depth < MaxCauses && text.Length < MaxLength; depth++)
        {
            text.Append(text.Length > 0 ? " ---> " : "").Append(cause.GetType()).Append(": ").Append(Cut(Of(static e => e.Message, cause), MaxLength / 2));
            cause = cause.InnerException;
        }

        return text;
    }

    private static string Of(Func<Exception, string?> part, Exception error)
    {
        try
        {
            return part(error) ?? "";
        }
        catch (Exception e)
        {
            return $"(cannot be read: {e.GetType()})";
        }
    }
}

/// <summary>Stands in a log for an exception whose own text cannot be read or is too long.</summary>
internal sealed class AbridgedException(Exception error) : Exception(ErrorText.Outline(error))
{
    private readonly string text = ErrorText.Full(error);

    /// <summary>The exception it stands for.</summary>
    public Type Original { get; } = error.GetType();

    public override string ToString() => text;
}
