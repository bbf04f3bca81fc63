// JOB1007: An attribute value is not usable
namespace Samples.JOB1007;

#if BAD
[Job("job1007.send-email", Queue = "e-mail!", MaxAttempts = 0, Retry = "every minute")] // JOB1007
public sealed partial record SendEmail(string To, string Subject);
#else
[Job("job1007.send-email", Queue = "e-mail", MaxAttempts = 5, Retry = "1m")]
public sealed partial record SendEmail(string To, string Subject);
#endif
