// An embedded server in a process of its own, so that a test can kill it. Arguments: the data folder, the durability.
// Says its connection string, then stops cleanly when its input ends; it ends too when the test process dies.
using Jobs.Embedded;

await using var server = EmbeddedRedis.Start(new() { DataFolder = args[0], Durability = Enum.Parse<EmbeddedRedisDurability>(args[1]) });
Console.WriteLine(server.ConnectionString);
await Console.In.ReadToEndAsync();
