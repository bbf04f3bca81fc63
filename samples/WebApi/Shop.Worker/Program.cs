using Jobs;
using Shop.Worker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<PriceList>();
builder.Services.AddJobs(jobs => jobs
    .UseRedis(builder.Configuration.GetConnectionString("redis") ?? "127.0.0.1:6379")
    .AddHandlers()
    .AddWorker(worker => worker.Queues = new() { ["orders"] = 3, ["default"] = 1 }));
builder.Build().Run();
