namespace Jobs.Analyzers.Tests.Shape;

public class HandledTypeIsNoJobTests
{
    private const string Handler =
        """
        [JobHandler] public class [|H|] : IJobHandler<SendEmail>
        { public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask; }
        """;

    [Fact]
    public Task A_handler_of_a_type_without_the_mark_is_reported() => Verify.ReportsAsync(
        Rule.HandledTypeIsNoJob,
        $"{Handler} public partial record SendEmail(string To);",
        "'H' handles 'SendEmail', which is no job: mark it [Job(\"name\")]");

    [Fact]
    public Task A_handler_of_a_job_that_no_generator_has_seen_is_reported()
    {
        var contracts = Sources.Compile(["""[Job("send-email")] public partial record SendEmail(string To);"""], Sources.References, "Contracts");
        return Verify.ReportsAsync(
            Rule.HandledTypeIsNoJob,
            [Handler],
            [.. Sources.References, contracts.ToImage()],
            "'H' handles 'SendEmail', which is no job: its assembly was built without the generator, which comes with Jobs.Abstractions");
    }

    [Fact]
    public Task A_handler_of_a_payload_that_is_written_by_hand_is_fine() => Verify.IsSilentAsync(
        Markup.Parse(Handler).Text,
        """
        public class SendEmail : IJob<SendEmail>
        {
            public static JobDefinition Definition => throw new NotSupportedException();
            public static void Write(ref MessagePackWriter writer, SendEmail value) => writer.WriteNil();
            public static SendEmail Read(ref MessagePackReader reader) => new();
        }
        """);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_handler_of_a_job_of_a_referenced_assembly_is_fine(bool asProject)
    {
        var contracts = Sources.Compile(["""[Job("send-email")] public partial record SendEmail(string To);"""], Sources.References, "Contracts").WithGenerated();
        return Verify.IsSilentAsync([Markup.Parse(Handler).Text], [.. Sources.References, asProject ? contracts.ToMetadataReference() : contracts.ToImage()]);
    }
}
