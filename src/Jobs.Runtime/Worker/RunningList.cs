namespace Jobs.Worker;

/// <summary>The jobs that occupy a slot. They are linked through themselves, so that a start and an end cost the same however many run,
/// and allocate nothing. Changed under the lock of <see cref="Slots"/> only.</summary>
internal sealed class RunningList
{
    private RunningJob? first;

    public int Count { get; private set; }

    public void Add(RunningJob job)
    {
        Count++;
        job.Next = first;
        if (first is not null)
        {
            first.Previous = job;
        }

        first = job;
    }

    public void Remove(RunningJob job)
    {
        Count--;
        if (job.Previous is null)
        {
            first = job.Next;
        }
        else
        {
            job.Previous.Next = job.Next;
        }

        if (job.Next is not null)
        {
            job.Next.Previous = job.Previous;
        }

        job.Previous = job.Next = null;
    }

    public List<RunningJob> ToList()
    {
        var jobs = new List<RunningJob>(Count);
        for (var job = first; job is not null; job = job.Next)
        {
            jobs.Add(job);
        }

        return jobs;
    }
}
