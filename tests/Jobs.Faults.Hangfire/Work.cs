namespace Jobs.Faults.Hangfire;

/// <summary>The job: waits, and writes down that it began and that it was through.</summary>
public static class Work
{
    internal static Journal Journal { get; set; } = null!;

    public static async Task Run(int number, int milliseconds)
    {
        Journal.Write("start", number);
        await Task.Delay(milliseconds);
        Journal.Write("end", number);
    }
}
