namespace Stripe;

public class ChargeCreateOptions
{
    public long? Amount { get; set; }
}

public class Charge
{
    public string Id { get; set; } = "";
}

public class RequestOptions
{
    public string? IdempotencyKey { get; set; }
}

public class ChargeService
{
    public virtual Task<Charge> CreateAsync(ChargeCreateOptions options, RequestOptions? requestOptions = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Charge { Id = $"{options.Amount}{requestOptions?.IdempotencyKey}" });
}
