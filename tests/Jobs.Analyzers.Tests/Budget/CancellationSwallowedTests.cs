namespace Jobs.Analyzers.Tests.Budget;

public class CancellationSwallowedTests
{
    [Theory]
    [InlineData("OperationCanceledException")]
    [InlineData("TaskCanceledException e")]
    public Task Catching_the_tokens_cancellation_is_reported(string caught) => Verify.ReportsAsync(
        Rule.CancellationSwallowed, In.Handler($"try {{ await shop.CountAsync(1, cancellationToken); }} [|catch|] ({caught}) {{ }}"),
        "After a timeout, a cancellation or a shutdown the job counts as completed, half done: let the exception out where 'cancellationToken' is cancelled");

    [Theory]
    [InlineData("try { await shop.CountAsync(1, cancellationToken); } catch (OperationCanceledException) { throw; }")]
    [InlineData("try { await shop.CountAsync(1, cancellationToken); } catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested) { }")]
    [InlineData("try { await shop.CountAsync(1, cancellationToken); } catch (OperationCanceledException) { } cancellationToken.ThrowIfCancellationRequested();")]
    [InlineData("var ok = true; try { await shop.CountAsync(1, cancellationToken); } catch (OperationCanceledException) { ok = false; } if (!ok) { throw new TimeoutException(); }")]
    [InlineData("try { await shop.SaveAsync(); } catch (OperationCanceledException) { }")]
    [InlineData("using var own = new CancellationTokenSource(5); try { await shop.CountAsync(1, own.Token); await shop.CountAsync(1, cancellationToken); } catch (OperationCanceledException) { }")]
    public Task What_may_be_another_cancellation_or_is_let_out_is_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("try { await shop.CountAsync(1, cancellationToken); } catch (OperationCanceledException) { }"));
}
