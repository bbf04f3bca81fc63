// JOB2004: A payment without an idempotency key
// Fix: Do it in a step: context.OnceAsync
using Stripe;

namespace Samples.JOB2004;

[Job("job2004.charge-card")]
public sealed partial record ChargeCard(long Amount);

[JobHandler]
public sealed class ChargeCardHandler(ChargeService charges) : IJobHandler<ChargeCard>
{
    public async Task HandleAsync(ChargeCard job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await charges.CreateAsync(new ChargeCreateOptions { Amount = job.Amount }, cancellationToken: cancellationToken); // JOB2004
#else
        await context.OnceAsync("create", async _ => { await charges.CreateAsync(new ChargeCreateOptions { Amount = job.Amount }, cancellationToken: cancellationToken); }, cancellationToken);
#endif
    }
}
