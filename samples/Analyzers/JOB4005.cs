// JOB4005: A member is required that stored jobs do not have
// Fix: Make it version 2, with an Upgrade
namespace Samples.JOB4005;

#if BAD
[Job("job4005.send-email")]
public sealed partial record SendEmail(string To)
{
    public required string? ReplyTo { get; init; } // JOB4005
}
#else
[Job("job4005.send-email", Version = 2)]
public sealed partial record SendEmail(string To)
{
    public required string? ReplyTo { get; init; }

    private static partial SendEmail Upgrade(V1 old) => new(To: old.To) { ReplyTo = old.ReplyTo };
}
#endif
