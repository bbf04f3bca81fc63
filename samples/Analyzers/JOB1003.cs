// JOB1003: Two jobs have one name
namespace Samples.JOB1003;

#if BAD
[Job("job1003.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[Job("job1003.send-email")] // JOB1003
public sealed partial record SendInvoice(string To, long InvoiceId);
#else
[Job("job1003.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[Job("job1003.send-invoice")]
public sealed partial record SendInvoice(string To, long InvoiceId);
#endif
