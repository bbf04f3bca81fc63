// JOB4004: A stored member has another type
// Fix: Make it version 2, with an Upgrade
namespace Samples.JOB4004;

#if BAD
[Job("job4004.resize")]
public sealed partial record Resize(Uri Image, Width Width); // JOB4004
#else
[Job("job4004.resize", Version = 2)]
public sealed partial record Resize(Uri Image, Width Width)
{
    private static partial Resize Upgrade(V1 old) => new(Image: old.Image, Width: old.Width);
}
#endif

public sealed record Width(int Pixels)
{
    public static implicit operator Width(int pixels) => new(pixels);
}
