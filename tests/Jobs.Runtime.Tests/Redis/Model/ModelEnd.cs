namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>The ends of runs that workers of the model tell.</summary>
internal enum ModelEnd
{
    /// <summary>Completed, with nothing to keep.</summary>
    Completed = 'C',

    /// <summary>Completed with a result.</summary>
    Ended = 'E',

    /// <summary>Failed, to be tried again.</summary>
    Later = 'L',

    /// <summary>Back to the head of the queue.</summary>
    Back = 'B',

    /// <summary>Dead.</summary>
    Dead = 'D',
}
