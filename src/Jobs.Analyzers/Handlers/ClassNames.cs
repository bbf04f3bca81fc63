namespace Jobs.Analyzers.Handlers;

/// <summary>Names of classes as an option writes them: separated by commas, with <c>*</c> for any part.</summary>
internal static class ClassNames
{
    public static bool Match(string names, string name) => names.Split(',').Any(pattern => Matches(pattern.Trim(), name));

    private static bool Matches(string pattern, string name)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return name == pattern;
        }

        var last = parts[parts.Length - 1];
        var at = parts[0].Length;
        if (!name.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var part in parts.Skip(1).Take(parts.Length - 2))
        {
            var found = name.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return name.Length - last.Length >= at && name.EndsWith(last, StringComparison.Ordinal);
    }
}
