namespace Jobs.Analyzers.Tests.Budget;

/// <summary>Code about time and tokens that is right as it is, although it looks like what the rules report, and its neighbours that are not.</summary>
public class LeftAloneTests
{
    [Theory]
    // 3001
    [InlineData("await RollbackAsync();", "private Task RollbackAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;")]
    [InlineData("await UndoAllAsync(cancellationToken);", "private async Task UndoAllAsync(CancellationToken cancellationToken) => await shop.CountAsync(1);")]
    [InlineData("_ = reader.IsDBNullAsync(0).IsCompleted;", "private readonly System.Data.Common.DbDataReader reader = null!;")]
    [InlineData("_ = shop.CountAsync(1).ContinueWith(t => Console.WriteLine(t.Exception), TaskScheduler.Default);", "")]
    [InlineData("\n// ReSharper disable once MethodSupportsCancellation\nawait shop.CountAsync(1);", "")]
    // 3002
    [InlineData("", "private readonly SemaphoreSlim gate = new(1); public void Enter() => gate.Wait(); public Task EnterAsync() => gate.WaitAsync();")]
    [InlineData("await FillAsync(new Part());", "private static async Task FillAsync(Part part) { await part.Var; Combine(part); } private static void Combine(Part part) => Console.WriteLine(part.Var.Result); private sealed class Part { public Task<int> Var => Task.FromResult(1); }")]
    // 3003
    [InlineData("new Thread(() => Thread.Sleep(5)).Start();", "")]
    [InlineData("new Thread(Loop).Start();", "private void Loop() => Thread.Sleep(5);")]
    [InlineData("OnShutdown();", "private static void OnShutdown() => Thread.Sleep(5);")]
    [InlineData("", "public void Dispose() => shop.SaveAsync().Wait(1000);")]
    [InlineData("", "public override string ToString() => shop.CountAsync(1).Result.ToString();")]
    [InlineData("using var one = new SemaphoreSlim(1); _ = one.Wait(0);", "")]
    // 3004
    [InlineData("Action<int> dictated = async n => { try { await shop.SaveAsync(n, cancellationToken); } catch (Exception e) { Console.WriteLine(e); } }; dictated(1);", "")]
    // 3005
    [InlineData("_ = shop.SaveAsync(1, cancellationToken).ContinueWith(t => Console.WriteLine(t.Exception), TaskScheduler.Default);", "")]
    [InlineData("shop.Changed += OnChanged;", "private void OnChanged(object? sender, EventArgs e) { Task.Run(() => 1); }")]
    [InlineData("using var timer = new Timer(_ => { Task.Run(() => 1); }, null, 0, 1);", "")]
    [InlineData("_ = AddLogAsync();", "private Task AddLogAsync() => shop.SaveAsync();")]
    // 3007
    [InlineData("try { await shop.SaveAsync(1, cancellationToken); } catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { throw; } catch (OperationCanceledException) { Console.WriteLine(\"a timeout of its own\"); }", "")]
    // 3016
    [InlineData("Fill();", "private static bool filled; private static int value; private static void Fill() { if (filled) { return; } value = 1; filled = true; } public int Value => value;")]
    [InlineData("await gate.WaitAsync(cancellationToken); last = job.N;", "private static readonly SemaphoreSlim gate = new(1); private static int last; public int Last => last;")]
    [InlineData("", "private static int value; static H() => Fill(); private static void Fill() => value = 1; public int Value => value;")]
    [InlineData("_ = lazy.Value;", "private static int value; private static readonly Lazy<int> lazy = new(() => value = 1);")]
    public Task It_is_fine(string body, string members) => Verify.IsSilentAsync(In.Handler(body, members));

    [Theory]
    [InlineData("JOB3002", "[|new ManualResetEventSlim().Wait()|];", "")]
    [InlineData("JOB3002", "using var one = new SemaphoreSlim(1); [|one.Wait()|];", "")]
    [InlineData("JOB3002", "using var process = new System.Diagnostics.Process(); [|process.WaitForExit()|];", "")]
    [InlineData("JOB3002", "using WaitHandle handle = new AutoResetEvent(false); [|handle.WaitOne()|];", "")]
    [InlineData("JOB3002", "_ = Count;", "private int Count => [|shop.CountAsync(1).Result|];")]
    [InlineData("JOB3003", "Sleep();", "private static void Sleep() => [|Thread.Sleep(5)|];")]
    [InlineData("JOB3005", "_ = [|AddLineAsync|]();", "private Task AddLineAsync() => shop.SaveAsync();")]
    [InlineData("JOB3001", "await Parallel.[|ForEachAsync|](new[] { 1 }, (n, _) => ValueTask.CompletedTask);", "")]
    [InlineData("JOB3004", "Action<int> dictated = [|async|] n => { await shop.SaveAsync(n, cancellationToken); }; dictated(1);", "")]
    [InlineData("JOB3016", "[|last|] = job.N;", "private static int last; public int Last => last;")]
    public async Task Its_neighbour_is_reported(string id, string body, string members)
    {
        var markup = Markup.Parse(In.Handler(body, members));
        var found = await Library.AnalyzeAsync(Sources.Compile(markup.Text).WithGenerated());
        Assert.Equal(markup.Spans.Select(span => (id, span)), found.Select(static d => (d.Id, d.Location.SourceSpan)));
    }
}
