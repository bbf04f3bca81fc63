// JOB3012: A payload carries an entity
using System.ComponentModel.DataAnnotations.Schema;

namespace Samples.JOB3012;

[Table("orders")]
public sealed class Order
{
    public long Id { get; set; }

    public decimal Total { get; set; }
}

#if BAD
[Job("job3012.confirm-order", TimeoutSeconds = 60)]
public sealed partial record ConfirmOrder(Order Order); // JOB3012
#else
[Job("job3012.confirm-order", TimeoutSeconds = 60)]
public sealed partial record ConfirmOrder(long OrderId);
#endif
