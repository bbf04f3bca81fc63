// JOB2011: An effect after a commit is lost when a retry finds the work done
// Fix: by hand
using System.Net.Mail;
using Microsoft.EntityFrameworkCore;

namespace Samples.JOB2011;

[Job("job2011.bill-order")]
public sealed partial record BillOrder(long Order);

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
public sealed class BillOrderHandler(Shop shop, SmtpClient smtp) : IJobHandler<BillOrder>
{
    public async Task HandleAsync(BillOrder job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        if (await shop.Invoices.AnyAsync(i => i.Order == job.Order, cancellationToken))
            return;
        shop.Invoices.Add(new Invoice { Order = job.Order });
        await shop.SaveChangesAsync(cancellationToken);
        await smtp.SendMailAsync("shop@example.com", "ada@example.com", "Your invoice", "…", cancellationToken); // JOB2011
#else
        if (!await shop.Invoices.AnyAsync(i => i.Order == job.Order, cancellationToken))
        {
            shop.Invoices.Add(new Invoice { Order = job.Order });
            await shop.SaveChangesAsync(cancellationToken);
        }

        await context.OnceAsync(
            "mail",
            _ => smtp.SendMailAsync("shop@example.com", "ada@example.com", "Your invoice", "…", cancellationToken),
            cancellationToken);
#endif
    }
}
