using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Reads connection strings, and says what is wrong with one without repeating it: it may hold a password.</summary>
internal static class RedisConnectionString
{
    private const string Form = "write it as StackExchange.Redis does: host:port,password=…,ssl=true";

    /// <exception cref="ArgumentException">It is not usable; the message shows no part of it that may be secret.</exception>
    public static ConfigurationOptions Parse(string text) =>
        WhyNot(text) is { } why ? throw new ArgumentException($"The Redis connection string is not usable: {why}.", nameof(text)) : ConfigurationOptions.Parse(text);

    /// <returns>Null: nothing is wrong.</returns>
    public static string? WhyNot(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"it is empty (is the name right where it is read from?); {Form}";
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return $"it is a URL; {Form}";
        }

        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count == 0 ? $"it names no server; {Form}" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return $"{NamelessError(e, text)}; {Form}";
        }
    }

    /// <summary>The library's messages name an unknown keyword, which is of use, and may quote a value, which is not to be shown.</summary>
    private static string NamelessError(Exception error, string text)
    {
        foreach (var part in text.Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part[(equals + 1)..].Trim() is { Length: > 0 } value && error.Message.Contains(value, StringComparison.Ordinal))
            {
                return $"the value of '{part[..equals].Trim()}' cannot be read";
            }
        }

        return error.Message.TrimEnd('.');
    }
}
