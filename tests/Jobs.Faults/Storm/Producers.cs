using System.Globalization;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Storm;

/// <summary>One producer process after another, until all its share is asked for: a killed one is followed by the next, which goes on
/// behind the last job that was asked for.</summary>
internal sealed class Producers(Stage stage, StormPlan plan, Random random, int first, int count, int kills)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

    public async Task RunAsync(CancellationToken ct)
    {
        var (next, left) = (first, count);
        for (var kill = 0; left > 0; kill++)
        {
            var producer = stage.StartProducer(Roles.Producer, left, ["--first", next.ToString(CultureInfo.InvariantCulture), .. plan.ProducerArguments]);
            if (kill >= kills)
            {
                await Until.HoldsAsync(() => !producer.IsRunning, "a producer is through", Patience, ct);
                return;
            }

            await Task.Delay(random.Next(5000, 20_000), ct);
            if (!producer.IsRunning)
            {
                return;
            }

            var at = await producer.KillAsync();
            stage.Faults.Add(FaultKind.ProducerKill, at, at, producer.Id);
            var asked = stage.Journals.ReadEnqueues().Count(story => story.Process == producer.Id);
            (next, left) = (next + asked, left - asked);
        }
    }
}
