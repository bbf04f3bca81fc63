using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        "Hangfire.BackgroundJob Enqueue Schedule ContinueJobWith",
        "Hangfire.IBackgroundJobClient Create",
        "Hangfire.BackgroundJobClientExtensions Enqueue Schedule ContinueJobWith Create",
        "Quartz.IScheduler ScheduleJob ScheduleJobs",
        "DotNetCore.CAP.ICapPublisher Publish PublishAsync PublishDelay PublishDelayAsync",
        "Dapr.Client.DaprClient PublishEventAsync BulkPublishEventAsync PublishByteEventAsync InvokeBindingAsync",
        "Azure.Messaging.EventGrid.EventGridPublisherClient SendEvent SendEventAsync SendEvents SendEventsAsync",
        "StackExchange.Redis.ISubscriber Publish PublishAsync",
        Redis("StackExchange.Redis.IDatabase"),
        Redis("StackExchange.Redis.IDatabaseAsync"),
        "Amazon.SimpleNotificationService.IAmazonSimpleNotificationService PublishAsync PublishBatchAsync",
        "Amazon.SimpleNotificationService.AmazonSimpleNotificationServiceClient PublishAsync PublishBatchAsync",
        "Amazon.SQS.IAmazonSQS SendMessageAsync SendMessageBatchAsync",
        "Amazon.SQS.AmazonSQSClient SendMessageAsync SendMessageBatchAsync");

    /// <summary>Names of channels and lists whose messages may come twice: what they say is that something is to be looked at again.</summary>
    private static readonly string[] Signals = ["cache", "invalidate", "invalidation", "evict", "refresh", "reload", "notify", "notification", "changed", "wake", "heartbeat", "presence", "signal", "lock", "log", "recent", "history"];

    /// <summary>First words of methods that may run once more than asked for.</summary>
    private static readonly string[] Repeatable =
        ["Cleanup", "Scan", "Start", "Restart", "Check", "Analyze", "Analyse", "Schedule", "Invalidate", "Recalculate", "Calculate", "Generate", "Regenerate", "Index", "Load", "Warm", "Warmup", "Fetch", "Prune", "Expire", "Migrate", "Convert", "Ensure", "Init", "Initialize"];

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && Publishes.Has(call.TargetMethod) && !body.HasKey(call) && !BringsId(call, body) && !IsMadeWithId(call, body) && !IsSignal(call) && !IsNamed(call, body) && !IsOfRepeatable(call) && !Look.Guards(call, body)
            ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>Quartz refuses a second job or trigger of the same identity.</summary>
    private static bool IsNamed(IInvocationOperation call, HandlerBody body) => call.TargetMethod.ContainingType.Name == "IScheduler"
        && call.Arguments.SelectMany(a => body.WithSources(a.Value)).Any(static o => o is IInvocationOperation { TargetMethod.Name: "WithIdentity" } named && !FreshKey.IsFresh(named));

    /// <summary>A background call whose name says that the second one finds nothing left to do, or does the same once more: <c>Enqueue(() => cache.Cleanup())</c>.</summary>
    private static bool IsOfRepeatable(IInvocationOperation call) => call.TargetMethod.ContainingType.ContainingNamespace.Name == "Hangfire"
        && call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).OfType<IAnonymousFunctionOperation>().FirstOrDefault()?.Descendants().OfType<IInvocationOperation>().FirstOrDefault() is { } later
        && (later.TargetMethod.Name.BeginsWithWord(Repeatable) || later.TargetMethod.Name.BeginsWithWord(HttpSettled.Verbs));

    private static string Redis(string type) => type + " Publish PublishAsync StreamAdd StreamAddAsync ListLeftPush ListLeftPushAsync ListRightPush ListRightPushAsync";

    /// <summary>A Redis channel or list is known by its name alone.</summary>
    private static bool IsSignal(IInvocationOperation call) => call.TargetMethod.ContainingType.ContainingNamespace.ToDisplayString() == "StackExchange.Redis"
        && call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Any(static o => (o switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IMemberReferenceOperation member => member.Member.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            _ => o.Text(),
        }) is { } name && name.HasWord(Signals));

    /// <summary>The id is set where the message is made: in a private method, or in the constructor of what wraps it.</summary>
    private static bool IsMadeWithId(IInvocationOperation call, HandlerBody body) => call.Arguments.SelectMany(a => body.WithSources(a.Value)).Any(o => o switch
    {
        IInvocationOperation made when body.BodyOf(made.TargetMethod) is { } maker && maker != body => maker.All.Any(maker.HasKey),
        IObjectCreationOperation { Constructor: { } constructor } => constructor.DeclaringSyntaxReferences.Any(static r => SetsId(r.GetSyntax())),
        _ => false,
    });

    private static bool SetsId(SyntaxNode constructor) => constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(static a =>
        HandlerBody.IsKeyName((a.Left as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? a.Left.ToString()) && a.Right.ToString() is var value && !value.Contains("New") && !value.Contains("Now"));

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
