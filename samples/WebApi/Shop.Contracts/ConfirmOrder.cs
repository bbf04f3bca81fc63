using Jobs;

namespace Shop.Contracts;

/// <summary>Checks an order, prices it and confirms it to the customer.</summary>
[Job<OrderConfirmation>("confirm-order", Queue = "orders", MaxAttempts = 5, TimeoutSeconds = 30)]
public sealed partial record ConfirmOrder(string Customer, IReadOnlyList<OrderLine> Lines);

/// <summary>So many of one article.</summary>
public sealed record OrderLine(string Sku, int Quantity);

/// <summary>What came out.</summary>
public sealed record OrderConfirmation(string Number, decimal Total);
