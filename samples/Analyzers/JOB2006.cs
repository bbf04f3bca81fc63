// JOB2006: An entity is added without a guard
// Fix: by hand
using Microsoft.EntityFrameworkCore;

namespace Samples.JOB2006;

[Job("job2006.create-invoice")]
public sealed partial record CreateInvoice(long Order);

public sealed class Invoice
{
    public Guid Id { get; set; }

    public long Order { get; set; }
}

public sealed class Shop(DbSet<Invoice> invoices) : DbContext
{
    public DbSet<Invoice> Invoices => invoices;
}

[JobHandler]
public sealed class CreateInvoiceHandler(Shop shop) : IJobHandler<CreateInvoice>
{
    public async Task HandleAsync(CreateInvoice job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        shop.Invoices.Add(new Invoice { Order = job.Order }); // JOB2006
        await shop.SaveChangesAsync(cancellationToken);
#else
        shop.Invoices.Add(new Invoice { Id = context.Id.Value, Order = job.Order });
        await shop.SaveChangesAsync(cancellationToken);
#endif
    }
}
