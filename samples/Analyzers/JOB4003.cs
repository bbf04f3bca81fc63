// JOB4003: A stored member is gone
// Fix: Store 'Title' as 'Subject', as before
namespace Samples.JOB4003;

#if BAD
[Job("job4003.send-email")]
public sealed partial record SendEmail(string To, string Title); // JOB4003
#else
[Job("job4003.send-email")]
public sealed partial record SendEmail(string To, [property: Key("Subject")] string Title);
#endif
