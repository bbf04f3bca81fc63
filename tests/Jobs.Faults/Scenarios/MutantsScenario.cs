using Jobs.Faults.Mutants;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Shows that the scenarios can fail: each guarantee is taken out of the library once, and one of them must notice.</summary>
internal sealed class MutantsScenario(Func<string, IScenario> find) : IScenario
{
    public string Name => "mutants";

    public string Shows => "each guarantee is taken out of the library in turn, and a scenario notices each time";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        foreach (var mutant in Mutant.All)
        {
            var scenario = find(mutant.Scenario);
            var program = new MutantBinary(mutant);
            await program.GetAsync(report.Stopping); // one that does not build is no mutant
            var inner = new Report(scenario.Name, report.Seed, keep: false, report.Stopping, quiet: true);
            await inner.OfAsync(() => scenario.RunAsync(inner, program));
            report.Figure(mutant.Name, $"{scenario.Name}: {inner.Failure?.Split('\n')[0] ?? "noticed nothing"}");
            report.Require(inner.BrokePromise, $"{scenario.Name} does not notice that {mutant.Name}: {inner.Failure ?? "it passes"}");
        }
    }
}
