// JOB1018: A record prints a sensitive member
namespace Samples.JOB1018;

[Job("job1018.pay")]
public sealed partial record Pay(Card Card, decimal Amount);

#if BAD
public sealed record Card(string Holder, [Sensitive] string Number); // JOB1018
#else
public sealed record Card(string Holder, [Sensitive] string Number)
{
    public override string ToString() => $"Card of {Holder}";
}
#endif
