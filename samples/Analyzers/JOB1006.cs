// JOB1006: A job needs a name
// Fix: Name it 'send-email'
namespace Samples.JOB1006;

#if BAD
[Job("Send the e-mail!")] // JOB1006
#else
[Job("send-email")]
#endif
public sealed partial record SendEmail(string To, string Subject);
