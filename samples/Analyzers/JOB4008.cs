// JOB4008: A stored value means something else
namespace Samples.JOB4008;

#if BAD
[Job("job4008.ship")]
public sealed partial record Ship(long OrderId, Speed Speed); // JOB4008

public enum Speed { Express, Normal, Slow }
#else
[Job("job4008.ship")]
public sealed partial record Ship(long OrderId, Speed Speed);

public enum Speed { Normal, Slow, Express }
#endif
