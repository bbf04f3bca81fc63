using System.ComponentModel.DataAnnotations;
using Shop.Contracts;

namespace Shop.Api;

/// <summary>The body of <c>POST /orders</c>. What is missing or breaks a rule is a 400 that names it.</summary>
public sealed record NewOrder : IValidatableObject
{
    /// <summary>Where the confirmation goes.</summary>
    [Required, EmailAddress]
    public string Customer { get; init; } = "";

    /// <summary>What is ordered.</summary>
    [Required, MinLength(1), MaxLength(100)]
    public List<NewOrderLine> Lines { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Lines.Contains(null!)) // JSON can say so, whatever the type says
        {
            yield return new ValidationResult("A line must not be null.", [nameof(Lines)]);
        }
    }

    /// <summary>The job it becomes.</summary>
    public ConfirmOrder ToJob() => new(Customer, [.. Lines.Select(line => new OrderLine(line.Sku, line.Quantity))]);
}

/// <summary>One line of it.</summary>
public sealed record NewOrderLine
{
    /// <summary>The article.</summary>
    [Required, RegularExpression("^[A-Z]{3}-[0-9]{2}$", ErrorMessage = "The SKU is written like TEA-01.")]
    public string Sku { get; init; } = "";

    /// <summary>How many.</summary>
    [Range(1, 1000)]
    public int Quantity { get; init; }
}
