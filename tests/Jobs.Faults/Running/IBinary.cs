namespace Jobs.Faults.Running;

/// <summary>The program that plays worker and producer.</summary>
internal interface IBinary
{
    /// <returns>Its path; it is made when first asked for.</returns>
    Task<string> GetAsync(CancellationToken ct);
}
