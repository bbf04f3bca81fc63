using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Hosting;

public sealed class ConnectLogTests
{
    [Theory]
    [InlineData("Response from x/Interactive / ECHO: SimpleError: NOAUTH Authentication required.", ConnectionFailureType.AuthenticationFailure, "user or password are wrong")]
    [InlineData("AUTH: SimpleError: WRONGPASS invalid username-password pair", ConnectionFailureType.AuthenticationFailure, "user or password are wrong")]
    [InlineData("Connection failed: x:1 (Interactive, UnableToConnect): UnableToConnect\n12:00: > Connection refused\nmore", ConnectionFailureType.UnableToConnect, "Connection refused")]
    [InlineData("", ConnectionFailureType.UnableToConnect, "no connection could be made")]
    public void The_reason_of_a_failed_first_connection_is_found(string text, ConnectionFailureType type, string message)
    {
        using var log = new ConnectLog();
        log.WriteLine(text);

        Assert.Equal((type, message), (log.Failure.FailureType, log.Failure.Message));
    }
}
