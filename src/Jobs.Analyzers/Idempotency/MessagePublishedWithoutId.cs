using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds messages given to a bus by well-known clients, but not those with an id by which a receiver or the bus drops the second.</summary>
internal sealed class MessagePublishedWithoutId() : EffectRule(Rule.MessagePublishedWithoutId)
{
    public static readonly Api Publishes = new(
        "MassTransit.IPublishEndpoint Publish PublishBatch",
        "MassTransit.ISendEndpoint Send SendBatch",
        "MassTransit.ISendEndpointProvider Send",
        "MassTransit.PublishExecuteExtensions Publish",
        "MassTransit.EndpointConventionExtensions Send",
        "NServiceBus.IMessageSession Publish Send SendLocal",
        "NServiceBus.IPipelineContext Publish Send",
        "NServiceBus.IMessageSessionExtensions Publish Send SendLocal",
        "NServiceBus.IPipelineContextExtensions Publish Send SendLocal",
        "Rebus.Bus.IBus Publish Send SendLocal Defer",
        "Wolverine.IMessageBus PublishAsync SendAsync",
        "EasyNetQ.IPubSub PublishAsync",
        "Azure.Messaging.ServiceBus.ServiceBusSender SendMessageAsync SendMessagesAsync ScheduleMessageAsync ScheduleMessagesAsync",
        "Azure.Messaging.EventHubs.Producer.EventHubProducerClient SendAsync",
        "Azure.Storage.Queues.QueueClient SendMessage SendMessageAsync",
        "RabbitMQ.Client.IModel BasicPublish",
        "RabbitMQ.Client.IModelExensions BasicPublish",
        "RabbitMQ.Client.IChannel BasicPublishAsync",
        "RabbitMQ.Client.IChannelExtensions BasicPublishAsync",
        "Confluent.Kafka.IProducer`2 Produce ProduceAsync",
        "Amazon.SimpleNotificationService.IAmazonSimpleNotificationService PublishAsync PublishBatchAsync",
        "Amazon.SimpleNotificationService.AmazonSimpleNotificationServiceClient PublishAsync PublishBatchAsync",
        "Amazon.SQS.IAmazonSQS SendMessageAsync SendMessageBatchAsync",
        "Amazon.SQS.AmazonSQSClient SendMessageAsync SendMessageBatchAsync");

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && Publishes.Has(call.TargetMethod) && !body.HasKey(call) && !BringsId(call, body) ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>What a caller has made with an id by which receivers know it, published as it is or as its bytes: the id is in the payload then.</summary>
    private static bool BringsId(IInvocationOperation call, HandlerBody body) =>
        call.Arguments.SelectMany(a => body.WithSources(a.Value)).Any(o => IsMessage(o.Type) && o switch
        {
            IParameterReferenceOperation parameter => IsGiven(parameter),
            IMemberReferenceOperation { Instance: IParameterReferenceOperation } member => IsGiven(member),
            _ => false,
        });

    /// <summary>The whole, not one of its members.</summary>
    private static bool IsGiven(IOperation operation) => operation.Parent is IArgumentOperation or IConversionOperation { Parent: IArgumentOperation };

    private static bool IsMessage(ITypeSymbol? type)
    {
        for (var at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            if ((at.Name.EndsWith("Event", StringComparison.Ordinal) || at.Name.EndsWith("Message", StringComparison.Ordinal) || at.Name.EndsWith("Command", StringComparison.Ordinal))
                && at.GetMembers().Any(static m => m is IPropertySymbol { Name: "Id" or "EventId" or "MessageId" or "CommandId" }))
            {
                return true;
            }
        }

        return false;
    }
}
