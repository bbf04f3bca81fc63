using System.Reflection;
using System.Reflection.Emit;
using Jobs.Hosting;
using Microsoft.Extensions.Logging;

namespace Jobs.Runtime.Tests.Hosting;

public sealed class UngeneratedTypesTests
{
    [Fact]
    public void A_payload_and_a_handler_that_the_generator_has_not_seen_are_named_with_their_assembly()
    {
        var log = new Lines();

        UngeneratedTypes.Report(Assembly(("Shop.Mail", typeof(JobAttribute), ["mail"]), ("Shop.MailHandler", typeof(JobHandlerAttribute), []), ("Shop.Other", null, [])), log);

        var line = Assert.Single(log.Written);
        Assert.StartsWith("Warning: Shop.Mail, Shop.MailHandler of assembly Shop are marked [Job] or [JobHandler] and have no generated code", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_the_generator_has_seen_is_not_named()
    {
        var log = new Lines();

        UngeneratedTypes.Report(typeof(UngeneratedTypesTests).Assembly, log);

        Assert.Empty(log.Written);
    }

    [Fact]
    public void A_thousand_types_are_one_line_that_names_ten()
    {
        var log = new Lines();

        UngeneratedTypes.Report(Assembly([.. Enumerable.Range(0, 1000).Select(n => ($"Shop.Mail{n}", typeof(JobAttribute), new object[] { $"mail-{n}" }))]), log);

        Assert.Contains("Shop.Mail9 and 990 more of assembly Shop", Assert.Single(log.Written), StringComparison.Ordinal);
    }

    private static Assembly Assembly(params (string Name, Type? Mark, object[] Arguments)[] types)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Shop"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("Shop");
        foreach (var (name, mark, arguments) in types)
        {
            var type = module.DefineType(name, TypeAttributes.Public);
            if (mark is not null)
            {
                type.SetCustomAttribute(new CustomAttributeBuilder(mark.GetConstructors()[0], arguments));
            }

            type.CreateType();
        }

        return assembly;
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
