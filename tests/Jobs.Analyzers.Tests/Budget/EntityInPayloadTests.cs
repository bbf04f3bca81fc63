namespace Jobs.Analyzers.Tests.Budget;

public class EntityInPayloadTests
{
    private const string Framework = "namespace Microsoft.EntityFrameworkCore { public class DbContext; public class DbSet<T>; } ";

    [Theory]
    [InlineData("[System.ComponentModel.DataAnnotations.Schema.Table(\"orders\")] public class Order { public int Id { get; set; } }")]
    [InlineData("public class Order { [System.ComponentModel.DataAnnotations.Key] public int Id { get; set; } }")]
    [InlineData("public class Order { public int Id { get; set; } } public class Db : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<Order>? Orders { get; set; } }")]
    public Task An_entity_is_reported(string entity) => Verify.ReportsAsync(
        Rule.EntityInPayload, [Framework, $"{entity} [Job(\"a\")] public partial record A(Order [|Order|]);"], Sources.References,
        "'Order' carries the entity 'Order' as it was when the job was enqueued: carry its key, and load it in the handler");

    [Fact]
    public Task Entities_in_a_collection_are_reported() => Verify.ReportsAsync(
        Rule.EntityInPayload, "[System.ComponentModel.DataAnnotations.Schema.Table(\"o\")] public class Order { public int Id { get; set; } } [Job(\"a\")] public partial record A(List<Order> [|Orders|]);",
        "'Orders' carries the entity 'Order' as it was when the job was enqueued: carry its key, and load it in the handler");

    [Fact]
    public Task Other_classes_are_fine() => Verify.IsSilentAsync(
        Framework + "public class Order { [Key(0)] public int Id { get; set; } } public class Db : Microsoft.EntityFrameworkCore.DbContext { public Order? Last { get; set; } } [Job(\"a\")] public partial record A(Order Order);");
}
