// JOB1010: The [Key]s of a payload type do not fit together
namespace Samples.JOB1010;

#if BAD
[Job("job1010.send-email")]
public sealed partial class SendEmail
{
    [Key(0)] public string To { get; init; } = "";

    [Key(0)] public string Subject { get; init; } = ""; // JOB1010
}
#else
[Job("job1010.send-email")]
public sealed partial class SendEmail
{
    [Key(0)] public string To { get; init; } = "";

    [Key(1)] public string Subject { get; init; } = "";
}
#endif
