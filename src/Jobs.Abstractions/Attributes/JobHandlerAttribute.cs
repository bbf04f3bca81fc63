namespace Jobs;

/// <summary>Marks a class that handles one or more jobs by implementing <see cref="IJobHandler{TJob}"/> or
/// <see cref="IJobHandler{TJob, TResult}"/>. <c>AddHandlers()</c> registers it; one object is made per attempt, within the attempt's DI scope.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class JobHandlerAttribute : Attribute;
