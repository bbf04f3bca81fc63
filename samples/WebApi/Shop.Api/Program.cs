using System.ComponentModel.DataAnnotations;
using Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Api;
using Shop.Contracts;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails().AddValidation().AddExceptionHandler<StoreUnavailableHandler>();
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false); // a 400 in development too
builder.Services.AddJobs(jobs => jobs.UseRedis(builder.Configuration.GetConnectionString("redis") ?? "127.0.0.1:6379"));

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();

app.MapPost("/orders", async (
    NewOrder order, [FromHeader(Name = "Idempotency-Key"), MaxLength(200)] string? key, IJobClient jobs, CancellationToken cancellationToken) =>
{
    var handle = await jobs.EnqueueConfirmOrder(order.ToJob(), new() { Id = string.IsNullOrEmpty(key) ? null : JobId.From(key) }, cancellationToken);
    return TypedResults.Accepted($"/orders/{handle.Id}", new OrderAccepted(handle.Id.ToString(), handle.AlreadyStored));
});

app.MapGet("/orders/{id}", async Task<Results<Ok<OrderStatus>, NotFound>> (JobId id, IJobClient jobs, CancellationToken cancellationToken) =>
    await jobs.GetAsync(id, "orders", cancellationToken) is { } job
        ? TypedResults.Ok(new OrderStatus(job.State.ToString(), job.FailedAttempts, job.EnqueuedAt, job.EndedAt, job.LastError))
        : TypedResults.NotFound());

app.MapDelete("/orders/{id}", async Task<Results<NoContent, NotFound, Conflict>> (JobId id, IJobClient jobs, CancellationToken cancellationToken) =>
    await jobs.CancelAsync(id, "orders", cancellationToken) switch
    {
        CancelResult.NotFound => TypedResults.NotFound(),
        CancelResult.AlreadyEnded => TypedResults.Conflict(),
        _ => TypedResults.NoContent(),
    });

// Waits for the worker's answer, for as long as the caller does.
app.MapPost("/orders/now", async Task<Results<Ok<OrderConfirmation>, ProblemHttpResult>> (
    NewOrder order, IJobClient jobs, CancellationToken cancellationToken) =>
{
    var handle = await jobs.EnqueueConfirmOrder(order.ToJob(), cancellationToken: cancellationToken);
    try
    {
        return TypedResults.Ok(await handle.WaitForResultAsync(cancellationToken));
    }
    catch (JobFailedException failed)
    {
        return TypedResults.Problem(failed.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The order cannot be confirmed.");
    }
});

app.Run();

internal sealed record OrderAccepted(string Id, bool AlreadyTaken);

internal sealed record OrderStatus(string State, int FailedAttempts, DateTimeOffset EnqueuedAt, DateTimeOffset? EndedAt, string? Reason);
