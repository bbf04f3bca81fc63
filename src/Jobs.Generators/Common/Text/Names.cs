using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Text;

/// <summary>Identifiers made from type names: readable, and never the same for two types.</summary>
internal static class Names
{
    /// <summary><c>global::Shop.SendEmail</c> → <c>Shop_SendEmail</c>;
    /// <c>global::System.Collections.Generic.List&lt;int&gt;</c> → <c>ListOfInt_4F2A9C01</c>.</summary>
    /// <remarks>Only dots become underscores unmarked; whatever else would read alike gets the hash of the whole name.</remarks>
    public static string Unique(string typeName)
    {
        var name = WithoutGlobal(typeName);
        return name.Any(static c => c != '.' && !char.IsLetterOrDigit(c)) ? $"{Short(name)}_{Hash(name):X8}" : name.Replace('.', '_');
    }

    /// <summary>As <see cref="Unique"/>, and different even where case does not count.</summary>
    public static string UniqueInAnyCase(string typeName) => $"{Unique(typeName)}_{Hash(WithoutGlobal(typeName)):X8}";

    /// <summary>The namespace of what is generated for one assembly. Internals of two assemblies that see each other do not meet in it.</summary>
    public static string Home(string? assembly) => "Jobs.Generated." + OfAssembly(assembly);

    /// <summary>The name of an assembly as one identifier.</summary>
    public static string OfAssembly(string? assembly)
    {
        var name = string.IsNullOrEmpty(assembly) ? "Assembly" : Unique(assembly!);
        return char.IsDigit(name[0]) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "_" + name : name;
    }

    /// <summary>The codec of a type.</summary>
    public static string Codec(string typeName) => Unique(typeName) + "Codec";

    /// <summary>The methods that enqueue a job: <c>SendEmail</c> and <c>SendEmailJob</c> → <c>EnqueueSendEmail</c>.</summary>
    /// <param name="given">The name that the job's author gave; null: none.</param>
    public static string EnqueueMethod(string? given, string nestedName)
    {
        const string Suffix = "Job";
        return "Enqueue" + (given
            ?? (nestedName.Length > Suffix.Length && nestedName.EndsWith(Suffix, StringComparison.Ordinal) ? nestedName.Substring(0, nestedName.Length - Suffix.Length) : nestedName));
    }

    /// <summary>A job name made of a type's: <c>SendEmailJob</c> → <c>send-email</c>, <c>HTTPPing</c> → <c>http-ping</c>.</summary>
    /// <returns><c>job</c> where nothing of the name may be in a job's.</returns>
    public static string Kebab(string typeName)
    {
        var name = typeName.EndsWith("Job", StringComparison.Ordinal) ? typeName.Substring(0, typeName.Length - 3) : typeName;
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var isUpper = name[i] is >= 'A' and <= 'Z';
            var startsWord = isUpper && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((startsWord || name[i] == '_') && text.Length > 0 && text[text.Length - 1] != '-')
            {
                text.Append('-');
            }

            if (isUpper || name[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                text.Append(char.ToLowerInvariant(name[i]));
            }
        }

        var kebab = text.ToString(0, Math.Min(text.Length, Limits.MaxNameLength)).TrimEnd('-');
        return kebab.Length > 0 ? kebab : "job";
    }

    private static string WithoutGlobal(string name) => name.Replace("global::", "");

    /// <summary>The words of a name without namespaces: <c>Dictionary&lt;string, Shop.Line[]&gt;</c> → <c>DictionaryOfStringAndLineArray</c>.</summary>
    public static string Short(string name)
    {
        var text = new StringBuilder();
        var word = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c) || c == '_')
            {
                word.Append(word.Length == 0 ? char.ToUpperInvariant(c) : c);
                continue;
            }

            if (c != '.')
            {
                text.Append(word).Append(c switch { '<' => "Of", ',' => "And", '[' => "Array", '?' => "OrNull", _ => "" });
            }

            word.Clear();
        }

        var all = text.Append(word).ToString();
        return all.Length > 0 && (char.IsLetter(all[0]) || all[0] == '_') ? all : "_" + all;
    }

    /// <summary>FNV-1a: the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return hash;
    }
}
