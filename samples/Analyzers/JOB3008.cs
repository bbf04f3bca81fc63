// JOB3008: A job has no timeout
// Fix: Set TimeoutSeconds = 300
namespace Samples.JOB3008;

#if BAD
[Job("job3008.import-orders")] // JOB3008
#else
[Job("job3008.import-orders", TimeoutSeconds = 300)]
#endif
public sealed partial record ImportOrders(long ShopId);
