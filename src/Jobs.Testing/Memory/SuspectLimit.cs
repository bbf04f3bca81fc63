using System.Globalization;
using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>How many jobs of many recoveries a session holds, as a turn says it.</summary>
/// <param name="text">As <see cref="SuspectLimits"/> writes it.</param>
internal sealed class SuspectLimit(string text)
{
    private readonly int[] numbers = [.. text.Split(' ').Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];

    /// <returns>Null: it is no suspect.</returns>
    public int? Of(byte[]? state)
    {
        var recoveries = state is null ? 0 : RunState.Decode(state).Recoveries;
        return recoveries == 0 || recoveries < numbers[0] ? null : numbers[Math.Min(1 + recoveries - numbers[0], numbers.Length - 1)];
    }
}
