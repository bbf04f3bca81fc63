using System.Runtime.CompilerServices;

namespace Jobs;

/// <summary>Argument checks whose messages say what is allowed.</summary>
internal static class Check
{
    public static T Range<T>(T value, T min, T max, [CallerMemberName] string member = "") where T : IComparable<T> =>
        value.CompareTo(min) < 0 || value.CompareTo(max) > 0
            ? throw new ArgumentOutOfRangeException(member, value, $"{member} must be from {min} to {max}.")
            : value;

    public static string Name(string name, string what) => IsName(name)
        ? name
        : throw new ArgumentException(
            $"'{name}' is not a {what} name: it takes 1 to {Limits.MaxNameLength} characters out of letters, digits and . _ - :", nameof(name));

    public static string Step(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Length is > 0 and <= Limits.MaxStepNameLength && !step.Any(char.IsControl)
            ? Text(step, $"The name of step '{step}'", nameof(step))
            : throw new ArgumentException($"'{step}' is not the name of a step: it takes 1 to {Limits.MaxStepNameLength} characters, none of them a control character.", nameof(step));
    }

    /// <summary>Half of a surrogate pair has no UTF-8: it would be stored as U+FFFD, and two texts become one.</summary>
    /// <param name="text">What is to be stored.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="parameter">Whose argument it is.</param>
    /// <exception cref="ArgumentException">The text has such a half.</exception>
    public static string Text(string text, string what, string parameter)
    {
        for (var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                throw new ArgumentException($"{what} has half of a surrogate pair (U+{(int)text[at]:X4}) at index {at}, which cannot be stored as text: cut texts between characters, not within one.", parameter);
            }

            at++;
        }

        return text;
    }

    /// <summary>No braces (they would move a Redis hash tag), no white space, nothing a shell or a URL changes.</summary>
    public static bool IsName(string? name)
    {
        if (name is not { Length: > 0 and <= Limits.MaxNameLength })
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or ':'))
            {
                return false;
            }
        }

        return true;
    }
}
