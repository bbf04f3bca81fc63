using Jobs.Worker;
using Microsoft.Extensions.Logging;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Exceptions that cannot say what they are, or say too much.</summary>
public sealed class ErrorTextTests
{
    private const int Bound = ErrorText.MaxLength + 100;

    [Theory]
    [InlineData(Part.Message, false)]
    [InlineData(Part.Message, true)]
    [InlineData(Part.StackTrace, false)]
    [InlineData(Part.StackTrace, true)]
    [InlineData(Part.Text, false)]
    [InlineData(Part.Text, true)]
    public void A_log_has_its_line_whatever_an_exception_does(Part part, bool isNull)
    {
        var log = new WritingLog();

        new QuietLog(log).LoopFailed(new Broken(part, isNull));

        var line = Assert.Single(log.Lines);
        Assert.StartsWith("A loop of the worker ended by an error\n", line, StringComparison.Ordinal);
        Assert.Contains(nameof(Broken), line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Part.Message, false)]
    [InlineData(Part.Message, true)]
    [InlineData(Part.StackTrace, false)]
    [InlineData(Part.StackTrace, true)]
    [InlineData(Part.Text, false)]
    [InlineData(Part.Text, true)]
    public void What_is_stored_names_its_type_whatever_an_exception_does(Part part, bool isNull)
    {
        var error = new InvalidOperationException("outer", new Broken(part, isNull));

        Assert.Contains(nameof(Broken), ErrorText.Outline(error), StringComparison.Ordinal);
        Assert.Contains(nameof(Broken), ErrorText.Full(error), StringComparison.Ordinal);
        Assert.StartsWith("System.InvalidOperationException: outer", ErrorText.Full(error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_megabytes_does_not_go_to_the_log_whole()
    {
        var log = new WritingLog();

        new QuietLog(log).LoopFailed(new InvalidOperationException(new string('x', 30_000_000), new IOException("disk full")));

        var line = Assert.Single(log.Lines);
        Assert.InRange(line.Length, 1000, Bound);
        Assert.StartsWith("A loop of the worker ended by an error\nSystem.InvalidOperationException: xxx", line, StringComparison.Ordinal);
        Assert.Contains("System.IO.IOException: disk full", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_megabytes_is_not_stored_whole()
    {
        var error = new InvalidOperationException(new string('x', 30_000_000));

        Assert.InRange(ErrorText.Full(error).Length, 1000, Bound);
        Assert.InRange(ErrorText.Outline(error).Length, 1000, Bound);
        Assert.InRange(ErrorText.Message(error).Length, 1000, Bound);
        Assert.InRange(new RunState(RunEnd.Cancelled, 0, 0, error.Message).Encode().Length, 1000, Bound);
    }

    [Fact]
    public void An_ordinary_exception_is_logged_itself()
    {
        var error = new InvalidOperationException("outer", new IOException("inner"));

        Assert.Same(error, ErrorText.ForLog(error));
    }

    [Fact]
    public void A_text_is_not_cut_in_the_middle_of_a_character() =>
        Assert.Equal("ab …", ErrorText.Cut("ab😀", 3));

    [Fact]
    public void A_chain_of_causes_without_end_is_cut()
    {
        Exception error = new IOException("first");
        for (var i = 0; i < 100_000; i++)
            error = new IOException($"cause {i}", error);

        Assert.InRange(ErrorText.Full(error).Length, 100, Bound);
    }

    public enum Part
    {
        Message,
        StackTrace,
        Text,
    }

    private sealed class Broken(Part part, bool isNull) : Exception
    {
        public override string Message => Of(Part.Message, base.Message);

        public override string? StackTrace => Of(Part.StackTrace, base.StackTrace);

        public override string ToString() => Of(Part.Text, base.ToString());

        private string Of(Part asked, string? otherwise) =>
            asked != part ? otherwise! : isNull ? null! : throw new InvalidOperationException("a broken exception");
    }

    /// <summary>Writes an exception down as the console's formatter does.</summary>
    private sealed class WritingLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)}\n{exception!.ToString().Replace(Environment.NewLine, "\n", StringComparison.Ordinal)}");
    }
}
