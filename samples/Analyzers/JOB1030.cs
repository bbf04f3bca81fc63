// JOB1030: Jobs need C# 13
// by the project: <LangVersion>12</LangVersion> stands for the first form
namespace Samples.JOB1030;

[Job("job1030.send-email")]
#if BAD
public sealed partial record SendEmail(string To, string Subject); // JOB1030
#else
public sealed partial record SendEmail(string To, string Subject);
#endif
