// JOB1011: A [Union] does not fit its type
namespace Samples.JOB1011;

#if BAD
[Job("job1011.charge")]
public sealed partial record Charge(Payment By); // JOB1011

[Union(0, typeof(Card))]
[Union(0, typeof(Transfer))]
public abstract record Payment;

public sealed record Card(string Token) : Payment;

public sealed record Transfer(string Iban) : Payment;
#else
[Job("job1011.charge")]
public sealed partial record Charge(Payment By);

[Union(0, typeof(Card))]
[Union(1, typeof(Transfer))]
public abstract record Payment;

public sealed record Card(string Token) : Payment;

public sealed record Transfer(string Iban) : Payment;
#endif
