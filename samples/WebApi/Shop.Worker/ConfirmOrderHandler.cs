using Jobs;
using Shop.Contracts;

namespace Shop.Worker;

/// <summary>Prices an order and confirms it. The order's number is the job's id, so a second run confirms the same order.</summary>
[JobHandler]
internal sealed class ConfirmOrderHandler(PriceList prices, ILogger<ConfirmOrderHandler> log) : IJobHandler<ConfirmOrder, OrderConfirmation>
{
    public Task<OrderConfirmation> HandleAsync(ConfirmOrder job, JobContext context, CancellationToken cancellationToken)
    {
        var total = 0m;
        foreach (var line in job.Lines)
        {
            total += line.Quantity * (prices.Of(line.Sku) ?? throw new JobDeadException($"There is no article {line.Sku}."));
        }

        var confirmation = new OrderConfirmation(context.IdempotencyKey, total);
        log.OrderConfirmed(confirmation.Number, job.Customer, total);
        return Task.FromResult(confirmation);
    }
}

/// <summary>The sample's own log lines.</summary>
internal static partial class ShopLog
{
    [LoggerMessage(1, LogLevel.Information, "Order {Number} of {Customer} confirmed: {Total}")]
    public static partial void OrderConfirmed(this ILogger log, string number, string customer, decimal total);
}
