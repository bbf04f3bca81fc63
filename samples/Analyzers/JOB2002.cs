// JOB2002: An HTTP request without an idempotency key
// Fix: Pass context.IdempotencyKey as a header
namespace Samples.JOB2002;

[Job("job2002.notify-partner")]
public sealed partial record NotifyPartner(Uri Partner, string Text);

[JobHandler]
public sealed class NotifyPartnerHandler(HttpClient http) : IJobHandler<NotifyPartner>
{
    public async Task HandleAsync(NotifyPartner job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        var request = new HttpRequestMessage(HttpMethod.Post, job.Partner) { Content = new StringContent(job.Text) };
        await http.SendAsync(request, cancellationToken); // JOB2002
#else
        var request = new HttpRequestMessage(HttpMethod.Post, job.Partner) { Content = new StringContent(job.Text) };
        request.Headers.Add("Idempotency-Key", context.IdempotencyKey);
        await http.SendAsync(request, cancellationToken);
#endif
    }
}
