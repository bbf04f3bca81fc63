using Jobs;
using Microsoft.AspNetCore.Diagnostics;

namespace Shop.Api;

/// <summary>Redis is away: 503, with what is known of the job, so that the caller knows whether to send it again.</summary>
internal sealed class StoreUnavailableHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not JobStoreUnavailableException unavailable)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "5";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails =
            {
                Title = "The order could not be taken down.",
                Detail = "Send it again with the same Idempotency-Key: it never becomes two orders.",
                Extensions = { ["jobId"] = unavailable.Id.ToString(), ["stored"] = unavailable.Outcome.ToString() },
            },
        });
    }
}
