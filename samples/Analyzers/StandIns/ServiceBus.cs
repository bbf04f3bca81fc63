namespace Azure.Messaging.ServiceBus
{
    public class ServiceBusSender
    {
        public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => Task.FromResult(message.MessageId);
    }

    public class ServiceBusMessage(string body)
    {
        public string Body { get; } = body;

        public string? MessageId { get; set; }
    }
}

namespace MassTransit
{
    public interface IPublishEndpoint
    {
        Task Publish<T>(T message, CancellationToken cancellationToken = default) where T : class;
    }
}
