using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

public sealed class QueueNamesTests
{
    [Fact]
    public void The_names_of_a_queue_that_is_looked_at_once_take_little()
    {
        _ = new QueueNames("p", "warm").For(RedisScript.Get, table: 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var names = new QueueNames("p", "q").For(RedisScript.Get, table: 1);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 6_000); // 40 KB where every name is made
        Assert.Equal(RedisScript.Get.Keys.Count, names.Length);
    }

    [Fact]
    public void Names_that_are_made_are_kept()
    {
        var names = new QueueNames("p", "q");

        Assert.Same(names.For(RedisScript.Turn), names.For(RedisScript.Turn));
        Assert.Same(names.For(RedisScript.Enqueue, table: 7), names.For(RedisScript.Enqueue, table: 7));
        Assert.Equal("{p:q}:jobs:7", (string?)names.For(RedisScript.Enqueue, table: 7)[0]);
    }

    [Fact]
    public void A_script_of_one_table_is_not_called_without_naming_it() =>
        Assert.Throws<InvalidOperationException>(() => new QueueNames("p", "q").For(RedisScript.Enqueue));

    [Fact]
    public void A_store_keeps_the_names_of_a_bounded_number_of_queues()
    {
        var store = new JobStore(new ScriptRunner(PatchedConnection.Create(null!, text => text)), "p");
        for (var i = 0; i < 20_000; i++)
            store.Queue($"tenant-{i}");

        Assert.InRange(store.KeptQueues, 1, JobStore.MaxQueues);
        Assert.Same(store.Queue("tenant-19999"), store.Queue("tenant-19999"));
    }

    [Fact]
    public void The_end_of_a_job_is_announced_on_the_channel_that_scripts_publish_to()
    {
        var names = new QueueNames("p", "q");
        var id = JobId.New();
        byte[] channel = [.. (byte[])names.EndChannel!, .. JobStore.Bytes(id)];

        Assert.Equal(new RedisChannel(channel, RedisChannel.PatternMode.Literal), names.EndChannelOf(id));
    }
}
