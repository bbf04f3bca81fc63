namespace Jobs.Embedded.Tests;

/// <summary>The job of these tests.</summary>
[Job("note", RetentionSeconds = 3600)]
public sealed partial record Note(string Text);

/// <summary>Where the handler puts what it got, and what holds it up.</summary>
public sealed class Notes
{
    public TaskCompletionSource<string> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

[JobHandler]
public sealed class NoteHandler(Notes notes) : IJobHandler<Note>
{
    public async Task HandleAsync(Note job, JobContext context, CancellationToken cancellationToken)
    {
        notes.Begun.TrySetResult(job.Text);
        await notes.MayEnd.Task;
    }
}
