using Jobs.Redis;

namespace Jobs;

/// <summary>What a process does with Redis, and so which rights its user needs.</summary>
public enum JobsRole
{
    /// <summary>Enqueues, looks jobs up, cancels them, waits for their results: <c>AddJobs</c> without <c>AddWorker</c>.</summary>
    Producer,

    /// <summary>Runs jobs, and does what a producer does.</summary>
    Worker,

    /// <summary>Looks, and changes nothing.</summary>
    Inspector,
}

/// <summary>Prints the rights that a Redis user needs, as the rules of <c>ACL SETUSER</c>.</summary>
public static class RedisAcl
{
    /// <summary>Prints the rights of a role: nothing less works, and nothing more is granted.</summary>
    /// <param name="role">What the process does.</param>
    /// <param name="prefix">The <see cref="JobsOptions.Prefix"/> of its instance: 1 to 128 letters, digits and <c>. _ -</c>; <c>jobs</c> by default.</param>
    /// <returns>Rules for an own user: <c>ACL SETUSER shop-worker on >secret</c> and what this returns. They take back what the user was granted before.</returns>
    /// <exception cref="ArgumentException">The prefix is not usable.</exception>
    public static string For(JobsRole role, string prefix = "jobs")
    {
        if (Check.Name(prefix, "prefix").Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The prefix '{prefix}' is not usable: it takes letters, digits and . _ -", nameof(prefix));
        }

        return $"resetkeys resetchannels -@all {RedisRights.RulesOf(role, prefix)}";
    }
}
