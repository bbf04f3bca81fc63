// JOB4006: Stored jobs have a name that no job has
// Fix: Keep 'job4006.send-email' as an alias
namespace Samples.JOB4006;

#if BAD
[Job("job4006.send-mail")] // JOB4006
public sealed partial record SendEmail(string To);
#else
[Job("job4006.send-mail", Aliases = ["job4006.send-email"])]
public sealed partial record SendEmail(string To);
#endif
