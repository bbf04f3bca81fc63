using Jobs;
using Microsoft.AspNetCore.Diagnostics;

namespace Shop.Api;

/// <summary>Redis is away or full: 503, with what is known of the order, so that the caller knows whether to send it again.</summary>
internal sealed class StoreUnavailableHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not JobStoreException)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "5";
        var problem = new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Title = "Orders cannot be reached at the moment." } };
        if (exception is JobStoreUnavailableException unavailable)
        {
            problem.ProblemDetails.Title = "The order could not be taken down.";
            problem.ProblemDetails.Detail = "Send it again with the same Idempotency-Key: it never becomes two orders.";
            problem.ProblemDetails.Extensions["jobId"] = unavailable.Id.ToString();
            problem.ProblemDetails.Extensions["stored"] = unavailable.Outcome.ToString();
        }

        return await problems.TryWriteAsync(problem);
    }
}
