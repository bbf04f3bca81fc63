using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Jobs.Corpus;

/// <summary>The <c>global using</c>s of one project, of its code and of its project file. All projects of a folder are compiled as one assembly, so each file is given
/// those of its own project, and none has those of another.</summary>
internal sealed partial class GlobalUsings
{
    private readonly SortedSet<string> usings = new(StringComparer.Ordinal);

    /// <param name="project">A project file; null: the files belong to none.</param>
    public GlobalUsings(string? project)
    {
        if (project is not null)
        {
            AddFrom(project);
        }
    }

    /// <summary>Notes what a file says for the whole project.</summary>
    public void AddFromCode(string code)
    {
        lock (usings)
        {
            foreach (Match one in Directive().Matches(code))
            {
                usings.Add($"using {one.Groups["what"].Value.Trim()};");
            }
        }
    }

    /// <summary>The code with them, on its first line, so that what is reported stands where it stood.</summary>
    public string ApplyTo(string code)
    {
        var own = Directive().Replace(code, static m => new string(' ', m.Length));
        var all = string.Join(' ', usings);
        var startsWithDirective = own.TrimStart('\uFEFF', ' ', '\r', '\n') is ['#', ..] || own.Contains("extern alias", StringComparison.Ordinal);
        return all.Length == 0 || startsWithDirective ? own : all + " " + own.TrimStart('\uFEFF');
    }

    private void AddFrom(string project)
    {
        try
        {
            foreach (var item in XDocument.Load(project).Descendants().Where(static e => e.Name.LocalName == "Using" && e.Attribute("Include") is not null))
            {
                var name = item.Attribute("Include")!.Value;
                usings.Add(item.Attribute("Alias") is { } alias ? $"using {alias.Value} = {name};"
                    : item.Attribute("Static")?.Value.Equals("true", StringComparison.OrdinalIgnoreCase) == true ? $"using static {name};" : $"using {name};");
            }
        }
        catch (System.Xml.XmlException)
        {
            // A template, not a project.
        }
    }

    [GeneratedRegex(@"^[ \t]*global\s+using\s+(?<what>[^;]+);", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
