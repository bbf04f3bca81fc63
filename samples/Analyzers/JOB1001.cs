// JOB1001: A job payload must be partial
// Fix: Declare it 'partial'
namespace Samples.JOB1001;

#if BAD
public static class Mail
{
    [Job("job1001.send-email")]
    public record SendEmail(string To, string Subject); // JOB1001
}
#else
public static partial class Mail
{
    [Job("job1001.send-email")]
    public partial record SendEmail(string To, string Subject);
}
#endif
