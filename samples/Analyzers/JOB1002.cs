// JOB1002: A payload member has a type with no wire form
namespace Samples.JOB1002;

#if BAD
[Job("job1002.import-users")]
public sealed partial record ImportUsers(string Name, Stream Csv, object Options); // JOB1002
#else
[Job("job1002.import-users")]
public sealed partial record ImportUsers(string Name, Uri Csv, ImportOptions Options);

public sealed record ImportOptions(bool DryRun, IReadOnlyList<string> Columns);
#endif
