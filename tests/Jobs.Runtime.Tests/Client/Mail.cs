namespace Jobs.Runtime.Tests.Client;

[Job("mail", Queue = "mails", RetentionSeconds = 120)]
internal sealed partial record Mail(string To);

[Job<int>("client-sum")]
internal sealed partial record Addition(int Left, int Right);
