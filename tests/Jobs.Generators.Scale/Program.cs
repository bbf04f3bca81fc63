using System.CommandLine;
using Jobs.Generators.Scale;

var jobs = new Option<int>("--jobs") { Description = "How many jobs the application has.", DefaultValueFactory = _ => 1_000 };
var runs = new Option<int>("--runs") { Description = "Of how many runs the median is taken.", DefaultValueFactory = _ => 3 };
var build = new Option<bool>("--build") { Description = "Also by dotnet build, with and without, each time with a cold compiler." };

var command = new RootCommand("Measures what the generator adds to a compilation, and what an edit costs.") { jobs, runs, build };
command.SetAction(parsed =>
{
    var measured = new InProcess(parsed.GetValue(jobs), parsed.GetValue(runs));
    Console.WriteLine($"{parsed.GetValue(jobs):n0} jobs, processor time and memory, median of {parsed.GetValue(runs)} runs");
    measured.Compile();
    Console.WriteLine("After an edit of");
    var good = measured.Edits();
    if (parsed.GetValue(build))
    {
        new ByBuild(parsed.GetValue(jobs), parsed.GetValue(runs)).Run();
    }

    return good ? 0 : 1;
});
return command.Parse(args).Invoke();
