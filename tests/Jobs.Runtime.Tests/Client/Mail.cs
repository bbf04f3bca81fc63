namespace Jobs.Tests.Client;

[Job("mail", Queue = "mails", RetentionSeconds = 120)]
internal sealed partial record Mail(string To);

[Job<int>("sum")]
internal sealed partial record Sum(int Left, int Right);
