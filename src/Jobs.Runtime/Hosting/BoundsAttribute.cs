using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Jobs.Hosting;

/// <summary>The least and the most an option may be. Its message says what was set, what is allowed, and where it is set.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundsAttribute(string min, string max) : ValidationAttribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var (inside, lowest, highest) = value switch
        {
            int number => Compare(number, int.Parse(Min, CultureInfo.InvariantCulture), int.Parse(Max, CultureInfo.InvariantCulture), "N0"),
            TimeSpan time => Compare(time, TimeSpan.Parse(Min, CultureInfo.InvariantCulture), TimeSpan.Parse(Max, CultureInfo.InvariantCulture), "c"),
            _ => throw new InvalidOperationException($"{validationContext.DisplayName} has bounds, but is neither a number nor a time."),
        };
        return inside ? null : new ValidationResult(
            OptionPlace.Of(validationContext).Complaint(Text(value), $"it must be from {lowest} to {highest}"),
            [validationContext.MemberName!]);
    }

    private static (bool Inside, string Lowest, string Highest) Compare<T>(T value, T least, T most, string format) where T : struct, IComparable<T>, IFormattable =>
        (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
            least.ToString(format, CultureInfo.InvariantCulture), most.ToString(format, CultureInfo.InvariantCulture));

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
