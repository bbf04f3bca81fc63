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

    [Fact]
    public void A_user_without_ECHO_is_told_from_a_server_that_does_not_answer()
    {
        using var log = new ConnectLog();
        log.WriteLine("12:00: Response from 127.0.0.1:6379/Interactive / ECHO: SimpleError: NOPERM this user has no permissions to run the 'echo' command\n12:00: Endpoint summary");

        Assert.True(RedisFault.IsNoRights(log.Failure));
        Assert.Equal("NoPermission: NOPERM this user has no permissions to run the 'echo' command", RedisFault.Summary(log.Failure));
    }
}
