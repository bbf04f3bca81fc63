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
            ? step
            : throw new ArgumentException($"'{step}' is not the name of a step: it takes 1 to {Limits.MaxStepNameLength} characters, none of them a control character.", nameof(step));
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
