// JOB3011: A payload carries a collection without a bound
using System.ComponentModel.DataAnnotations;

namespace Samples.JOB3011;

#if BAD
[Job("job3011.notify-users", TimeoutSeconds = 60)]
public sealed partial record NotifyUsers(string Text, IReadOnlyList<long> UserIds); // JOB3011
#else
[Job("job3011.notify-user", TimeoutSeconds = 60)]
public sealed partial record NotifyUser(string Text, long UserId, [property: MaxLength(3)] IReadOnlyList<string> Channels);
#endif
