using Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Versions;

// Built of this version of the library and of the next one; see tests/Evolution/try-versions.sh.
//   work  PORT this|next               runs jobs until it is stopped
//   store PORT this|next ROUND COUNT   stores so many
//   keep  PORT this|next               stores until it is refused, and says what the error says
var (mode, redis, version) = (args[0], $"127.0.0.1:{args[1]}", new Versions.Version(args[2]));
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.AddSimpleConsole(static console => console.SingleLine = true);
builder.Services.AddSingleton(version).AddSingleton<Producer>();
builder.Services.AddSingleton<IDatabase>(_ => ConnectionMultiplexer.Connect(redis).GetDatabase());
builder.Services.AddJobs(jobs =>
{
    jobs.UseRedis(redis).AddHandlers();
    if (mode == "work")
    {
        jobs.AddWorker(static worker => worker.SessionLength = TimeSpan.FromSeconds(5));
    }
});

using var host = builder.Build();
if (mode == "work")
{
    await host.RunAsync();
    return 0;
}

await host.StartAsync();
var producer = host.Services.GetRequiredService<Producer>();
var stored = 0;
try
{
    for (var round = 0; mode == "keep"; round++)
    {
        try
        {
            stored += (await producer.StoreAsync($"keep{round}", 1000)).Stored;
        }
        catch (JobStoreUnavailableException)
        {
            // A call was under way when the connection broke: whether it was done is not known, and not counted. The next one is told why.
        }
    }

    var done = await producer.StoreAsync(args[3], int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture));
    Console.WriteLine($"stored {done.Stored} needed {done.Needed}");
    await host.StopAsync();
    return 0;
}
catch (JobStoreException e)
{
    Console.WriteLine($"stored {stored}");
    Console.WriteLine($"refused: {e.GetType().Name}: {e.Message}");
    await host.StopAsync();
    return 3;
}
