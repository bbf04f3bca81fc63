// JOB4007: A job's result has changed
// Fix: Make it version 2, with an Upgrade
namespace Samples.JOB4007;

#if BAD
[Job<Uri>("job4007.render")]
public sealed partial record Render(long Id); // JOB4007
#else
[Job<Uri>("job4007.render", Version = 2)]
public sealed partial record Render(long Id)
{
    private static partial Render Upgrade(V1 old) => new(Id: old.Id);
}
#endif
