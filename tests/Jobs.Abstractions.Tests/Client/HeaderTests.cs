namespace Jobs.Abstractions.Tests.Client;

public sealed class HeaderTests
{
    [Fact]
    public void Headers_are_those_that_were_set_whatever_becomes_of_the_callers_dictionary()
    {
        var mine = new Dictionary<string, string> { ["tenant"] = "acme" };
        var options = new EnqueueOptions { Headers = mine };
        for (var i = 0; i < 100; i++)
            mine[$"h{i}"] = "v";

        Assert.Equal([KeyValuePair.Create("tenant", "acme")], options.Headers);
    }

    [Fact]
    public void Headers_that_an_option_holds_already_are_not_copied_again()
    {
        var options = new EnqueueOptions { Headers = new Dictionary<string, string> { ["tenant"] = "acme" } };

        Assert.Same(options.Headers, (options with { Headers = options.Headers }).Headers);
        Assert.Equal(options, options with { Delay = TimeSpan.Zero });
    }

    [Fact]
    public void Header_names_that_differ_in_case_alone_are_two() =>
        Assert.Equal(2, new EnqueueOptions { Headers = new Dictionary<string, string> { ["a"] = "1", ["A"] = "2" } }.Headers!.Count);

    [Fact]
    public void Half_of_a_surrogate_pair_in_a_header_is_refused()
    {
        // Not given as data of a theory: an attribute cannot hold such a text either.
        AssertRefused("na\ud800me", "value", "The name of header");
        AssertRefused("name", "\udc00value", "Header 'name'");
        AssertRefused("name", "value\ud83d", "Header 'name'");

        static void AssertRefused(string name, string value, string what)
        {
            var error = Assert.Throws<ArgumentException>(() => new EnqueueOptions { Headers = new Dictionary<string, string> { [name] = value } });
            Assert.Contains(what, error.Message);
            Assert.Contains("half of a surrogate pair", error.Message);
        }
    }

    [Fact]
    public void A_header_without_a_value_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new EnqueueOptions { Headers = new Dictionary<string, string> { ["tenant"] = null! } });

        Assert.Contains("Header 'tenant' has no value", error.Message);
    }

    [Fact]
    public void Characters_beyond_the_basic_plane_are_text() =>
        Assert.Equal("\U0001F600", new EnqueueOptions { Headers = new Dictionary<string, string> { ["mood"] = "\U0001F600" } }.Headers!["mood"]);
}
