namespace Jobs.Hosting;

/// <summary>Defaults that depend on nothing having been said: a dictionary with a default entry could only be added to.</summary>
internal static class WorkerDefaults
{
    public static void Fill(WorkerOptions options)
    {
        if (options.Queues.Count == 0)
        {
            options.Queues[JobDefaults.Queue] = 1;
        }
    }
}
