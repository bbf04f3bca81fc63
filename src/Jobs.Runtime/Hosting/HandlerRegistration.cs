namespace Jobs.Hosting;

/// <summary>Fills the handler table of an instance with the handlers of some assemblies.</summary>
internal sealed record HandlerRegistration(Action<JobHandlerTable> Register);
