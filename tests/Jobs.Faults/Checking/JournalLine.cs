using System.Globalization;

namespace Jobs.Faults.Checking;

/// <summary>One start or end of a run, as the worker process itself wrote it down.</summary>
/// <param name="Process">Who wrote it.</param>
/// <param name="IsStart">False: the handler was through.</param>
/// <param name="At">When, on the clock all processes of a machine share.</param>
/// <param name="Number">The job's number in its payload.</param>
/// <param name="Id">The job.</param>
/// <param name="Grant">The number of the hand-out.</param>
/// <param name="Attempt">From 1: one more than have failed.</param>
/// <param name="Recoveries">How often the job had been taken from dead workers, as its handler was told.</param>
internal sealed record JournalLine(int Process, bool IsStart, long At, int Number, JobId Id, long Grant, int Attempt, int Recoveries)
{
    /// <exception cref="FormatException">It is not such a line.</exception>
    public static JournalLine Parse(int process, string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 7 || parts[0] is not ("start" or "end"))
        {
            throw new FormatException($"The journal of process {process} holds '{line}'.");
        }

        return new(process, parts[0] == "start", Number64(parts[1]), (int)Number64(parts[2]), JobId.Parse(parts[3]), Number64(parts[4]), (int)Number64(parts[5]), (int)Number64(parts[6]));
    }

    private static long Number64(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
