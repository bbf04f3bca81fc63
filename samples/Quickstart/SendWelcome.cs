using Jobs;

namespace Quickstart;

/// <summary>One welcome mail.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Name">As it is to stand in the greeting.</param>
/// <param name="Email">Where to.</param>
/// <param name="Language">en, de, es or fr.</param>
/// <param name="GreylistedTimes">How often the receiving server says "try again later" first.</param>
[Job("send-welcome", MaxAttempts = 5, TimeoutSeconds = 30, Retry = "exponential 200ms")]
public sealed partial record SendWelcome(int UserId, string Name, string Email, string Language, int GreylistedTimes = 0);
