using Jobs.Generators.Tests.Support;

namespace Jobs.Generators.Tests;

/// <summary>What the generator writes, to be read by people. That it is right is shown in <c>Wire/</c>.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void A_record_with_settings() => Snapshot.Matches(GeneratorRun.Of("""
        using Jobs;

        namespace Shop;

        [Job("send-email", Queue = "critical", MaxAttempts = 5, TimeoutSeconds = 30, Retry = "30s,1m", RetentionSeconds = 60, Aliases = ["mail", "email"])]
        public sealed partial record SendEmail(long UserId, string To, string? Subject, string Body = "")
        {
            public int? Priority { get; init; }
        }
        """));

    [Fact]
    public void A_nested_struct_with_a_result() => Snapshot.Matches(GeneratorRun.Of("""
        using Jobs;

        namespace Shop
        {
            internal partial class Reports
            {
                [Job<List<Uri>>("render-report")]
                internal partial struct RenderJob
                {
                    public int Id;
                }
            }
        }
        """));

    [Fact]
    public void Types_that_a_payload_reaches() => Snapshot.Matches(GeneratorRun.Of("""
        using Jobs;
        using MessagePack;

        [Job("ship")]
        public sealed partial class Ship
        {
            [Key(0)] public required Address To { get; init; }
            [Key(2)] public List<IParcel> Parcels { get; set; } = [];
            [Key(3)] public Dictionary<string, (int Count, Address? From)[]> Index { get; set; } = [];
        }

        public record struct Address(string Street, DateOnly? Since);

        [Union(0, typeof(Box))]
        [Union(1, typeof(Letter))]
        public interface IParcel;

        public sealed record Box(decimal Weight) : IParcel;

        public sealed class Letter : IParcel;
        """));

    [Fact]
    public void Handlers() => Snapshot.Matches(GeneratorRun.Of(Compilations.Of("Shop.Worker", """
        using Jobs;
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop;

        [Job("send-email")]
        public sealed partial record SendEmail(string To);

        [Job<int>("count")]
        public sealed partial record Count(string Text);

        public interface IMailer;

        [JobHandler]
        [RetryOn<TimeoutException>("30s,1m", MaxAttempts = 3)]
        [DeadOn<FormatException>]
        [RetryOn<IOException>("none")]
        internal sealed class MailHandler(
            IMailer mailer, IServiceProvider services, [FromKeyedServices("backup")] IMailer backup, [FromKeyedServices(DayOfWeek.Friday)] IMailer? none = null,
            IMailer? maybe = null, int tries = 3) : IJobHandler<SendEmail>, IJobHandler<Count, int>
        {
            public override string ToString() => $"{mailer}{services}{backup}{none}{maybe}{tries}";
            public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
            public Task<int> HandleAsync(Count job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(job.Text.Length);
        }
        """).AddReferences(Compilations.Runtime)));
}
