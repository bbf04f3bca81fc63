// JOB4002: A job is not as its contract says
namespace Samples.JOB4002;

#if BAD
[Job("job4002.send-email")]
public sealed partial record SendEmail(string To, string? ReplyTo = null); // JOB4002
#else
[Job("job4002.send-email")]
public sealed partial record SendEmail(string To);
#endif
