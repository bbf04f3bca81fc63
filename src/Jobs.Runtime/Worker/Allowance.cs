namespace Jobs.Worker;

/// <summary>What a queue may ask for in its next turn.</summary>
/// <param name="Slots">Slots that are its own until <see cref="Worker.Slots.Return"/>.</param>
/// <param name="Waiting">How many of its jobs wait for a slot.</param>
/// <param name="OldestAt">When the first of them arrived, as a timestamp.</param>
/// <param name="Hungry">There may be more in Redis.</param>
internal readonly record struct Allowance(int Slots, int Waiting, long OldestAt, bool Hungry);
