// JOB1008: A type cannot be a job payload
namespace Samples.JOB1008;

#if BAD
[Job("job1008.index")]
public sealed partial record Index<T>(T Document); // JOB1008
#else
[Job("job1008.index-article")]
public sealed partial record IndexArticle(Article Document);

public sealed record Article(long Id, string Text);
#endif
