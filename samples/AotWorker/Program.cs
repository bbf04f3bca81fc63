using System.Diagnostics;
using AotWorker;
using Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A worker published native:        AotWorker [--redis host:port] [--journal folder] [--Jobs:Worker:Concurrency 50]
// and something for it to do:       AotWorker --enqueue 20000 [--milliseconds 5] [--redis host:port] [--journal folder]
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
builder.Services.AddSingleton<Journal>();

var enqueue = builder.Configuration.GetValue("enqueue", 0);
builder.Services.AddJobs(jobs =>
{
    jobs.UseRedis(builder.Configuration["redis"] ?? "127.0.0.1:6379").AddHandlers();
    if (enqueue == 0)
    {
        jobs.AddWorker();
    }
    else
    {
        builder.Services.AddSingleton<Producer>();
    }
});

using var host = builder.Build();
if (enqueue == 0)
{
    await host.RunAsync();
    return;
}

await host.StartAsync();
var clock = Stopwatch.StartNew();
await host.Services.GetRequiredService<Producer>().EnqueueAsync(enqueue);
host.Services.GetRequiredService<ILogger<Journal>>().LogEnqueued(enqueue, clock.Elapsed.TotalSeconds);
await host.StopAsync();
