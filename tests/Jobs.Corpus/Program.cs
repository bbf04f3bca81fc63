using System.CommandLine;
using Jobs.Corpus;

var folders = new Argument<DirectoryInfo[]>("folders") { Description = "Folders of C#; each is compiled by itself.", Arity = ArgumentArity.OneOrMore };
var references = new Option<DirectoryInfo[]>("--references") { Description = "Folders of assemblies that the code uses, beside ASP.NET Core's." };
var handlers = new Option<string>("--handlers") { Description = "The classes to read as handlers: names with *.", DefaultValueFactory = _ => "*" };
var payloads = new Option<string>("--payloads") { Description = "The top-level classes to mark [Job].", DefaultValueFactory = _ => "*Command,*Message,*Event,*Request" };
var sample = new Option<int>("--sample") { Description = "How many reports of each family to write down.", DefaultValueFactory = _ => 50 };
var seed = new Option<int>("--seed") { Description = "Decides which.", DefaultValueFactory = _ => 1 };
var to = new Option<FileInfo>("--out") { Description = "Where the sample goes.", DefaultValueFactory = _ => new FileInfo("artifacts/corpus.md") };

var command = new RootCommand("Runs all rules over code that has nothing to do with the library, as it is and with its classes read as handlers.")
    { folders, references, handlers, payloads, sample, seed, to };
command.SetAction(async (parsed, stopping) =>
{
    var assemblies = References.Of(parsed.GetValue(references) ?? []);
    var counts = new Counts();
    foreach (var folder in parsed.GetValue(folders)!)
    {
        var code = SourceFolder.Read(folder, stopping);
        var asItIs = await Run.OfAsync(code.Compile(assemblies), handlers: null, stopping);
        var asHandlers = await Run.OfAsync(code.WithJobs(parsed.GetValue(payloads)!).Compile(assemblies), parsed.GetValue(handlers), stopping);
        counts.Add(code, asItIs, asHandlers);
        Console.WriteLine($"{code.Name}: {code.Files.Count:N0} files, {code.Lines:N0} lines, {asHandlers.Found.Count:N0} reports, {asHandlers.Bound:P0} of its calls understood");
    }

    counts.Print(Console.Out);
    Sample.Write(parsed.GetValue(to)!, counts.Found, parsed.GetValue(sample), parsed.GetValue(seed));
    Console.WriteLine($"Sample: {parsed.GetValue(to)!.FullName}");
    return counts.IsClean ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
