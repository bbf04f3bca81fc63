using Jobs.Analyzers.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Tests.Handlers;

/// <summary>Classes that .editorconfig names are read as handlers.</summary>
public class HandlerCodeTests
{
    [Theory]
    [InlineData("Billing", true)]
    [InlineData("Other, Billing", true)]
    [InlineData("*ing", true)]
    [InlineData("B*ll*g", true)]
    [InlineData("*", true)]
    [InlineData("Bill", false)]
    [InlineData("*Billing?", false)]
    [InlineData("Billing*Billing", false)]
    [InlineData("", false)]
    public async Task A_class_that_the_option_names_is_a_handler(string names, bool isHandler)
    {
        var compilation = Sources.Compile("public class Billing { public void Wait() => Thread.Sleep(5); }");
        var found = await compilation.WithAnalyzers(Library.Analyzers, new AnalyzerOptions([], new Options(names))).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(isHandler ? [Rule.BlockingSleep.Id] : [], found.Select(static d => d.Id));
    }

    [Theory]
    [InlineData("public class Startup { public void Wait() => Thread.Sleep(5); }")]
    [InlineData("public class Server : IHostedService { public void Wait() => Thread.Sleep(5); } public interface IHostedService;")]
    [InlineData("public class Line : TaskScheduler { public void Wait() => Thread.Sleep(5); protected override IEnumerable<Task>? GetScheduledTasks() => null; protected override void QueueTask(Task task) { } protected override bool TryExecuteTaskInline(Task task, bool was) => false; }")]
    [InlineData("public class Loop { public void StartLoop() { Task.Run(() => 1); } }")]
    [InlineData("public class Prices { private static int count; public int Count => count; public void Initialize() => count = 1; }")]
    [InlineData("public class PriceCache { public async Task StoreAsync() { try { await Task.Delay(1); } catch (Exception) { } } }")]
    [InlineData("public class Images { public async Task EnrichAsync() { try { await Task.Delay(1); } catch (Exception) { } } }")]
    public async Task What_holds_the_application_together_or_does_its_best_by_its_name_is_left_alone(string code) => Assert.Empty(await FoundAsync(code));

    [Theory]
    [InlineData("JOB3005", "public class Loop { public void Go() { Task.Run(() => 1); } }")]
    [InlineData("JOB3016", "public class Prices { private static int count; public int Count => count; public void Fill() => count = 1; }")]
    [InlineData("JOB3006", "public class Prices { public async Task StoreAsync() { try { await Task.Delay(1); } catch (Exception) { } } }")]
    public async Task Its_neighbour_is_reported(string id, string code) => Assert.Equal([id], await FoundAsync(code));

    private static async Task<string[]> FoundAsync(string code)
    {
        var compilation = Sources.Compile(code);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        return [.. (await compilation.WithAnalyzers(Library.Analyzers, new AnalyzerOptions([], new Options("*"))).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)).Select(static d => d.Id)];
    }

    private sealed class Options(string names) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Named("");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Named(names);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Named(string names) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == HandlerCode.Option ? names : null;
            return value is not null;
        }
    }
}
