// JOB4009: A job's version does not follow from its contract
namespace Samples.JOB4009;

#if BAD
[Job("job4009.send-email", Version = 3)]
public sealed partial record SendEmail(string To); // JOB4009
#else
[Job("job4009.send-email", Version = 2)]
public sealed partial record SendEmail(string To)
{
    private static partial SendEmail Upgrade(V1 old) => new(old.To);
}
#endif
