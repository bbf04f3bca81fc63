namespace Jobs.Tests.Shared;

/// <summary>The files of the repository that the tests are built from.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string[] LinesOf(string file) => File.ReadAllLines(PathOf(file));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Jobs.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not within the repository."));
}
