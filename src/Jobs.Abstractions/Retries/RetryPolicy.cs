namespace Jobs;

/// <summary>How long a job waits before its next attempt. Immutable.</summary>
public sealed class RetryPolicy
{
    /// <summary><c>polynomial</c>: n⁴ + 15 s after the n-th failure, plus jitter of up to 10 s × n.</summary>
    public const string Default = "polynomial";

    private readonly RetryShape shape;
    private readonly TimeSpan[] waits;
    private readonly TimeSpan max;
    private readonly string text;

    private RetryPolicy(string text, RetryShape shape, TimeSpan[] waits, TimeSpan? max)
    {
        this.text = text;
        this.shape = shape;
        this.waits = waits;
        this.max = max ?? RetrySyntax.MaxWait;
    }

    /// <summary>Reads the form described at <see cref="JobAttribute.Retry"/>.</summary>
    /// <exception cref="FormatException">It is none of these; the message says what is.</exception>
    public static RetryPolicy Parse(string text) => RetrySyntax.TryParse(text, out var shape, out var waits, out var max)
        ? new RetryPolicy(text, shape, waits, max)
        : throw new FormatException($"'{text}' is not a retry policy: {RetrySyntax.Help}.");

    /// <summary>The wait after a failure.</summary>
    /// <param name="failures">How many attempts have failed, from 1.</param>
    /// <param name="jitter">A random number from 0 up to 1. Spreads the waits of jobs that failed together: over up to 10 s × n
    /// (polynomial), or up to a tenth on top (linear, exponential); where the longest wait is reached, up to half of it below it, else all that
    /// fail on and on would keep coming together. A list and <c>none</c> are exact.</param>
    public TimeSpan DelayAfter(int failures, double jitter)
    {
        var n = Math.Max(1, failures);
        var delay = shape switch
        {
            RetryShape.None => 0,
            RetryShape.List => waits[Math.Min(n, waits.Length) - 1].TotalMilliseconds,
            RetryShape.Linear => waits[0].TotalMilliseconds * n * (1 + (jitter / 10)),
            RetryShape.Exponential => waits[0].TotalMilliseconds * Math.Pow(2, Math.Min(n - 1, 60)) * (1 + (jitter / 10)),
            _ => (Math.Pow(n, 4) + 15 + (jitter * 10 * n)) * 1000,
        };
        var longest = max.TotalMilliseconds;
        if (delay >= longest && shape is not (RetryShape.None or RetryShape.List))
        {
            delay = longest * (1 - (jitter / 2));
        }

        return TimeSpan.FromMilliseconds(Math.Floor(Math.Min(delay, longest)));
    }

    /// <summary>The form it was read from.</summary>
    public override string ToString() => text;
}
