using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Something that breaks, and what must hold all the same.</summary>
internal interface IScenario
{
    /// <summary>As it is asked for.</summary>
    string Name { get; }

    /// <summary>In one line, what it shows.</summary>
    string Shows { get; }

    /// <summary>Too long for every change, or nothing is required of it: <c>all</c> leaves it out.</summary>
    bool ByName => false;

    /// <summary>Plays it; requirements and figures go to the report. An exception is a failure too.</summary>
    Task RunAsync(Report report, IBinary binary);
}
