using Jobs.Faults.Running;

namespace Jobs.Faults.Checking;

/// <summary>What the servers of a stage wrote down of all they did.</summary>
internal static class AppendOnlyFiles
{
    /// <summary>Each file as it is now, one after the other.</summary>
    public static IEnumerable<byte[]> Of(Stage stage) => stage.Servers.Nodes
        .SelectMany(node => Directory.EnumerateFiles(Path.Combine(node.Folder, "appendonlydir"), "*.incr.aof"))
        .Select(Read);

    /// <summary>The server may be writing on.</summary>
    private static byte[] Read(string file)
    {
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[from.Length];
        from.ReadExactly(bytes);
        return bytes;
    }
}
