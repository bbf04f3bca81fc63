using Jobs.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>Where options come from, and what is said of wrong ones.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Options_come_from_the_configuration()
    {
        using var app = App(settings: new() { ["Jobs:Prefix"] = "shop", ["Jobs:EnqueueTimeout"] = "00:00:05", ["Jobs:MaxJobBytes"] = "2048", ["Jobs:AllowEviction"] = "true" });

        var options = Jobs(app);
        Assert.Equal(("shop", TimeSpan.FromSeconds(5), 2048, true), (options.Prefix, options.EnqueueTimeout, options.MaxJobBytes, options.AllowEviction));
    }

    [Fact]
    public void Worker_options_come_from_the_configuration()
    {
        using var app = App(settings: new()
        {
            ["Jobs:Worker:Queues:critical"] = "6",
            ["Jobs:Worker:Queues:low"] = "1",
            ["Jobs:Worker:Concurrency"] = "7",
            ["Jobs:Worker:SessionLength"] = "00:00:30",
        });

        var options = Worker(app);
        Assert.Equal(new Dictionary<string, int> { ["critical"] = 6, ["low"] = 1 }, options.Queues);
        Assert.Equal((7, TimeSpan.FromSeconds(30)), (options.Concurrency, options.SessionLength));
    }

    [Fact]
    public void Options_come_from_the_environment()
    {
        const string variable = "Jobs__Instances__environment-test__Worker__Concurrency";
        Environment.SetEnvironmentVariable(variable, "9");
        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            using var app = new ServiceCollection().AddSingleton<IConfiguration>(configuration)
                .AddKeyedJobs("environment-test", jobs => jobs.UseRedis("localhost").AddWorker()).BuildServiceProvider();

            Assert.Equal(9, Worker(app, "environment-test").Concurrency);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Code_goes_over_the_configuration()
    {
        using var app = App(
            jobs => jobs.Configure(options => options.Prefix = "code").AddWorker(worker => worker.Concurrency = 3),
            new() { ["Jobs:Prefix"] = "file", ["Jobs:Worker:Concurrency"] = "4", ["Jobs:Worker:MaxPrefetch"] = "5" });

        Assert.Equal("code", Jobs(app).Prefix);
        Assert.Equal((3, 5), (Worker(app).Concurrency, Worker(app).MaxPrefetch));
    }

    [Fact]
    public void A_worker_that_names_no_queue_serves_the_default_one()
    {
        using var app = App();

        Assert.Equal(new Dictionary<string, int> { ["default"] = 1 }, Worker(app).Queues);
    }

    [Fact]
    public void A_keyed_instance_has_options_of_its_own()
    {
        using var app = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Jobs:Prefix"] = "shop",
                ["Jobs:Instances:billing:Prefix"] = "billing",
                ["Jobs:Instances:billing:Worker:Concurrency"] = "2",
            }).Build())
            .AddJobs(jobs => jobs.UseRedis("localhost")).AddKeyedJobs("billing", jobs => jobs.UseRedis("localhost").AddWorker()).BuildServiceProvider();

        Assert.Equal(("shop", "billing"), (Jobs(app).Prefix, Jobs(app, "billing").Prefix));
        Assert.Equal(2, Worker(app, "billing").Concurrency);
    }

    [Theory]
    [InlineData("Jobs:EnqueueTimeout", "00:00:00", "JobsOptions.EnqueueTimeout is 00:00:00: it must be from 00:00:00.1000000 to 00:10:00. Set it in Configure(…), in the configuration (Jobs:EnqueueTimeout) or in the environment (Jobs__EnqueueTimeout).")]
    [InlineData("Jobs:MaxJobBytes", "2000000", "JobsOptions.MaxJobBytes is 2000000: it must be from 1,024 to 1,048,576.")]
    [InlineData("Jobs:Prefix", "a:b", "JobsOptions.Prefix is 'a:b': it must be 1 to 128 characters out of letters, digits and . _ -.")]
    [InlineData("Jobs:Prefix", "a{b}", "JobsOptions.Prefix is 'a{b}': it must be")]
    [InlineData("Jobs:Redis", "redis://user:secret@host", "JobsOptions.Redis is not usable: it is a URL; write it as StackExchange.Redis does: host:port,password=…,ssl=true.")]
    public void A_wrong_option_is_named_with_its_value_its_bounds_and_where_it_is_set(string key, string value, string message)
    {
        using var app = App(settings: new() { [key] = value });

        var error = Assert.Throws<OptionsValidationException>(() => Jobs(app));
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Theory]
    [InlineData("Jobs:Worker:Concurrency", "0", "WorkerOptions.Concurrency is 0: it must be from 1 to 10,000. Set it in AddWorker(…), in the configuration (Jobs:Worker:Concurrency) or in the environment (Jobs__Worker__Concurrency).")]
    [InlineData("Jobs:Worker:MaxResultBytes", "1000", "WorkerOptions.MaxResultBytes is 1000: it must be from 1,024 to 67,108,864.")]
    [InlineData("Jobs:Worker:MaxPrefetch", "-1", "WorkerOptions.MaxPrefetch is -1: it must be from 0 to 1,000.")]
    [InlineData("Jobs:Worker:SessionLength", "00:00:01", "WorkerOptions.SessionLength is 00:00:01: it must be from 00:00:05 to 00:10:00.")]
    [InlineData("Jobs:Worker:ShutdownTimeout", "-00:00:01", "WorkerOptions.ShutdownTimeout is -00:00:01: it must be from 00:00:00 to 01:00:00.")]
    [InlineData("Jobs:Worker:MaxRecoveries", "101", "WorkerOptions.MaxRecoveries is 101: it must be from 0 to 100.")]
    [InlineData("Jobs:Worker:PollInterval", "00:00:10", "WorkerOptions.PollInterval is 00:00:10: it must be at most half of SessionLength (00:00:15)")]
    [InlineData("Jobs:Worker:Queues:critical", "0", "WorkerOptions.Queues:critical is 0: a weight must be from 1 to 1,000. Set it in AddWorker(…), in the configuration (Jobs:Worker:Queues:critical)")]
    [InlineData("Jobs:Worker:Queues:a b", "1", "WorkerOptions.Queues is a list with 'a b': a queue name takes 1 to 128 characters")]
    public void A_wrong_worker_option_is_named_with_its_value_its_bounds_and_where_it_is_set(string key, string value, string message)
    {
        using var app = App(settings: new() { [key] = value });

        Assert.Contains(message, Assert.Throws<OptionsValidationException>(() => Worker(app)).Message);
    }

    [Fact]
    public void A_wrong_option_of_a_keyed_instance_names_its_section()
    {
        using var app = new ServiceCollection()
            .AddKeyedJobs("billing", jobs => jobs.UseRedis("localhost").AddWorker(worker => worker.Concurrency = 0)).BuildServiceProvider();

        Assert.Contains("Jobs__Instances__billing__Worker__Concurrency", Assert.Throws<OptionsValidationException>(() => Worker(app, "billing")).Message);
    }

    [Fact]
    public void Too_many_queues_are_counted()
    {
        using var app = App(jobs => jobs.AddWorker(worker =>
        {
            for (var i = 0; i < 65; i++)
                worker.Queues[$"q{i}"] = 1;
        }));

        Assert.Contains("WorkerOptions.Queues is a list of 65 queues: it must name 1 to 64", Assert.Throws<OptionsValidationException>(() => Worker(app)).Message);
    }

    [Theory]
    [InlineData("Jobs:EnqeueTimeout", "'Jobs:EnqeueTimeout' in the configuration is not an option of Jobs")]
    [InlineData("Jobs:Worker:Concurency", "Concurency")]
    public void A_misspelt_option_is_an_error(string key, string message)
    {
        using var app = App(settings: new() { [key] = "1" });

        Assert.Contains(message, Assert.ThrowsAny<InvalidOperationException>(() => (Jobs(app), Worker(app))).Message);
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_named_by_its_place()
    {
        using var app = App(settings: new() { ["Jobs:Worker:Concurrency"] = "many" });

        Assert.Contains("Jobs:Worker:Concurrency", Assert.Throws<InvalidOperationException>(() => Worker(app)).Message);
    }

    [Theory]
    [InlineData("Jobs:Worker:Concurrency", "many", "'Jobs:Worker:Concurrency' in the configuration is 'many': it must be a whole number, such as 50.")]
    [InlineData("Jobs:Worker:Concurrency", "", "'Jobs:Worker:Concurrency' in the configuration is '': it must be a whole number, such as 50.")]
    [InlineData("Jobs:Worker:Strict", "yes", "'Jobs:Worker:Strict' in the configuration is 'yes': it must be true or false.")]
    [InlineData("Jobs:Worker:SessionLength", "30", "'Jobs:Worker:SessionLength' in the configuration is '30': it must be a time as hh:mm:ss, such as 00:00:30.")]
    [InlineData("Jobs:EnqueueTimeout", "30s", "'Jobs:EnqueueTimeout' in the configuration is '30s': it must be a time as hh:mm:ss, such as 00:00:30.")]
    [InlineData("Jobs:MaxJobBytes", "1MB", "'Jobs:MaxJobBytes' in the configuration is '1MB': it must be a whole number, such as 50.")]
    [InlineData("Jobs:Prefix:x", "1", "'Jobs:Prefix' is an option with one value")]
    [InlineData("Jobs:Worker", "5", "'Jobs:Worker' in the configuration is a section of options, and has a value.")]
    [InlineData("Jobs:Wrker:Concurrency", "5", "'Jobs:Wrker' in the configuration is not an option of Jobs. Did you mean 'Jobs:Worker'?")]
    [InlineData("Jobs:Instance:billing:Prefix", "x", "Did you mean 'Jobs:Instances'?")]
    [InlineData("Jobs:EnqeueTimeout", "00:00:05", "Did you mean 'Jobs:EnqueueTimeout'?")]
    [InlineData("Jobs:Worker:Concurency", "5", "Did you mean 'Jobs:Worker:Concurrency'?")]
    [InlineData("Jobs:Worker:Concurrency:Max", "5", "'Jobs:Worker:Concurrency' is an option with one value, a whole number, such as 50, and not a section")]
    [InlineData("Jobs:Worker:Queue:mail", "5", "Did you mean 'Jobs:Worker:Queues'?")]
    [InlineData("Jobs:Worker:Limits:mail", "5", "'Jobs:Worker:Limits' in the configuration is not an option of Jobs. There are Strict, Concurrency")]
    [InlineData("Jobs:Worker:Queues:mail:eu", "3", "'Jobs:Worker:Queues:mail:eu' in the configuration is '3': the configuration takes ':' for a section, so a queue with one in its name is set in code: AddWorker(worker => worker.Queues[\"mail:eu\"] = …).")]
    [InlineData("Jobs:Worker:Queues", "default,low", "'Jobs:Worker:Queues' in the configuration is 'default,low': queues are a section with a weight for each, Jobs:Worker:Queues:default=1, Jobs:Worker:Queues:low=1")]
    [InlineData("Jobs:Worker:Queues:0", "default", "'Jobs:Worker:Queues:0' in the configuration is 'default': queues are a section with a weight for each, not a list (Jobs:Worker:Queues:default=1")]
    [InlineData("Jobs:Worker:Queues:mail", "high", "'Jobs:Worker:Queues:mail' in the configuration is 'high': the weight of a queue must be a whole number from 1 to 1,000.")]
    [InlineData("Jobs:Instances:billing:Prefix", "x", "'Jobs:Instances:billing' in the configuration belongs to no instance of Jobs. There are no keyed instances; AddKeyedJobs(\"billing\", …) adds it.")]
    public void What_the_configuration_says_and_nobody_can_use_is_an_error_that_names_the_key_and_what_is_right(string key, string value, string message)
    {
        using var app = App(settings: new() { [key] = value });

        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => (Jobs(app), Worker(app))).Message);
    }

    [Fact]
    public void A_misspelt_key_does_not_show_its_value_which_may_be_a_connection_string()
    {
        using var app = App(settings: new() { ["Jobs:Reddis"] = "localhost,password=secret" });

        Assert.DoesNotContain("secret", Assert.Throws<InvalidOperationException>(() => Jobs(app)).ToString());
    }

    [Fact]
    public void An_unknown_instance_is_named_with_those_there_are()
    {
        using var app = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Jobs:Instances:eu:billing:Prefix"] = "known",
                ["Jobs:Instances:biling:Prefix"] = "unknown",
            }).Build())
            .AddKeyedJobs("eu:billing", jobs => jobs.UseRedis("localhost")).AddKeyedJobs("billing", jobs => jobs.UseRedis("localhost")).BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => Jobs(app, "eu:billing"));
        Assert.Contains("'Jobs:Instances:biling' in the configuration belongs to no instance of Jobs. Did you mean 'Jobs:Instances:billing'? There are eu:billing, billing", error.Message);
    }

    [Theory]
    [InlineData(typeof(JobsOptions))]
    [InlineData(typeof(WorkerOptions))]
    public void Every_option_can_be_set_by_the_configuration(Type options)
    {
        string[] read = options == typeof(JobsOptions)
            ? [.. ConfiguredOptions.OfJobs.Select(option => option.Name)]
            : [.. ConfiguredOptions.OfWorker.Select(option => option.Name), nameof(WorkerOptions.Queues)];

        Assert.Equal(options.GetProperties().Select(property => property.Name).Order(), read.Order());
    }

    [Fact]
    public void Sections_of_other_parts_are_left_to_them()
    {
        using var app = App(settings: new() { ["Jobs:Dashboard:Path"] = "/jobs" });

        Assert.Equal("jobs", Jobs(app).Prefix);
    }

    private static ServiceProvider App(Action<IJobsBuilder>? more = null, Dictionary<string, string?>? settings = null) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build())
        .AddJobs(jobs =>
        {
            jobs.UseRedis("localhost").AddWorker();
            more?.Invoke(jobs);
        })
        .BuildServiceProvider();

    private static JobsOptions Jobs(ServiceProvider app, string name = "") => app.GetRequiredService<IOptionsMonitor<JobsOptions>>().Get(name);

    private static WorkerOptions Worker(ServiceProvider app, string name = "") => app.GetRequiredService<IOptionsMonitor<WorkerOptions>>().Get(name);
}
