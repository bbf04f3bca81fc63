using MessagePack;

namespace Jobs.Benchmarks.Micro;

/// <summary>An ordinary payload, which the reference library writes in the same form: a map keyed by member name.</summary>
[Job("mail")]
[MessagePackObject(keyAsPropertyName: true)]
public sealed partial record Mail(long UserId, string To, string Subject, string Body, int Priority, bool IsHtml, List<string> Copies)
{
    public static Mail Example { get; } = new(
        42_000_000_000, "ada@example.com", "Your order has been sent", "Dear Ada, your order left our house this morning and should be with you in two days.", 3, true,
        ["charles@example.com", "orders@example.com"]);
}
