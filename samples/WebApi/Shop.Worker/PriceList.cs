namespace Shop.Worker;

/// <summary>What an article costs.</summary>
internal sealed class PriceList
{
    private readonly Dictionary<string, decimal> prices = new(StringComparer.Ordinal) { ["TEA-01"] = 4.20m, ["TEA-02"] = 5.60m, ["CUP-01"] = 9.00m };

    /// <returns>Null: there is no such article.</returns>
    public decimal? Of(string sku) => prices.TryGetValue(sku, out var price) ? price : null;
}
