namespace Jobs.Analyzers;

/// <summary>The words of a name or an address: <c>RateLimit</c> and <c>/rate-limit</c> have two, and <c>generate</c> has no <c>rate</c> in it.</summary>
internal static class Words
{
    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || IsBoundary(text, i))
            {
                if (char.IsLetterOrDigit(text[start]))
                {
                    yield return text.Substring(start, i - start);
                }

                start = i;
            }
        }
    }

    /// <summary>Whether one of the words, in any case and with a plural's s, is in the text.</summary>
    public static bool HasWord(this string text, params string[] words) => Of(text).Any(word => words.Any(w => Same(word, w)));

    /// <summary>Whether it begins with one of the words: <c>GetRateAsync</c> with <c>Get</c>, and <c>Gettering</c> not.</summary>
    public static bool BeginsWithWord(this string text, params string[] words) => Of(text).FirstOrDefault() is { } first && words.Any(w => first.Equals(w, StringComparison.OrdinalIgnoreCase));

    private static bool Same(string word, string wanted) =>
        word.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || (word.Length == wanted.Length + 1 && word[word.Length - 1] is 's' or 'S' && word.StartsWith(wanted, StringComparison.OrdinalIgnoreCase));

    /// <summary>Between a small letter and a capital, before the last capital of several (<c>HTTPRequest</c>), and around what is no letter.</summary>
    private static bool IsBoundary(string text, int i) =>
        !char.IsLetterOrDigit(text[i]) || !char.IsLetterOrDigit(text[i - 1]) || char.IsDigit(text[i]) != char.IsDigit(text[i - 1])
        || (char.IsUpper(text[i]) && (!char.IsUpper(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1]))));
}
