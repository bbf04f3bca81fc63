// JOB1015: A payload member is not stored
// Fix: Add 'init'
namespace Samples.JOB1015;

#if BAD
[Job("job1015.send-email")]
public sealed partial record SendEmail(string To)
{
    public Guid MessageId { get; } = Guid.NewGuid(); // JOB1015
}
#else
[Job("job1015.send-email")]
public sealed partial record SendEmail(string To)
{
    public Guid MessageId { get; init; } = Guid.NewGuid();
}
#endif
