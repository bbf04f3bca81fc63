namespace Jobs.Embedded.Persistence;

/// <summary>A folder on disk that belongs to this server alone, while it is not disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Where Garnet keeps the log, in the folder.</summary>
    public const string Log = "AOF";

    private const long ShortLog = 128 * 1024 * 1024;

    private readonly FileStream mark;

    private DataFolder(string path, FileStream mark)
    {
        Path = path;
        this.mark = mark;
    }

    public string Path { get; }

    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var mark = System.IO.Path.Combine(path, "in-use");
        try
        {
            Directory.CreateDirectory(path);
            return new(path, new FileStream(mark, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)); // released by the system if the process dies
        }
        catch (Exception e) when (e is IOException && File.Exists(mark))
        {
            throw new EmbeddedRedisException($"The data folder '{path}' is in use by another embedded server: stop it, or set another DataFolder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedRedisException($"The data folder '{path}' can not be written: {e.Message}", e);
        }
    }

    /// <summary>Whether reading a snapshot would be shorter work than reading the log.</summary>
    public bool LogIsLong() => Bytes(Log) > Math.Max(ShortLog, 2 * Bytes("Store"));

    /// <summary>Whether a snapshot fits on the disk beside all that is there: it holds no more than the last one and the log do.</summary>
    public bool HasRoomForSnapshot() => new DriveInfo(Path).AvailableFreeSpace > Bytes("Store") + Bytes(Log);

    public void Dispose() => mark.Dispose();

    private long Bytes(string folder)
    {
        var directory = new DirectoryInfo(System.IO.Path.Combine(Path, folder));
        return directory.Exists ? directory.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }
}
