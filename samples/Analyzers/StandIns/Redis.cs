namespace StackExchange.Redis;

public interface IDatabase
{
    Task<long> StringIncrementAsync(string key, long value = 1);
}
