using System.Globalization;

namespace Jobs;

/// <summary>The text form of a retry policy. Compiled into the analyzers too, which check it in <c>[Job]</c>: plain code for
/// both targets, no dependencies.</summary>
internal static class RetrySyntax
{
    public const string Help = "use 'polynomial', 'none', 'linear 10s', 'exponential 1s max 1h' or a list such as '30s,1m,5m,10m' (units ms, s, m, h, d)";

    /// <summary>Longest wait that can be written, so that a slip in a unit is found here.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(365);

    public static bool TryParse(string? text, out RetryShape shape, out TimeSpan[] waits, out TimeSpan? max)
    {
        shape = RetryShape.Polynomial;
        waits = new TimeSpan[0];
        max = null;
        var words = (text ?? "").Trim().Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        switch (words.Length > 0 ? words[0] : "")
        {
            case "polynomial":
                return words.Length == 1 || TryMax(words, 1, out max);
            case "none":
                shape = RetryShape.None;
                return words.Length == 1;
            case "linear":
            case "exponential":
                shape = words[0] == "linear" ? RetryShape.Linear : RetryShape.Exponential;
                if (words.Length < 2 || !TryTime(words[1], out var first))
                {
                    return false;
                }

                waits = new[] { first };
                return words.Length == 2 || TryMax(words, 2, out max);
            default:
                shape = RetryShape.List;
                return TryList(text, out waits);
        }
    }

    private static bool TryMax(string[] words, int at, out TimeSpan? max)
    {
        max = null;
        if (words.Length != at + 2 || words[at] != "max" || !TryTime(words[at + 1], out var value))
        {
            return false;
        }

        max = value;
        return true;
    }

    private static bool TryList(string? text, out TimeSpan[] waits)
    {
        var list = new List<TimeSpan>();
        foreach (var item in (text ?? "").Split(','))
        {
            if (!TryTime(item.Trim(), out var wait))
            {
                waits = new TimeSpan[0];
                return false;
            }

            list.Add(wait);
        }

        waits = list.ToArray();
        return true;
    }

    private static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        var digits = 0;
        while (digits < text.Length && text[digits] >= '0' && text[digits] <= '9')
        {
            digits++;
        }

        if (digits is 0 or > 9 || !int.TryParse(text.Substring(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        double unit = text.Substring(digits) switch { "ms" => 1, "s" => 1e3, "m" => 60e3, "h" => 3600e3, "d" => 86400e3, _ => 0 };
        var ms = number * unit;
        if (unit == 0 || ms < 1 || ms > MaxWait.TotalMilliseconds)
        {
            return false;
        }

        time = TimeSpan.FromMilliseconds(ms);
        return true;
    }
}

/// <summary>How waits grow.</summary>
internal enum RetryShape
{
    None,
    Linear,
    Exponential,
    Polynomial,
    List,
}
