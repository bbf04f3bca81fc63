// JOB4001: Jobs have no contract file
namespace Samples.JOB4001;

#if BAD
[Job("job4001.send-email")]
public sealed partial record SendEmail(string To); // JOB4001
#else
[Job("job4001.send-email")]
public sealed partial record SendEmail(string To);
#endif
