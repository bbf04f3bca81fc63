namespace Jobs.Embedded.Tests;

/// <summary>An empty folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("jobs-embedded-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
