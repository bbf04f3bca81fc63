using System.Globalization;

namespace Jobs.Faults.Checking;

/// <summary>What a line of a worker's journal says.</summary>
internal enum RunEvent
{
    /// <summary>The handler began.</summary>
    Start,

    /// <summary>It was through.</summary>
    End,

    /// <summary>It was about to fail.</summary>
    Fail,

    /// <summary>It was asked to stop, and did.</summary>
    Stop,
}

/// <summary>One event of a run, as the worker process itself wrote it down.</summary>
/// <param name="Process">Who wrote it.</param>
/// <param name="Event">What happened.</param>
/// <param name="At">When, on the clock all processes of a machine share.</param>
/// <param name="Number">The job's number in its payload.</param>
/// <param name="Id">The job.</param>
/// <param name="Grant">The number of the hand-out.</param>
/// <param name="Attempt">From 1: one more than have failed.</param>
/// <param name="Recoveries">How often the job had been taken from dead workers, as its handler was told.</param>
internal sealed record JournalLine(int Process, RunEvent Event, long At, int Number, JobId Id, long Grant, int Attempt, int Recoveries)
{
    public bool IsStart => Event == RunEvent.Start;

    /// <exception cref="FormatException">It is not such a line.</exception>
    public static JournalLine Parse(int process, string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 7 || !Enum.TryParse<RunEvent>(parts[0], ignoreCase: true, out var what))
        {
            throw new FormatException($"The journal of process {process} holds '{line}'.");
        }

        return new(process, what, Number64(parts[1]), (int)Number64(parts[2]), JobId.Parse(parts[3]), Number64(parts[4]), (int)Number64(parts[5]), (int)Number64(parts[6]));
    }

    private static long Number64(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
