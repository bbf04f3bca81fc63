namespace Jobs.Tests.Worker;

[Job("probe")]
internal sealed partial record Probe(string Text);
