namespace Jobs.Generators.Emission;

/// <summary>Text within documentation comments.</summary>
internal static class Xml
{
    public static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>A reference to a type that is not generic.</summary>
    public static string See(string typeName) => $"<see cref=\"{typeName}\"/>";
}
