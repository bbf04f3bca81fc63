using System.Diagnostics;

namespace Jobs.Faults.Running;

/// <summary>Waits for other processes, which raise no events here.</summary>
internal static class Until
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again until a condition holds.</summary>
    /// <param name="condition">Looks once.</param>
    /// <param name="what">What is waited for, for the message.</param>
    /// <param name="within">How long at most.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan within, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > within)
            {
                throw new TimeoutException($"{what}: not within {within.TotalSeconds:N0} s");
            }

            await Task.Delay(Step, ct);
        }
    }

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, string, TimeSpan, CancellationToken)"/>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan within, CancellationToken ct) =>
        HoldsAsync(() => Task.FromResult(condition()), what, within, ct);
}
