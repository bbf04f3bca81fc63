// JOB3013: A payload is given a time of unspecified kind
// Fix: Say that it is UTC
namespace Samples.JOB3013;

[Job("job3013.close-books", TimeoutSeconds = 60)]
public sealed partial record CloseBooks(DateTime Until);

public static class Books
{
#if BAD
    public static CloseBooks Of(int year) => new(new DateTime(year, 12, 31)); // JOB3013
#else
    public static CloseBooks Of(int year) => new(DateTime.SpecifyKind(new DateTime(year, 12, 31), DateTimeKind.Utc));
#endif
}
