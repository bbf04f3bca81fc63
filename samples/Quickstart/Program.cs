using System.CommandLine;
using Quickstart;

var redis = new Option<string?>("--redis") { Description = "A Redis server, host:port. Without it, a server is started inside this process." };
var data = new Option<DirectoryInfo?>("--data") { Description = "Where the server inside this process keeps its data, so that the next run finds it." };
var outbox = new Option<DirectoryInfo>("--outbox") { Description = "Where the mails are left as .eml files.", DefaultValueFactory = _ => new DirectoryInfo("outbox") };
var users = new Option<FileInfo>("--users") { Description = "The list of users.", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "users.csv")) };

var command = new RootCommand("Sends a welcome mail to every user of a list, by background jobs.") { redis, data, outbox, users };
command.Validators.Add(result =>
{
    if (result.GetValue(redis) is not null && result.GetValue(data) is not null)
    {
        result.AddError("--data is for the server inside this process: leave it out with --redis.");
    }

    if (result.GetValue(users) is { Exists: false } missing)
    {
        result.AddError($"{missing.FullName} is not there: give --users a CSV file with id,name,email,language,note.");
    }
});
command.SetAction((parsed, cancellationToken) => new Run(
    parsed.GetValue(redis), parsed.GetValue(data), parsed.GetRequiredValue(outbox), parsed.GetRequiredValue(users)).ExecuteAsync(cancellationToken));
return await command.Parse(args).InvokeAsync();
