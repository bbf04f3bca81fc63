// JOB1014: A payload is marked [Job] twice
namespace Samples.JOB1014;

#if BAD
[Job("job1014.render-report")]
[Job<Uri>("job1014.render-report-with-link")] // JOB1014
public sealed partial record RenderReport(long Id);
#else
[Job<Uri>("job1014.render-report")]
public sealed partial record RenderReport(long Id);
#endif
