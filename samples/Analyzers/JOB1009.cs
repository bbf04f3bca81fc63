// JOB1009: A payload type cannot be read back
namespace Samples.JOB1009;

#if BAD
[Job("job1009.send-email")]
public sealed partial record SendEmail(Address To); // JOB1009

public sealed class Address
{
    public Address(string text) => (User, Host) = (text.Split('@')[0], text.Split('@')[1]);

    public string User { get; }

    public string Host { get; }
}
#else
[Job("job1009.send-email")]
public sealed partial record SendEmail(Address To);

public sealed class Address
{
    public Address(string user, string host) => (User, Host) = (user, host);

    public string User { get; }

    public string Host { get; }

    public static Address Parse(string text) => new(text.Split('@')[0], text.Split('@')[1]);
}
#endif
