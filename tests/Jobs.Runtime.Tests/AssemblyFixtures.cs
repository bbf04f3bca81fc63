using Jobs.TestServers;

[assembly: AssemblyFixture(typeof(Servers))]
