namespace Jobs.Analyzers.Tests.Budget;

public class FailureSwallowedTests
{
    private const string Message = "Every failure ends here and the job counts as completed, so it is never tried again: rethrow, or catch only what is no failure";

    [Theory]
    [InlineData("[|catch|] (Exception e) { Console.WriteLine(e); }")]
    [InlineData("[|catch|] (Exception) { }")]
    [InlineData("[|catch|] { return; }")]
    [InlineData("catch (TimeoutException) { throw; } [|catch|] (Exception e) { Console.WriteLine(e); }")]
    public Task A_catch_of_everything_around_everything_is_reported(string handlers) => Verify.ReportsAsync(Rule.FailureSwallowed, Whole("", handlers), Message);

    [Theory]
    [InlineData("", "catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("", "catch (Exception e) { throw new JobDeadException(e.Message); }")]
    [InlineData("", "catch (Exception e) when (e is TimeoutException) { }")]
    [InlineData("", "catch (TimeoutException) { }")]
    [InlineData("", "catch (Exception) { await shop.CloseAsync(); }")]
    [InlineData("await shop.CloseAsync();", "catch (Exception) { }")]
    public Task One_that_rethrows_does_something_or_is_around_a_step_is_fine(string before, string handlers) => Verify.IsSilentAsync(Whole(before, handlers));

    [Fact]
    public Task One_per_item_is_fine() => Verify.IsSilentAsync(In.Handler("foreach (var n in new int[2]) { try { await shop.SaveAsync(n, cancellationToken); } catch (Exception e) { Console.WriteLine(e); } }"));

    [Fact]
    public Task The_fix_puts_the_rethrow_in_place_of_the_return() => VerifyFix.OfAsync(
        Rule.FailureSwallowed, "Rethrow",
        Whole("", "catch\n        {\n            Console.WriteLine();\n            return;\n        }"),
        Whole("", "catch\n        {\n            Console.WriteLine();\n            throw;\n        }"));

    /// <summary>A handler that does nothing before.</summary>
    private static string Whole(string before, string handlers) =>
        In.Handler($"{before}\n        try {{ await shop.SaveAsync(1, cancellationToken); }}\n        {handlers}").Replace("await Task.Yield();", "", StringComparison.Ordinal);
}
