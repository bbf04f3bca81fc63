namespace Jobs.Generators.Rules;

/// <summary>Where the page of a rule is.</summary>
internal static class Docs
{
    public static string Rule(string id) => $"https://github.com/jobs-dotnet/jobs/blob/main/docs/rules/{id}.md";
}
