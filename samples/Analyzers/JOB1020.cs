// JOB1020: Two jobs have enqueue methods of one name
namespace Samples.JOB1020;

[Job("job1020.send-email")]
public sealed partial record SendEmail(string To);

#if BAD
[Job("job1020.send-email-in-bulk")]
public sealed partial record SendEmailJob(string[] To); // JOB1020
#else
[Job("job1020.send-email-in-bulk", EnqueueName = "SendEmailInBulk")]
public sealed partial record SendEmailJob(string[] To);
#endif
